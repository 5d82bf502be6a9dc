// Score-matching objectives: a batch and a score function to a loss and its named terms.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/random_stream.h"
#include "core/score_function.h"

namespace scorescope {

/// One training batch, float32 on the training device.
struct Batch {
  torch::Tensor clean;  // [n, d]
  torch::Tensor level;  // [n] int64, index into the ladder
  torch::Tensor sigma;  // [n]
  torch::Tensor noise;  // [n, d] unit normal
  torch::Tensor noisy;  // [n, d] = clean + sigma * noise
};

/// A named number of the objective, averaged over the batch; detached.
struct NamedTerm {
  std::string name;     ///< short, as in a legend
  torch::Tensor value;  // scalar
};

struct ObjectiveValue {
  torch::Tensor loss;       // scalar, to be minimised; terms.front() is its detached value
  torch::Tensor per_point;  // [n] detached, the loss of each point (for the per-level plots)
  std::vector<NamedTerm> terms;
};

/// A loss that is a regression on targets of the score: the mean over the batch of
/// weight(sigma) |s(x, sigma) - target|^2 and nothing else, so that it needs no derivative with
/// respect to x.
struct Regression {
  enum class Target { kAddedNoise, kExactScore };

  Target target = Target::kAddedNoise;  ///< -noise / sigma, or the exact score
  /// x is the clean point, whose exact score is that of no noise; else the noisy one.
  bool on_clean = false;
  std::function<double(double sigma)> weight;
};

/// What an objective is told of the data.
struct ObjectiveContext {
  std::int64_t dimension = 2;  ///< d, coordinates of a point
  double data_std = 1.0;       ///< root mean square over coordinates of the centred clean data
};

/// Stateless; the loss weighting may be changed between steps by making a new objective.
class Objective {
 public:
  virtual ~Objective() = default;

  /// `exact` is the true score (used by explicit score matching and for reported terms only);
  /// `directions` supplies projection vectors for the sliced objectives.
  virtual ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch,
                                  const ScoreFunction& exact, RandomStream& directions) const = 0;

  /// Which levels a batch's points are drawn at: indices into the ladder of `count` levels (one
  /// level: a single index). An empty list means clean data: sigma given to the network is the
  /// lowest level but no noise is added.
  virtual std::vector<std::int64_t> levels_used(std::int64_t count) const = 0;

  /// The least possible value at noise level sigma, given J = E||exact score||^2 there (maths.md
  /// section 1, identities 2 to 4), or nothing where it is not known.
  virtual std::optional<double> floor(double sigma, double fisher) const = 0;

  /// The factor of E||s - target||^2, target -noise / sigma, in the loss at a level; nothing unless
  /// the objective denoises.
  virtual std::optional<double> denoising_factor(double /*sigma*/) const { return std::nullopt; }

  /// The loss as a regression where it is one; nothing for those that differentiate the score.
  virtual std::optional<Regression> regression() const { return std::nullopt; }

  /// False for what only points in the plane afford: an exact score, or a trace that costs d
  /// products.
  virtual bool works_on_pictures() const { return true; }

  /// The formula on screen, with the normalisation stated: "1/2 sigma^2 |s - target|^2, mean over
  /// levels".
  virtual std::string formula() const = 0;
};

using ObjectiveFactory = std::function<std::unique_ptr<Objective>(const Values& options,
                                                                  const ObjectiveContext& context)>;

const Catalogue<ObjectiveFactory>& objective_catalogue();

std::unique_ptr<Objective> make_objective(const Choice& choice,
                                          const ObjectiveContext& context = {});

}  // namespace scorescope
