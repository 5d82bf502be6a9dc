#include "core/fused/mlp_training.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/fused/activation_kernels.h"
#include "core/fused/mlp_kernels.h"
#include "core/fused/mlp_layout.h"
#include "core/fused/output_meaning.h"
#include "core/fused/tiny_numbers.h"
#include "core/fused/weight_update.h"
#include "core/fused/worker_group.h"

namespace scorescope {
namespace {

/// Points of a tile: whole strips of rows, few enough for the second-level cache. A rest of less
/// than half a tile joins the last one, as each tile reads and writes the whole gradient.
constexpr std::int64_t kTilePoints = 96;
constexpr std::int64_t kMostTilePoints = kTilePoints + kTilePoints / 2;

std::int64_t tile_points(std::int64_t left) { return left < kMostTilePoints ? left : kTilePoints; }

std::int64_t tile_count(std::int64_t points) {
  return std::max<std::int64_t>(1, (points + kTilePoints / 2) / kTilePoints);
}

/// A level as a step reads it. For residual r = gain F + pull x + addend (each times the loss's
/// scale) the loss is factor r^2.
struct LevelRow {
  float input_scale;
  float gain;
  float pull;
  float factor;
  float slope;  // d loss / d F = slope r
};

/// Buffers of one tile; their columns for the bias are set once and kept.
struct TileBuffers {
  TileBuffers(const MlpLayout& layout, std::int64_t depth)
      : input(kMostTilePoints * layout.input_stride),
        hidden(depth * kMostTilePoints * layout.hidden_stride),
        slope(depth * kMostTilePoints * layout.hidden_stride),
        output(kMostTilePoints * 2),
        output_gradient(kMostTilePoints * 2) {
    for (std::int64_t t = 0; t < kMostTilePoints; ++t) {
      input.data()[t * layout.input_stride + layout.columns] = 1.0f;
    }
    for (std::int64_t row = 0; row < depth * kMostTilePoints; ++row) {
      hidden.data()[row * layout.hidden_stride + layout.width] = 1.0f;
    }
  }

  AlignedFloats input, hidden, slope, output, output_gradient;
};

}  // namespace

struct MlpTraining::Parts {
  explicit Parts(const MlpShape& given)
      : shape(given),
        layout(given),
        activation(find_activation_kernel(given.activation)),
        weights(layout.size),
        averaged(layout.size),
        first(layout.size),
        second(layout.size),
        gradient(layout.size),
        transposed(layout.transposed_size) {}

  MlpView view() const { return {layout, activation, weights.data(), transposed.data()}; }
  MlpTile tile_of(const TileBuffers& buffers, std::int64_t points) const {
    return {points,
            kMostTilePoints,
            buffers.input.data(),
            buffers.hidden.data(),
            buffers.slope.data(),
            buffers.output.data()};
  }

  void load_weights(const ParameterValues& values);
  void transpose_all();
  void fill_input(const RegressionBatch& batch, std::int64_t begin, const MlpTile& tile) const;
  void find_residuals(const RegressionBatch& batch, std::int64_t begin, const MlpTile& tile,
                      float* output_gradient);
  void train_tile(const RegressionBatch& batch, std::int64_t begin, TileBuffers& buffers);
  void add_gradient(std::int64_t part, std::int64_t begin, std::int64_t points,
                    const TileBuffers& buffers);
  void evaluate_alone(const RegressionBatch& batch);
  void evaluate_together(const RegressionBatch& batch);
  void make_parts(std::int64_t panels_each);
  UpdateFactors factors_of(const UpdateOptions& options) const;

  MlpShape shape;
  MlpLayout layout;
  int activation;
  AlignedFloats weights, averaged, first, second, gradient, transposed;
  std::int64_t steps = 0;
  double gradient_norm = 0.0;
  std::vector<LevelRow> levels;
  std::vector<float> level_columns;  // [levels, columns of the noise input]
  std::vector<TileBuffers> tiles;
  std::vector<float> per_point;
  std::vector<GradientPart> parts;
  std::optional<WorkerGroup> workers;
};

void MlpTraining::Parts::load_weights(const ParameterValues& values) {
  layout.pack(values, weights.data());
  transpose_all();
}

void MlpTraining::Parts::transpose_all() {
  for (std::int64_t l = 1; l < shape.depth; ++l) {
    transpose_weights(layout, l, weights.data(), transposed.data());
  }
}

void MlpTraining::Parts::fill_input(const RegressionBatch& batch, std::int64_t begin,
                                    const MlpTile& tile) const {
  const std::int64_t noise_columns = layout.columns - 2;
  for (std::int64_t t = 0; t < tile.points; ++t) {
    const std::int64_t level = batch.level[begin + t];
    const float scale = levels[static_cast<std::size_t>(level)].input_scale;
    float* const row = tile.input + t * layout.input_stride;
    row[0] = scale * batch.points[2 * (begin + t)];
    row[1] = scale * batch.points[2 * (begin + t) + 1];
    const float* const columns = level_columns.data() + level * noise_columns;
    for (std::int64_t i = 0; i < noise_columns; ++i) row[2 + i] = columns[i];
  }
}

void MlpTraining::Parts::find_residuals(const RegressionBatch& batch, std::int64_t begin,
                                        const MlpTile& tile, float* output_gradient) {
  const float share = 1.0f / static_cast<float>(batch.count);
  for (std::int64_t t = 0; t < tile.points; ++t) {
    const std::int64_t n = begin + t;
    const LevelRow& level = levels[static_cast<std::size_t>(batch.level[n])];
    float sum = 0.0f;
    for (std::int64_t j = 0; j < 2; ++j) {
      const float residual = level.gain * tile.output[2 * t + j] +
                             level.pull * batch.points[2 * n + j] + batch.addend[2 * n + j];
      sum += residual * residual;
      output_gradient[2 * t + j] = share * level.slope * residual;
    }
    per_point[static_cast<std::size_t>(n)] = level.factor * sum;
  }
}

void MlpTraining::Parts::train_tile(const RegressionBatch& batch, std::int64_t begin,
                                    TileBuffers& buffers) {
  const MlpTile tile = tile_of(buffers, tile_points(batch.count - begin));
  fill_input(batch, begin, tile);
  forward_tile(view(), tile);
  find_residuals(batch, begin, tile, buffers.output_gradient.data());
  backward_tile(view(), tile, buffers.output_gradient.data());
}

void MlpTraining::Parts::add_gradient(std::int64_t part, std::int64_t begin, std::int64_t points,
                                      const TileBuffers& buffers) {
  gradient_tile(view(), tile_of(buffers, points), buffers.output_gradient.data(),
                parts[static_cast<std::size_t>(part)], begin == 0, gradient.data());
}

void MlpTraining::Parts::make_parts(std::int64_t panels_each) {
  parts.clear();
  for (std::int64_t l = 0; l < shape.depth; ++l) {
    const std::int64_t panels = layout.hidden[static_cast<std::size_t>(l)].panels;
    for (std::int64_t p = 0; p < panels; p += panels_each) {
      parts.push_back({l, p, std::min(panels, p + panels_each)});
    }
  }
  parts.push_back({shape.depth, 0, 0});
}

void MlpTraining::Parts::evaluate_alone(const RegressionBatch& batch) {
  if (tiles.empty()) tiles.emplace_back(layout, shape.depth);
  for (std::int64_t i = 0; i < tile_count(batch.count); ++i) {
    const std::int64_t begin = i * kTilePoints;
    train_tile(batch, begin, tiles.front());
    for (std::size_t part = 0; part < parts.size(); ++part) {
      add_gradient(static_cast<std::int64_t>(part), begin, tile_points(batch.count - begin),
                   tiles.front());
    }
  }
}

// All tiles are kept, and then each thread adds them all up, in their order, for its share of the
// gradient: the same sums as with one thread.
void MlpTraining::Parts::evaluate_together(const RegressionBatch& batch) {
  const std::int64_t count = tile_count(batch.count);
  while (static_cast<std::int64_t>(tiles.size()) < count) tiles.emplace_back(layout, shape.depth);
  workers->run(count, [&](std::int64_t i) {
    const TinyNumbersAreZero guard;
    train_tile(batch, i * kTilePoints, tiles[static_cast<std::size_t>(i)]);
  });
  workers->run(static_cast<std::int64_t>(parts.size()), [&](std::int64_t part) {
    const TinyNumbersAreZero guard;
    for (std::int64_t i = 0; i < count; ++i) {
      const std::int64_t begin = i * kTilePoints;
      add_gradient(part, begin, tile_points(batch.count - begin),
                   tiles[static_cast<std::size_t>(i)]);
    }
  });
}

UpdateFactors MlpTraining::Parts::factors_of(const UpdateOptions& options) const {
  const auto n = static_cast<double>(steps);
  const double rate = options.learning_rate / (1.0 - std::pow(options.beta1, n));
  const double root_scale = 1.0 / std::sqrt(1.0 - std::pow(options.beta2, n));
  // as torch.nn.utils.clip_grad_norm_
  const double scale =
      options.clip > 0.0 ? std::min(1.0, options.clip / (gradient_norm + 1e-6)) : 1.0;
  const double decay = options.decoupled ? 0.0 : options.weight_decay;
  const double shrink =
      options.decoupled ? 1.0 - options.learning_rate * options.weight_decay : 1.0;
  return {.gradient_scale = static_cast<float>(scale),
          .decay = static_cast<float>(decay),
          .shrink = static_cast<float>(shrink),
          .renewed_first = static_cast<float>(1.0 - options.beta1),
          .kept_second = static_cast<float>(options.beta2),
          .renewed_second = static_cast<float>(1.0 - options.beta2),
          .rate = static_cast<float>(rate),
          .root_scale = static_cast<float>(root_scale),
          .epsilon = static_cast<float>(options.epsilon),
          .renewed = static_cast<float>(1.0 - options.kept)};
}

MlpTraining::MlpTraining(const MlpShape& shape) {
  check(has_fused_mlp(shape), "MlpTraining: a shape without kernels");
  parts_ = std::make_unique<Parts>(shape);
  parts_->make_parts(parts_->layout.hidden.front().panels);
}

MlpTraining::~MlpTraining() = default;
MlpTraining::MlpTraining(MlpTraining&&) noexcept = default;
MlpTraining& MlpTraining::operator=(MlpTraining&&) noexcept = default;

void MlpTraining::set_levels(const std::vector<LevelLoss>& levels) {
  parts_->levels.clear();
  parts_->level_columns.clear();
  for (const auto& [sigma, scale, factor] : levels) {
    // the network is told a float
    const LevelInput input = level_input(parts_->shape, static_cast<float>(sigma));
    const double gain = scale * input.factors.gain;
    parts_->levels.push_back({static_cast<float>(input.factors.input_scale),
                              static_cast<float>(gain),
                              static_cast<float>(scale * input.factors.pull),
                              static_cast<float>(factor), static_cast<float>(2.0 * factor * gain)});
    parts_->level_columns.insert(parts_->level_columns.end(), input.columns.begin(),
                                 input.columns.end());
  }
}

void MlpTraining::set_threads(int threads) {
  check(threads >= 1, "MlpTraining: at least one thread");
  if (threads == 1) {
    parts_->workers.reset();
  } else if (!parts_->workers || parts_->workers->threads() != threads) {
    parts_->workers.emplace(threads);
  }
  const std::int64_t panels = parts_->layout.hidden.front().panels;
  parts_->make_parts(threads == 1 ? panels : std::max<std::int64_t>(1, panels / threads));
}

void MlpTraining::load(const TrainingTensors<ParameterValues>& from) {
  parts_->load_weights(from.weights);
  parts_->layout.pack(from.averaged, parts_->averaged.data());
  parts_->layout.pack(from.first, parts_->first.data());
  parts_->layout.pack(from.second, parts_->second.data());
  parts_->steps = from.steps;
}

void MlpTraining::start_from(const ParameterValues& weights) {
  parts_->load_weights(weights);
  std::copy_n(parts_->weights.data(), parts_->layout.size, parts_->averaged.data());
  std::fill_n(parts_->first.data(), parts_->layout.size, 0.0f);
  std::fill_n(parts_->second.data(), parts_->layout.size, 0.0f);
  parts_->steps = 0;
}

void MlpTraining::store(TrainingTensors<ParameterPlaces>& into) const {
  const auto unpack = [&](const AlignedFloats& from, const ParameterPlaces& places) {
    if (!places.empty()) parts_->layout.unpack(from.data(), places);
  };
  unpack(parts_->weights, into.weights);
  unpack(parts_->averaged, into.averaged);
  unpack(parts_->first, into.first);
  unpack(parts_->second, into.second);
  into.steps = parts_->steps;
}

RegressionResult MlpTraining::evaluate(const RegressionBatch& batch) {
  const TinyNumbersAreZero guard;
  check(batch.count > 0, "MlpTraining: a batch without points");
  parts_->per_point.resize(static_cast<std::size_t>(batch.count));
  if (parts_->workers) {
    parts_->evaluate_together(batch);
  } else {
    parts_->evaluate_alone(batch);
  }
  RegressionResult result;
  result.per_point = parts_->per_point;
  for (const float loss : result.per_point) result.loss += static_cast<double>(loss);
  result.loss /= static_cast<double>(batch.count);
  parts_->gradient_norm =
      std::sqrt(sum_of_squares(parts_->gradient.data(), 0, parts_->layout.size));
  result.gradient_norm = parts_->gradient_norm;
  result.finite = std::isfinite(result.loss) && std::isfinite(result.gradient_norm);
  return result;
}

void MlpTraining::update(const UpdateOptions& options) {
  ++parts_->steps;
  const UpdateFactors factors = parts_->factors_of(options);
  const TinyNumbersAreZero guard;
  update_weights(factors,
                 {parts_->gradient.data(), parts_->weights.data(), parts_->first.data(),
                  parts_->second.data(), parts_->averaged.data()},
                 0, parts_->layout.size);
  parts_->transpose_all();
}

void MlpTraining::store_gradient(const ParameterPlaces& into) const {
  parts_->layout.unpack(parts_->gradient.data(), into);
}

}  // namespace scorescope
