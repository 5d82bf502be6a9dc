// What a value of the distances means: pictures made worse in known ways, in the features of the
// classifier that comes with the program. Prints the JSON that assets/features/<data>.scale.json
// holds. usage: bench_distance_scale mnist|fashion_mnist [CLASSIFIER.safetensors]
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <cmath>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "core/base/random_stream.h"
#include "core/dataset/catalogue.h"
#include "core/dataset/image_moments.h"
#include "core/experiment/json_text.h"
#include "core/run/detail/feature_floor.h"
#include "core/run/detail/feature_space.h"
#include "core/tensor_draws.h"

namespace {

using namespace scorescope;
using torch::Tensor;

constexpr std::int64_t kSamples = 1000;
constexpr std::int64_t kDraws = 5;

/// The same pictures through a Gaussian of that standard deviation, in pixels; beyond the border
/// they are black.
Tensor blurred(const Tensor& rows, double std) {
  constexpr std::int64_t kReach = 6;
  const Tensor places = torch::arange(-kReach, kReach + 1, torch::kFloat32);
  Tensor kernel = torch::exp(-places.square() / (2.0 * std * std));
  kernel = kernel / kernel.sum();
  Tensor x =
      at::constant_pad_nd(rows.view({-1, 1, 28, 28}), {kReach, kReach, kReach, kReach}, -1.0);
  x = at::conv2d(x, kernel.view({1, 1, 1, -1}));
  return at::conv2d(x, kernel.view({1, 1, -1, 1})).reshape({rows.size(0), -1});
}

/// Real pictures that the reference does not hold, and what else the entries need.
struct Source {
  ImageData data;
  Tensor pool;    // [p, 784], the test pictures
  Tensor labels;  // [p]
  ImageMoments moments;
  RandomStream stream;

  Tensor draw_from(const Tensor& rows) {
    const Tensor order =
        draw_uniform(stream, {rows.size(0)}, torch::kFloat64).argsort(/*stable=*/true, 0, false);
    return rows.index_select(0, order.slice(0, 0, kSamples));
  }
  Tensor real() { return draw_from(pool); }
  Tensor of_classes(const Tensor& wanted) {
    return draw_from(pool.index_select(0, wanted.nonzero().flatten()));
  }
  Tensor noise() { return draw_normal(stream, {kSamples, 784}, torch::kFloat32); }
  Tensor uniform() { return 2.0 * draw_uniform(stream, {kSamples, 784}, torch::kFloat32) - 1.0; }
  Tensor gaussian() {
    const Tensor eye = torch::eye(784, torch::kFloat64);
    const Tensor root = torch::linalg_cholesky(moments.covariance + 1e-9 * eye);
    const Tensor unit = draw_normal(stream, {kSamples, 784}, torch::kFloat64);
    return unit.mm(root.t()) + moments.mean;
  }
};

/// Real pictures made worse, or something else in their place.
struct Degraded {
  const char* what;
  std::function<Tensor(Source&)> make;
};

std::vector<Degraded> degradations() {
  return {
      {"real pictures", [](Source& s) { return s.real(); }},
      {"noise of 0.1", [](Source& s) { return s.real() + 0.1 * s.noise(); }},
      {"one class missing", [](Source& s) { return s.of_classes(s.labels != 1); }},
      {"a tenth uniform noise",
       [](Source& s) {
         const Tensor real = s.real();
         return torch::cat({real.slice(0, kSamples / 10), s.uniform().slice(0, 0, kSamples / 10)});
       }},
      {"noise of 0.3", [](Source& s) { return s.real() + 0.3 * s.noise(); }},
      {"blur of 0.7 pixels", [](Source& s) { return blurred(s.real(), 0.7); }},
      {"half of the classes missing", [](Source& s) { return s.of_classes(s.labels < 5); }},
      {"Gaussian of the data's mean and covariance", [](Source& s) { return s.gaussian(); }},
      {"blur of 1.5 pixels", [](Source& s) { return blurred(s.real(), 1.5); }},
      {"one class only", [](Source& s) { return s.of_classes(s.labels == 1); }},
      {"uniform noise", [](Source& s) { return s.uniform(); }},
  };
}

Tensor features_of(const FeatureSpace& space, const Tensor& rows) {
  std::vector<Tensor> features;
  for (const auto& slice : rows.split(500)) features.push_back(space.see(slice).features);
  return torch::cat(features);
}

/// Mean over some draws, to two digits more than they are worth.
Json measured(Source& source, const Degraded& entry, const FeatureSpace& space,
              const FeatureSet& reference) {
  double fd = 0.0;
  double kd = 0.0;
  for (std::int64_t draw = 0; draw < kDraws; ++draw) {
    FeatureDistance distance(features_of(space, entry.make(source)), reference);
    while (distance.advance()) {
    }
    fd += distance.frechet() / static_cast<double>(kDraws);
    kd += distance.kernel().value / static_cast<double>(kDraws);
  }
  const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
  std::fprintf(stderr, "%-45s fd %8.3f  kd %9.4f\n", entry.what, fd, kd);
  return {{"what", entry.what}, {"fd", rounded(fd)}, {"kd", rounded(kd)}};
}

}  // namespace

int main(int count, char** words) {
  if (count != 2 && count != 3) {
    std::fprintf(stderr,
                 "usage: bench_distance_scale mnist|fashion_mnist [CLASSIFIER.safetensors]\n");
    return 2;
  }
  at::set_num_threads(1);
  const std::string id = words[1];
  const torch::NoGradGuard no_grad;
  const auto space = load_feature_space(words[count - 1]);
  ImageData data = make_image_data({id, {}});
  const FeatureSet reference = make_feature_set(features_of(*space, image_rows(data.train)));
  Source source{.data = data,
                .pool = image_rows(data.test),
                .labels = data.test.labels,
                .moments = image_moments(data.train),
                .stream = RandomStream(1, "distance scale")};
  Json json{{"command", "bench_distance_scale " + id},
            {"features", space->name},
            {"samples", kSamples},
            {"reference", "train"},
            {"draws", kDraws},
            {"marks", Json::array()}};
  for (const Degraded& entry : degradations()) {
    json["marks"].push_back(measured(source, entry, *space, reference));
  }
  std::fputs(json_text(json).c_str(), stdout);
  return 0;
}
