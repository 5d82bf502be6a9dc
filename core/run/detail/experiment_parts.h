// What an ExperimentSpec becomes: the objects that both workers need, made from the catalogues.
// Internal to core/run (it shows Torch types); nothing outside may include it.
#pragma once

#include <torch/types.h>

#include <memory>
#include <optional>
#include <vector>

#include "core/distribution/catalogue.h"
#include "core/distribution/mixture.h"
#include "core/experiment/spec.h"
#include "core/metric/estimate.h"
#include "core/network/catalogue.h"
#include "core/objective/catalogue.h"
#include "core/run/detail/picture_data.h"
#include "core/sampler/catalogue.h"
#include "core/score_function.h"

namespace scorescope {

/// Immutable, cheap to share: one is made per run and per thread.
struct ExperimentParts {
  ExperimentSpec spec;
  torch::Device device = torch::kCPU;
  // Points in the plane have the next four, pictures have the fifth; the others are empty.
  DistributionData data;
  std::shared_ptr<const Mixture> mixture;
  ScoreFunction exact;  ///< the score that "exact" means, on the mixture or its named reference
  /// The true score, for floors and for DSM = ESM + B, which hold for no other (maths.md section
  /// 1): `exact`, but for the poster's radial formula, which is an approximation.
  ScoreFunction truth;
  bool exact_is_true = true;
  std::shared_ptr<const PictureData> pictures;
  std::vector<double> levels;
  NetworkContext network_context;

  /// d, coordinates of a point.
  std::int64_t dimension() const { return network_context.dimension; }
};

/// Throws UserError for whatever the catalogues refuse, for what does not go with pictures, and for
/// a device that is not there. Pictures already in memory are used again if they are `known`.
ExperimentParts make_parts(const ExperimentSpec& spec,
                           const std::shared_ptr<const PictureData>& known = nullptr);

/// The spec's objective, told of the data.
std::unique_ptr<Objective> objective_of(const ExperimentParts& parts);

/// n draws of the data [n, d] float64 on the CPU.
torch::Tensor sample_data(const ExperimentParts& parts, std::int64_t n, RandomStream& stream);

/// "auto" takes a GPU where there is one. UserError for "cuda" without one.
torch::Device choose_device(const ComputeOptions& compute);

/// "CPU, 1 thread" or the GPU's name.
std::string device_text(torch::Device device, const ComputeOptions& compute);

/// Sets Torch's intra-op thread count for the calling thread (it is kept per thread).
void use_threads(const ComputeOptions& compute);

/// [n] filled with `sigma`, of the points' dtype and device.
torch::Tensor sigma_like(const torch::Tensor& points, double sigma);

/// All numbers row by row as floats on the CPU.
std::vector<float> to_floats(const torch::Tensor& tensor);

/// Where the particles begin: [particles, d] float64. `first_sigma` is the noise level of their
/// sampler's first step, which the matched start and that from the mean have.
torch::Tensor starting_points(const ExperimentParts& parts, std::int64_t particles,
                              double first_sigma, RandomStream& stream);

/// J, the mean square of the exact score.
struct ExactFisher {
  std::vector<Estimate> levels;   ///< of the ladder
  std::optional<Estimate> clean;  ///< of the data without noise; absent where that has no density
  /// [levels, levels], row-major: of the levels' estimates, where they are of the same draws; empty
  /// where they are independent.
  std::vector<double> covariance{};
};

/// Mean training loss that no score can beat, over the levels the objective uses or on clean data;
/// nothing where it is not known.
std::optional<Estimate> training_floor(const ExperimentParts& parts, const ExactFisher& fisher);

/// J at one level, exact by quadrature or estimated (see metric/fisher_information.h).
Estimate level_fisher(const ExperimentParts& parts, double sigma);

/// J of the data without noise; nothing for point masses and lines.
std::optional<Estimate> clean_fisher(const ExperimentParts& parts);

/// Least variance of the clean data in any direction within a mode; 0 for point masses.
double smallest_variance(const std::vector<GaussianComponent>& components);

}  // namespace scorescope
