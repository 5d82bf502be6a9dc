// Explicit score matching: the squared distance to the exact score (Hyvarinen 2005, equation 2;
// maths.md section 1).
#include <torch/types.h>

#include "core/objective/kinds.h"
#include "core/objective/score_matching.h"

namespace scorescope {
namespace {

class ExplicitScoreMatching : public ScoreMatching {
 public:
  using ScoreMatching::ScoreMatching;

  ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch,
                          const ScoreFunction& exact, RandomStream&) const override {
    const auto [points, sigma] = matched_data(batch, setting());
    const torch::Tensor error = score(points, sigma) - target(points, sigma, exact);  // [n, d]
    return summed({{"half squared error", 0.5 * error.square().sum(1)}}, sigma, setting());
  }

  std::optional<double> floor(double, double) const override { return 0.0; }

  std::optional<Regression> regression() const override {
    return Regression{
        Regression::Target::kExactScore, setting().is_clean(),
        [setting = setting()](double sigma) { return 0.5 * setting.level_weight(sigma); }};
  }

  bool works_on_pictures() const override { return false; }

  std::string formula() const override {
    return "½ λ ‖s(x, σ) − ∇ log q_σ(x)‖², " + setting().formula();
  }

 private:
  // The truth is a constant of the loss; on clean data it is that of no noise at all.
  torch::Tensor target(const torch::Tensor& points, const torch::Tensor& sigma,
                       const ScoreFunction& exact) const {
    const torch::NoGradGuard no_grad;
    return exact(points, setting().is_clean() ? torch::zeros_like(sigma) : sigma);
  }
};

}  // namespace

Entry<ObjectiveFactory> explicit_objective() {
  return score_matching_entry<ExplicitScoreMatching>(
      "explicit", "Explicit score matching",
      "Regression on the exact score, which only a toy density offers: what the other "
      "objectives try to do without knowing it.");
}

}  // namespace scorescope
