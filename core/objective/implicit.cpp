// Implicit score matching with the exact trace (Hyvarinen, JMLR 2005, theorem 1; maths.md section
// 1, identity 4).
#include <torch/types.h>

#include "core/objective/divergence.h"
#include "core/objective/kinds.h"
#include "core/objective/score_matching.h"

namespace scorescope {
namespace {

class ImplicitScoreMatching : public ScoreMatching {
 public:
  using ScoreMatching::ScoreMatching;

  ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch, const ScoreFunction&,
                          RandomStream&) const override {
    const auto [points, sigma] = matched_data(batch, setting());
    const TracedScore traced = traced_score(score, points, sigma);
    return summed(
        {{"half squared norm", 0.5 * traced.score.square().sum(1)}, {"trace", traced.trace()}},
        sigma, setting());
  }

  std::optional<double> floor(double sigma, double fisher) const override {
    return -0.5 * setting().level_weight(sigma) * fisher;
  }

  bool works_on_pictures() const override { return false; }

  std::string formula() const override {
    return "λ (½ ‖s(x, σ)‖² + tr ∇s(x, σ)), " + setting().formula();
  }
};

}  // namespace

Entry<ObjectiveFactory> implicit_objective() {
  return score_matching_entry<ImplicitScoreMatching>(
      "implicit", "Implicit score matching",
      "Hyvärinen's objective: needs no target, but the trace of the score's Jacobian (exact "
      "here, by one product per dimension). Its best value is negative.");
}

}  // namespace scorescope
