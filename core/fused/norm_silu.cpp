// Picture by picture, so that the passes after the first find its values in the cache. This file is
// compiled once per instruction set by foreach_target.h.
#include "core/fused/norm_silu.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/norm_silu.cpp"
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>
// after highway.h
#include <hwy/contrib/math/math-inl.h>

#include <cmath>

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

constexpr std::int64_t kLanes = static_cast<std::int64_t>(hn::MaxLanes(Tag()));
constexpr float kEpsilon = 1e-5f;

// One number per channel.
struct Channels {
  alignas(64) float values[kMostChannels];
};

HWY_INLINE Vector at(const Channels& channels, std::int64_t c) {
  return hn::Load(Tag(), channels.values + c);
}

// 1 / (1 + exp(-u)); beyond -80 it is 0 for all purposes.
HWY_INLINE Vector sigmoid(Vector u) {
  const Tag tag;
  const Vector one = hn::Set(tag, 1.0f);
  const Vector e = hn::Exp(tag, hn::Neg(hn::Max(u, hn::Set(tag, -80.0f))));
  return hn::Div(one, hn::Add(one, e));
}

// Sums over the places of x - centre, or of its square, channel by channel.
template <bool kSquared>
HWY_NOINLINE void sum_places(const NormSilu& p, const float* x, const Channels& centre,
                             Channels& sums) {
  const Tag tag;
  for (std::int64_t c = 0; c < p.channels; c += kLanes) {
    const Vector middle = at(centre, c);
    const auto term = [&](const float* from) HWY_ATTR {
      const Vector d = hn::Sub(hn::LoadU(tag, from), middle);
      return kSquared ? hn::Mul(d, d) : d;
    };
    Vector a = hn::Zero(tag), b = a, e = a, f = a;  // four chains of additions
    const float* from = x + c;
    std::int64_t place = 0;
    for (; place + 4 <= p.places; place += 4, from += 4 * p.channels) {
      a = hn::Add(a, term(from));
      b = hn::Add(b, term(from + p.channels));
      e = hn::Add(e, term(from + 2 * p.channels));
      f = hn::Add(f, term(from + 3 * p.channels));
    }
    for (; place < p.places; ++place, from += p.channels) a = hn::Add(a, term(from));
    hn::Store(hn::Add(hn::Add(a, b), hn::Add(e, f)), tag, sums.values + c);
  }
}

// result[c] = per_group(sum of `values` over the group of c)
template <class PerGroup>
HWY_INLINE void spread_groups(const NormSilu& p, const Channels& values, Channels& result,
                              PerGroup per_group) {
  const std::int64_t width = p.channels / p.groups;
  for (std::int64_t group = 0; group < p.groups; ++group) {
    float sum = 0.0f;
    for (std::int64_t c = group * width; c < (group + 1) * width; ++c) sum += values.values[c];
    const float value = per_group(group, sum);
    for (std::int64_t c = group * width; c < (group + 1) * width; ++c) result.values[c] = value;
  }
}

// u = slope x + offset
struct Affine {
  Channels slope, offset;
};

HWY_NOINLINE void find_affine(const NormSilu& p, std::int64_t picture, const Channels& mean,
                              const Channels& inverse_std, Affine& affine) {
  const float* shift = p.shift ? p.shift + picture * p.channels : nullptr;
  for (std::int64_t c = 0; c < p.channels; ++c) {
    affine.slope.values[c] = inverse_std.values[c] * p.weight[c];
    affine.offset.values[c] =
        p.bias[c] - mean.values[c] * affine.slope.values[c] + (shift ? shift[c] : 0.0f);
  }
}

HWY_NOINLINE void forward_picture(const NormSilu& p, float* out, std::int64_t picture) {
  const Tag tag;
  const std::int64_t size = p.places * p.channels;
  const float* x = p.x + picture * size;
  const float members = static_cast<float>(size / p.groups);
  Channels sums, mean, inverse_std;
  for (std::int64_t c = 0; c < p.channels; ++c) mean.values[c] = 0.0f;
  sum_places<false>(p, x, mean, sums);
  spread_groups(p, sums, mean, [&](std::int64_t group, float sum) {
    return p.mean[picture * p.groups + group] = sum / members;
  });
  sum_places<true>(p, x, mean, sums);  // about the mean: nothing cancels
  spread_groups(p, sums, inverse_std, [&](std::int64_t group, float sum) {
    return p.inverse_std[picture * p.groups + group] = 1.0f / std::sqrt(sum / members + kEpsilon);
  });
  Affine affine;
  find_affine(p, picture, mean, inverse_std, affine);
  float* to = out + picture * size;
  for (std::int64_t c = 0; c < p.channels; c += kLanes) {
    const Vector slope = at(affine.slope, c), offset = at(affine.offset, c);
    for (std::int64_t i = c; i < size; i += p.channels) {
      const Vector u = hn::MulAdd(slope, hn::LoadU(tag, x + i), offset);
      hn::StoreU(hn::Mul(u, sigmoid(u)), tag, to + i);
    }
  }
}

// Writes the gradient of u over `to` and sums it, alone and times x - mean, over the places.
HWY_NOINLINE void backward_silu(const NormSilu& p, const float* x, const float* gradient,
                                const Affine& affine, const Channels& mean, float* to,
                                Channels& sums, Channels& moments) {
  const Tag tag;
  const Vector one = hn::Set(tag, 1.0f);
  const std::int64_t size = p.places * p.channels;
  for (std::int64_t c = 0; c < p.channels; c += kLanes) {
    const Vector slope = at(affine.slope, c), offset = at(affine.offset, c);
    const Vector middle = at(mean, c);
    Vector sum = hn::Zero(tag), moment = hn::Zero(tag);
    for (std::int64_t i = c; i < size; i += p.channels) {
      const Vector value = hn::LoadU(tag, x + i);
      const Vector u = hn::MulAdd(slope, value, offset);
      const Vector s = sigmoid(u);
      const Vector derivative = hn::Mul(s, hn::MulAdd(u, hn::Sub(one, s), one));
      const Vector du = hn::Mul(hn::LoadU(tag, gradient + i), derivative);
      hn::StoreU(du, tag, to + i);
      sum = hn::Add(sum, du);
      moment = hn::MulAdd(du, hn::Sub(value, middle), moment);
    }
    hn::Store(sum, tag, sums.values + c);
    hn::Store(moment, tag, moments.values + c);
  }
}

HWY_NOINLINE void backward_picture(const NormSilu& p, const NormSiluGradient& g,
                                   std::int64_t picture) {
  const Tag tag;
  const std::int64_t size = p.places * p.channels;
  const std::int64_t width = p.channels / p.groups;
  const float members = static_cast<float>(size / p.groups);
  const float* x = p.x + picture * size;
  float* to = g.x + picture * size;
  Channels mean, inverse_std, sums, moments;
  for (std::int64_t c = 0; c < p.channels; ++c) {
    mean.values[c] = p.mean[picture * p.groups + c / width];
    inverse_std.values[c] = p.inverse_std[picture * p.groups + c / width];
  }
  Affine affine;
  find_affine(p, picture, mean, inverse_std, affine);
  backward_silu(p, x, g.out + picture * size, affine, mean, to, sums, moments);

  // With h = (x - mean) inverse_std and v = weight du, the gradient of h:
  // dx = inverse_std (v - mean of v - h (mean of v h)), means over the group.
  Channels mean_v, mean_vh;
  for (std::int64_t c = 0; c < p.channels; ++c) {
    const float moment = moments.values[c] * inverse_std.values[c];
    g.shift[picture * p.channels + c] = sums.values[c];
    g.weight[picture * p.channels + c] = moment;
    sums.values[c] *= p.weight[c];
    moments.values[c] = moment * p.weight[c];
  }
  const auto average = [&](std::int64_t, float sum) { return sum / members; };
  spread_groups(p, sums, mean_v, average);
  spread_groups(p, moments, mean_vh, average);
  for (std::int64_t c = 0; c < p.channels; c += kLanes) {
    const Vector scale = at(inverse_std, c);
    const Vector slope = at(affine.slope, c);
    const Vector pull = hn::Mul(hn::Mul(scale, scale), at(mean_vh, c));
    const Vector constant = hn::Mul(scale, at(mean_v, c));
    const Vector middle = at(mean, c);
    for (std::int64_t i = c; i < size; i += p.channels) {
      const Vector from_middle = hn::Sub(hn::LoadU(tag, x + i), middle);
      const Vector own = hn::MulSub(slope, hn::LoadU(tag, to + i), constant);
      hn::StoreU(hn::NegMulAdd(from_middle, pull, own), tag, to + i);
    }
  }
}

void forward_pictures(const NormSilu& given, float* out, std::int64_t begin, std::int64_t end) {
  for (std::int64_t i = begin; i < end; ++i) forward_picture(given, out, i);
}

void backward_pictures(const NormSilu& given, const NormSiluGradient& gradient, std::int64_t begin,
                       std::int64_t end) {
  for (std::int64_t i = begin; i < end; ++i) backward_picture(given, gradient, i);
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(forward_pictures);
HWY_EXPORT(backward_pictures);

bool has_norm_silu() { return true; }

void norm_silu_forward(const NormSilu& given, float* out, std::int64_t begin, std::int64_t end) {
  HWY_DYNAMIC_DISPATCH(forward_pictures)(given, out, begin, end);
}

void norm_silu_backward(const NormSilu& given, const NormSiluGradient& gradient, std::int64_t begin,
                        std::int64_t end) {
  HWY_DYNAMIC_DISPATCH(backward_pictures)(given, gradient, begin, end);
}

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

bool has_norm_silu() { return false; }

void norm_silu_forward(const NormSilu&, float*, std::int64_t, std::int64_t) {}

void norm_silu_backward(const NormSilu&, const NormSiluGradient&, std::int64_t, std::int64_t) {}

}  // namespace scorescope

#endif
