#include "core/fused/mlp_scorer.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/fused/activation_kernels.h"
#include "core/fused/mlp_kernels.h"
#include "core/fused/mlp_layout.h"
#include "core/fused/output_meaning.h"
#include "core/fused/tiny_numbers.h"

namespace scorescope {
namespace {

constexpr std::int64_t kTilePoints = 96;

/// What one call works in; the bias's columns are set once.
struct Buffers {
  Buffers(const MlpLayout& layout, std::int64_t rows)
      : capacity((rows + 3) / 4 * 4),
        input(capacity * layout.input_stride),
        hidden(2 * capacity * layout.hidden_stride),
        output(capacity * 2),
        gains(static_cast<std::size_t>(capacity)),
        pulls(static_cast<std::size_t>(capacity)) {
    for (std::int64_t t = 0; t < capacity; ++t) {
      input.data()[t * layout.input_stride + layout.columns] = 1.0f;
    }
    for (std::int64_t row = 0; row < 2 * capacity; ++row) {
      hidden.data()[row * layout.hidden_stride + layout.width] = 1.0f;
    }
  }

  std::int64_t capacity;
  AlignedFloats input, hidden, output;
  std::vector<float> gains, pulls;
};

}  // namespace

struct MlpScorer::Parts {
  explicit Parts(const MlpShape& given)
      : shape(given),
        layout(given),
        activation(find_activation_kernel(given.activation)),
        weights(layout.size) {}

  // Neighbours mostly share a sigma, so the last one's columns are kept.
  void fill_input(const NoisyPlanePoints& at, std::int64_t begin, std::int64_t points,
                  Buffers& buffers) const {
    LevelInput level;
    float known = -1.0f;
    for (std::int64_t t = 0; t < points; ++t) {
      const std::int64_t n = begin + t;
      const float sigma = at.sigma[at.one_sigma ? 0 : n];
      if (t == 0 || sigma != known) level = level_input(shape, sigma);
      known = sigma;
      const auto scale = static_cast<float>(level.factors.input_scale);
      float* const row = buffers.input.data() + t * layout.input_stride;
      row[0] = scale * at.points[2 * n];
      row[1] = scale * at.points[2 * n + 1];
      std::copy(level.columns.begin(), level.columns.end(), row + 2);
      buffers.gains[static_cast<std::size_t>(t)] = static_cast<float>(level.factors.gain);
      buffers.pulls[static_cast<std::size_t>(t)] = static_cast<float>(level.factors.pull);
    }
  }

  MlpShape shape;
  MlpLayout layout;
  int activation;
  AlignedFloats weights;
};

MlpScorer::MlpScorer(const MlpShape& shape, const ParameterValues& parameters) {
  check(has_fused_mlp(shape), "MlpScorer: a shape without kernels");
  parts_ = std::make_unique<Parts>(shape);
  parts_->layout.pack(parameters, parts_->weights.data());
}

MlpScorer::~MlpScorer() = default;
MlpScorer::MlpScorer(MlpScorer&&) noexcept = default;
MlpScorer& MlpScorer::operator=(MlpScorer&&) noexcept = default;

const MlpShape& MlpScorer::shape() const { return parts_->shape; }

void MlpScorer::score(const NoisyPlanePoints& at, float* scores) const {
  if (at.count == 0) return;
  const TinyNumbersAreZero guard;
  Buffers buffers(parts_->layout, std::min(at.count, kTilePoints));
  const MlpView network{parts_->layout, parts_->activation, parts_->weights.data(), nullptr};
  for (std::int64_t begin = 0; begin < at.count; begin += kTilePoints) {
    const std::int64_t points = std::min(kTilePoints, at.count - begin);
    parts_->fill_input(at, begin, points, buffers);
    forward_tile(network, {points, buffers.capacity, buffers.input.data(), buffers.hidden.data(),
                           nullptr, buffers.output.data()});
    for (std::int64_t t = 0; t < points; ++t) {
      const float gain = buffers.gains[static_cast<std::size_t>(t)];
      const float pull = buffers.pulls[static_cast<std::size_t>(t)];
      const float* const output = buffers.output.data() + 2 * t;
      const float* const point = at.points + 2 * (begin + t);
      float* const score = scores + 2 * (begin + t);
      score[0] = gain * output[0] + pull * point[0];
      score[1] = gain * output[1] + pull * point[1];
    }
  }
}

}  // namespace scorescope
