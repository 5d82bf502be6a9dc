// Group normalisation, a shift per picture and channel, and SiLU in one go, and their backward
// pass, in vector registers (Google Highway): separately they cost a third of a small U-Net's
// training step. Any thread.
#pragma once

#include <cstdint>

namespace scorescope {

/// Pictures [count, places, channels] float32 without gaps ("channels last"). For channel c of a
/// group: u = (x - mean) / sqrt(var + 1e-5) weight[c] + bias[c] + shift[picture, c], out = u
/// sigmoid(u); mean and var over the group's channels and all places (Wu & He, arXiv 1803.08494).
struct NormSilu {
  std::int64_t count = 0;
  std::int64_t places = 0;
  std::int64_t channels = 0;  ///< a multiple of 16, at most kMostChannels
  std::int64_t groups = 0;    ///< divides `channels`
  const float* x = nullptr;
  const float* weight = nullptr;  ///< [channels]
  const float* bias = nullptr;    ///< [channels]
  const float* shift = nullptr;   ///< [count, channels], may be null
  float* mean = nullptr;          ///< [count, groups], written by the forward pass, then read
  float* inverse_std = nullptr;   ///< [count, groups], the same
};

inline constexpr std::int64_t kMostChannels = 1024;

/// What the backward pass writes, all rows of pictures.
struct NormSiluGradient {
  const float* out = nullptr;  ///< [count, places, channels], gradient of the result; read
  float* x = nullptr;          ///< [count, places, channels]; may not overlap what is read
  float* shift = nullptr;      ///< [count, channels]; summed over pictures, that of the bias
  float* weight = nullptr;     ///< [count, channels], to be summed over pictures
};

/// False in a build without Highway: then the two below must not be called.
bool has_norm_silu();

/// Pictures begin ... end - 1; `out` [count, places, channels] may be x itself. Runs on the calling
/// thread and allocates nothing.
void norm_silu_forward(const NormSilu& given, float* out, std::int64_t begin, std::int64_t end);

void norm_silu_backward(const NormSilu& given, const NormSiluGradient& gradient, std::int64_t begin,
                        std::int64_t end);

}  // namespace scorescope
