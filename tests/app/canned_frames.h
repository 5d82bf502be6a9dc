// Frames that look like those of the first lesson (mock/2d-dark.png) without a session, for the
// tests of app/. Fields, densities and the per-level table are exact; clouds and curves are seeded
// drawings of the real ones.
#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <numbers>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "core/run/frames.h"
#include "tests/app/canned_mixture.h"

namespace scorescope {

/// What canned_simulation_frame shows.
struct CannedScene {
  Bounds bounds{-10.0, 10.0, -10.0, 10.0};
  double sigma_a = 1.0;              ///< level of view A
  double sigma_b = 1.946;            ///< level of view B
  int arrows = 22;                   ///< per side
  int picture = 160;                 ///< cells per side of density and error
  bool learned = true;               ///< learned arrows and the error picture are there
  double sharpness = 0.35;           ///< of the learned field between the modes, 1 is exact
  int particles = 1280;              ///< per cloud
  std::int64_t sampling_step = 743;  ///< of 1,000; 0 gives no clouds but a preview of 320 particles
  std::int64_t training_step = 12340;
};

namespace canned {

/// The ladder 20 -> 1 in ten geometric levels.
inline std::vector<double> levels() {
  std::vector<double> sigma;
  for (int i = 0; i < 10; ++i) sigma.push_back(20.0 * std::pow(1.0 / 20.0, i / 9.0));
  return sigma;
}

/// Seeded draws that are the same with every standard library.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : engine_(seed) {}

  double uniform() { return (static_cast<double>(engine_() >> 11) + 0.5) * 0x1p-53; }
  double normal() {
    return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::numbers::pi * uniform());
  }

 private:
  std::mt19937_64 engine_;
};

inline std::shared_ptr<const FieldFrame> field_frame(const CannedScene& scene, double sigma) {
  auto frame = std::make_shared<FieldFrame>();
  frame->sigma = sigma;
  const auto exact = [sigma](Point x) { return score(x, sigma); };
  const auto learned = [sigma, &scene](Point x) { return score(x, sigma, scene.sharpness); };
  frame->density =
      scalar_grid(scene.bounds, scene.picture, [sigma](Point x) { return density(x, sigma); });
  for (std::size_t i = 0; i < 3; ++i) {
    frame->ring_levels[i] = level_holding(frame->density, std::array{0.5, 0.9, 0.99}[i]);
  }
  frame->exact = vector_grid(scene.bounds, scene.arrows, exact);
  if (!scene.learned) return frame;
  frame->learned = vector_grid(scene.bounds, scene.arrows, learned);
  frame->error = scalar_grid(scene.bounds, scene.picture, [&](Point x) {
    const Point a = exact(x);
    const Point b = learned(x);
    return std::hypot(a[0] - b[0], a[1] - b[1]);
  });
  return frame;
}

struct CloudRecipe {
  std::string sampler, label;
  double heavy_share;  ///< of the particles
  double sigma;
  std::uint64_t seed;
};

inline void add_trail(CloudFrame& cloud, Draws& draws, double step_size) {
  const std::size_t end = cloud.positions.size();
  Point x{static_cast<double>(cloud.positions[end - 2]),
          static_cast<double>(cloud.positions[end - 1])};
  std::vector<float> newest_first;
  for (int i = 0; i < cloud.trail_length; ++i) {
    newest_first.push_back(static_cast<float>(x[1]));
    newest_first.push_back(static_cast<float>(x[0]));
    const Point s = score(x, cloud.sigma);
    for (std::size_t k = 0; k < 2; ++k) {
      x[k] += -0.5 * step_size * s[k] + std::sqrt(step_size) * draws.normal();
    }
  }
  cloud.trails.insert(cloud.trails.end(), newest_first.rbegin(), newest_first.rend());
}

inline ShareHistory share_history(double final_share, std::int64_t steps, int particles,
                                  Draws& draws) {
  ShareHistory history;
  for (std::int64_t step = 0; step <= steps; step += 4) {
    const double progress = 1.0 - std::exp(-4.0 * static_cast<double>(step) / 743.0);
    const double share =
        0.5 + (final_share - 0.5) * progress + 0.004 * draws.normal() * (final_share > 0.6 ? 1 : 0);
    history.step.push_back(step);
    history.share.push_back(static_cast<float>(share));
    history.standard_error.push_back(
        static_cast<float>(std::sqrt(share * (1.0 - share) / particles)));
  }
  return history;
}

inline std::shared_ptr<const CloudFrame> cloud_frame(const CannedScene& scene,
                                                     const CloudRecipe& recipe) {
  Draws draws(recipe.seed);
  auto cloud = std::make_shared<CloudFrame>();
  cloud->sampler = recipe.sampler;
  cloud->label = recipe.label;
  cloud->update_rule = "x + (a/2) s(x, sigma) + sqrt(a) z";
  cloud->step = scene.sampling_step;
  cloud->step_count = 1000;
  cloud->sigma = recipe.sigma;
  cloud->level = recipe.sigma > 1.0 ? 7 : 9;
  cloud->step_size = 0.1 * recipe.sigma * recipe.sigma;
  cloud->trail_length = 8;
  cloud->trail_stride = 5;
  const double std = std::sqrt(1.0 + recipe.sigma * recipe.sigma);
  for (int i = 0; i < scene.particles; ++i) {
    const Mode& mode = kModes[draws.uniform() < recipe.heavy_share ? 0 : 1];
    for (std::size_t k = 0; k < 2; ++k) {
      cloud->positions.push_back(static_cast<float>(mode.centre[k] + std * draws.normal()));
      cloud->start.push_back(static_cast<float>(-8.0 + 16.0 * draws.uniform()));
    }
    if (i % cloud->trail_stride == 0) add_trail(*cloud, draws, cloud->step_size);
  }
  const double share = recipe.heavy_share;
  const double error = std::sqrt(share * (1.0 - share) / scene.particles);
  cloud->mode_share = {share, 1.0 - share};
  cloud->mode_share_error = {error, error};
  cloud->heavy_share = share_history(share, scene.sampling_step, scene.particles, draws);
  cloud->width = std;
  cloud->crossings = recipe.sigma > 1.0 ? 3.2 : 0.0;
  return cloud;
}

/// The opening preview: few grey particles on their way from the uniform square.
inline std::shared_ptr<const CloudFrame> preview_frame(const CannedScene& scene) {
  Draws draws(5);
  auto cloud = std::make_shared<CloudFrame>();
  cloud->sampler = "langevin";
  cloud->label = "Preview";
  cloud->sigma = scene.sigma_a;
  cloud->trail_length = 5;
  cloud->trail_stride = 1;
  for (int i = 0; i < 320; ++i) {
    for (int k = 0; k < 2; ++k) {
      cloud->positions.push_back(static_cast<float>(-8.0 + 16.0 * draws.uniform()));
    }
    add_trail(*cloud, draws, 0.1);
  }
  cloud->start = cloud->positions;
  return cloud;
}

/// The per-level table: J and the floor by quadrature; the learned columns sit slightly above.
inline std::shared_ptr<const LevelTable> level_table(const CannedScene& scene) {
  auto table = std::make_shared<LevelTable>();
  table->learned = scene.training_step > 0;
  table->training_step = scene.training_step;
  for (const double sigma : levels()) {
    const double j = fisher(sigma);
    const double half = 0.5 * sigma * sigma;
    const double floor = half * (2.0 / (sigma * sigma) - j);
    table->sigma.push_back(sigma);
    table->fisher.push_back(j);
    table->fisher_error.push_back(0.0);
    table->floor.push_back(floor);
    if (!table->learned) continue;
    const double excess = 0.006 * j;
    table->esm.push_back(half * excess);
    table->dsm.push_back(floor + half * excess);
    table->dsm_error.push_back(0.002);
    table->residual.push_back(1e-4);
    table->norm_learned.push_back(0.985 * j);
    table->error_data.push_back(excess);
    table->error_grid.push_back(6.0 * excess);
    table->relative.push_back(std::sqrt(excess / j));
    table->relative_raw.push_back(1.4 * std::sqrt(excess / j));
  }
  return table;
}

inline std::shared_ptr<const BiasHistory> bias_history(std::int64_t steps) {
  auto history = std::make_shared<BiasHistory>();
  for (double step = 1.0; step <= static_cast<double>(steps); step *= 1.12) {
    const double esm = 0.006 + 1.7 / (1.0 + step / 12.0);
    history->step.push_back(static_cast<std::int64_t>(step));
    history->esm.push_back(static_cast<float>(esm));
    history->bias.push_back(0.20196F);
    history->dsm.push_back(static_cast<float>(esm + 0.20196));
    history->error.push_back(0.002F);
  }
  return history;
}

/// A loss that falls from 1.9 towards the floor 0.2020, one bin per logarithmic step.
inline History loss_history(std::int64_t steps) {
  Draws draws(3);
  History history;
  std::int64_t last = 0;
  for (double step = 1.0; step <= static_cast<double>(steps); step = step * 1.02 + 0.5) {
    const auto rounded = static_cast<std::int64_t>(step);
    if (rounded == last) continue;
    last = rounded;
    const double mean = 0.2103 + 1.7 / (1.0 + step / 12.0) + 0.004 * draws.normal();
    history.step.push_back(rounded);
    history.mean.push_back(static_cast<float>(mean));
    history.low.push_back(static_cast<float>(mean * (0.68 - 0.02 * draws.uniform())));
    history.high.push_back(static_cast<float>(mean * (1.6 + 0.3 * draws.uniform())));
  }
  return history;
}

inline LevelStrip level_strip(std::int64_t steps) {
  LevelStrip strip;
  constexpr int kColumns = 60;
  for (int i = 1; i <= kColumns; ++i) strip.step.push_back(steps * i / kColumns);
  for (const double sigma : levels()) {
    const double floor = 0.5 * sigma * sigma * (2.0 / (sigma * sigma) - fisher(sigma));
    for (const std::int64_t step : strip.step) {
      const double excess = 1.7 / (1.0 + static_cast<double>(step) / 60.0);
      strip.loss.push_back(static_cast<float>(floor + excess));
    }
  }
  return strip;
}

}  // namespace canned

/// A training frame at `step`; 0 is the untrained, paused network of the first screen.
inline std::shared_ptr<const TrainingFrame> canned_training_frame(std::int64_t step = 12340) {
  auto frame = std::make_shared<TrainingFrame>();
  frame->run_id = 1;
  frame->revision = static_cast<std::uint64_t>(step) + 1;
  frame->spec = std::make_shared<ExperimentSpec>();
  frame->levels = canned::levels();
  frame->step = step;
  frame->floor = 0.2020;
  frame->floor_error = 0.001;
  frame->loss_formula = "half sigma squared |s - target| squared, mean over levels";
  frame->network_description = "MLP 3-128-128-2, out / sigma";
  frame->parameter_count = 17282;
  frame->engine = "fused, AVX-512";
  frame->device = "CPU, 1 thread";
  if (step == 0) return frame;
  frame->state = TrainingState::kRunning;
  frame->steps_per_second = 1150.0;
  frame->milliseconds_per_step = 0.31;
  frame->loss = 0.2103;
  frame->loss_error = 0.0020;
  frame->loss_history = canned::loss_history(step);
  frame->level_strip = canned::level_strip(step);
  const CannedScene scene{.training_step = step};
  const auto table = canned::level_table(scene);
  for (const double loss : table->dsm) {
    frame->level_loss.push_back(static_cast<float>(loss));
  }
  return frame;
}

/// The simulation frame that goes with it: two views, two clouds (or the preview), ladder and
/// tables.
inline std::shared_ptr<const SimulationFrame> canned_simulation_frame(
    const CannedScene& scene = {}) {
  auto frame = std::make_shared<SimulationFrame>();
  frame->run_id = 1;
  frame->revision = 1;
  frame->spec = std::make_shared<ExperimentSpec>();
  frame->levels = canned::levels();
  frame->training_step = scene.training_step;
  frame->data_description = "Two Gaussians, 0.8 and 0.2";
  frame->extent = 10.0;
  canned::Draws draws(11);
  for (const canned::Mode& mode : canned::kModes) {
    frame->components.push_back(isotropic(mode.weight, mode.centre[0], mode.centre[1], 1.0));
    frame->modes.push_back({mode.centre, mode.weight, 1.0});
  }
  for (int i = 0; i < 2000; ++i) {
    const canned::Mode& mode = canned::kModes[draws.uniform() < 0.8 ? 0 : 1];
    for (const double mean : mode.centre) {
      frame->data_points.push_back(static_cast<float>(mean + draws.normal()));
    }
  }
  for (const double sigma : canned::levels()) {
    frame->ladder_pictures.push_back(canned::scalar_grid(
        scene.bounds, 48, [sigma](canned::Point x) { return canned::density(x, sigma); }));
  }
  frame->fields = {canned::field_frame(scene, scene.sigma_a),
                   canned::field_frame(scene, scene.sigma_b)};
  if (scene.sampling_step > 0) {
    frame->sampling = true;
    frame->sampling_steps_per_second = 60.0;
    frame->clouds = {canned::cloud_frame(scene, {"langevin", "Langevin", 0.514, scene.sigma_a, 1}),
                     canned::cloud_frame(scene, {"annealed_langevin", "Annealed Langevin", 0.791,
                                                 scene.sigma_b, 2})};
  } else {
    frame->preview = canned::preview_frame(scene);
  }
  frame->table = canned::level_table(scene);
  frame->bias_history = canned::bias_history(scene.training_step);
  return frame;
}

}  // namespace scorescope
