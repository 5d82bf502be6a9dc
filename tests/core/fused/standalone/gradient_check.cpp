// The fused step against central differences of a double-precision network, without Torch or a test
// framework, so that it can be built for other processors (tools/check-aarch64). Prints the worst
// error and a number made of a batch's bits, which is the same everywhere.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "core/base/random_stream.h"
#include "core/fused/batch_sampler.h"
#include "core/fused/mlp_scorer.h"
#include "core/fused/mlp_training.h"

namespace scorescope {
namespace {

struct ExactActivation {
  const char* id;
  double (*at)(double z);
};

constexpr ExactActivation kActivations[] = {
    {"softplus", [](double z) { return std::fmax(z, 0.0) + std::log1p(std::exp(-std::fabs(z))); }},
    {"silu", [](double z) { return z / (1.0 + std::exp(-z)); }},
    {"elu", [](double z) { return z > 0.0 ? z : std::expm1(z); }},
    {"tanh", [](double z) { return std::tanh(z); }},
    {"gelu", [](double z) { return 0.5 * z * std::erfc(-z / std::sqrt(2.0)); }}};

using Tensors = std::vector<std::vector<double>>;

// Outputs of the network at one input row.
std::vector<double> forward(const Tensors& tensors, const ExactActivation& activation,
                            std::vector<double> h) {
  for (std::size_t l = 0; l < tensors.size(); l += 2) {
    std::vector<double> z = tensors[l + 1];
    for (std::size_t j = 0; j < z.size(); ++j) {
      for (std::size_t i = 0; i < h.size(); ++i) z[j] += tensors[l][j * h.size() + i] * h[i];
      if (l + 2 < tensors.size()) z[j] = activation.at(z[j]);
    }
    h = z;
  }
  return h;
}

struct Drawn {
  std::vector<float> clean, sigma, noise, noisy;
  std::vector<std::int64_t> level;
};

Drawn draw(std::size_t n, const std::vector<double>& sigmas) {
  const std::vector<GaussianComponent> components{isotropic(0.3, 2.0, 1.0, 0.5),
                                                  isotropic(0.7, -1.0, 0.0, 1.0)};
  const std::vector<std::int64_t> used{0, 1, 2};
  const BatchSampler sampler(components, sigmas, used);
  Drawn drawn{std::vector<float>(2 * n), std::vector<float>(n), std::vector<float>(2 * n),
              std::vector<float>(2 * n), std::vector<std::int64_t>(n)};
  RandomStream data(1, "data"), batches(1, "batches");
  sampler.draw(data, batches,
               {static_cast<std::int64_t>(n), drawn.clean.data(), drawn.level.data(),
                drawn.sigma.data(), drawn.noise.data(), drawn.noisy.data()});
  return drawn;
}

// Denoising score matching with the output "score_over_sigma" and lambda = sigma^2.
double exact_loss(const Tensors& tensors, const ExactActivation& activation, const Drawn& drawn) {
  double loss = 0.0;
  for (std::size_t n = 0; n < drawn.level.size(); ++n) {
    const auto out = forward(tensors, activation,
                             {drawn.noisy[2 * n], drawn.noisy[2 * n + 1],
                              std::log(static_cast<double>(drawn.sigma[n]))});
    for (std::size_t j = 0; j < 2; ++j) loss += 0.5 * std::pow(out[j] + drawn.noise[2 * n + j], 2);
  }
  return loss / static_cast<double>(drawn.level.size());
}

double worst_error(const MlpShape& shape, const ExactActivation& activation, std::size_t count) {
  const std::vector<double> sigmas{4.0, 1.0, 0.3};
  const Drawn drawn = draw(count, sigmas);
  std::vector<std::vector<float>> weights, gradients;
  ParameterValues values;
  ParameterPlaces places;
  Tensors exact;
  RandomStream stream(2, "weights");
  for (const std::int64_t size : parameter_sizes(shape)) {
    auto& tensor = weights.emplace_back(static_cast<std::size_t>(size));
    stream.fill_normal(std::span<float>(tensor));
    for (float& w : tensor) w /= std::sqrt(static_cast<float>(shape.width));
    exact.emplace_back(tensor.begin(), tensor.end());
    gradients.emplace_back(tensor.size());
  }
  for (const auto& tensor : weights) values.emplace_back(tensor);
  for (auto& tensor : gradients) places.emplace_back(tensor);
  MlpTraining training(shape);
  training.start_from(values);
  std::vector<LevelLoss> levels;
  for (const double sigma : sigmas) levels.push_back({sigma, sigma, 0.5});
  training.set_levels(levels);
  training.evaluate({static_cast<std::int64_t>(count), drawn.noisy.data(), drawn.level.data(),
                     drawn.noise.data()});
  training.store_gradient(places);
  double worst = 0.0;
  for (std::size_t t = 0; t < exact.size(); ++t) {
    double error = 0.0, size = 0.0;
    for (std::size_t i = 0; i < exact[t].size(); i += 1 + exact[t].size() / 7) {
      const double kept = exact[t][i];
      exact[t][i] = kept + 1e-5;
      const double above = exact_loss(exact, activation, drawn);
      exact[t][i] = kept - 1e-5;
      const double slope = (above - exact_loss(exact, activation, drawn)) / 2e-5;
      exact[t][i] = kept;
      error += std::pow(gradients[t][i] - slope, 2);
      size += slope * slope;
    }
    worst = std::fmax(worst, std::sqrt(error / size));
  }
  return worst;
}

// FNV-1a over the bits.
std::uint64_t digest(const std::vector<float>& numbers) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const float number : numbers) {
    std::uint32_t bits = 0;
    std::memcpy(&bits, &number, sizeof bits);
    hash = (hash ^ bits) * 0x100000001b3;
  }
  return hash;
}

int check_all() {
  double worst = 0.0;
  for (const auto& activation : kActivations) {
    for (const std::int64_t width : {1, 7, 48, 65}) {
      const MlpShape shape{.width = width, .depth = 3, .activation = activation.id};
      const double error = worst_error(shape, activation, 101);
      if (error > 1e-5) std::printf("%s, width %d: %.2e\n", activation.id, int(width), error);
      worst = std::fmax(worst, error);
    }
  }
  const Drawn drawn = draw(1001, {4.0, 1.0, 0.3});
  std::printf("worst relative gradient error %.1e, batch %016llx\n", worst,
              static_cast<unsigned long long>(digest(drawn.noisy)));
  return worst < 1e-5 ? 0 : 1;
}

}  // namespace
}  // namespace scorescope

int main() { return scorescope::check_all(); }
