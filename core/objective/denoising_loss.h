// The loss of denoising score matching, shared by its one-level and its ladder form.
#pragma once

#include <optional>
#include <string>

#include "core/objective/catalogue.h"
#include "core/objective/weighting.h"

namespace scorescope {

/// How much the squared error of a point counts (maths.md section 0.2).
struct DenoisingOptions : Weighting {
  DenoisingOptions() = default;

  std::string normalisation = "half_sum";  // half_sum | mean
};

/// The row of "normalisation"; acts on the next step.
FieldInfo normalisation_field();

/// The base of both forms: only the levels they use differ.
class Denoising : public Objective {
 public:
  Denoising(DenoisingOptions options, const ObjectiveContext& context);

  /// Mean over the batch of c lambda(sigma) ||s + noise / sigma||^2, summed over the d dimensions,
  /// with c = 1/2 ("half_sum", NCSN's when lambda = sigma^2) or 1/d ("mean"); maths.md section 0.2.
  /// Target: -(noisy - clean) / sigma^2 (Vincent 2011; maths.md section 1, identity 1). Few
  /// operations, because it runs every step.
  ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch,
                          const ScoreFunction& exact, RandomStream& directions) const override;

  /// c lambda.
  std::optional<double> denoising_factor(double sigma) const override;

  std::optional<Regression> regression() const override;

  /// c lambda (d / sigma^2 - J) (maths.md section 1, identities 2 and 3).
  std::optional<double> floor(double sigma, double fisher) const override;

 protected:
  /// "½ λ ‖s(x + σε, σ) + ε/σ‖², λ = σ², summed over dimensions".
  std::string error_formula() const;

 private:
  bool is_mean() const { return options_.normalisation == "mean"; }
  /// c.
  double scale() const { return is_mean() ? 1.0 / static_cast<double>(dimension_) : 0.5; }

  DenoisingOptions options_;
  std::int64_t dimension_;
};

}  // namespace scorescope
