// Sliced score matching (Song, Garg, Shi, Ermon, arXiv 1905.07088, equations 7 and 8; maths.md
// section 1, identity 5), with E[v v'] = I, so that both estimate implicit score matching itself.
#include <torch/types.h>

#include "core/objective/divergence.h"
#include "core/objective/kinds.h"
#include "core/objective/projections.h"
#include "core/objective/score_matching.h"

namespace scorescope {
namespace {

class SlicedScoreMatching : public ScoreMatching {
 public:
  /// `reduced` replaces (v's)^2 by its mean ||s||^2 over v (the variance-reduced form).
  SlicedScoreMatching(SlicedOptions options, const ObjectiveContext& context, bool reduced)
      : ScoreMatching(options, context), options_(std::move(options)), reduced_(reduced) {}

  ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch, const ScoreFunction&,
                          RandomStream& directions) const override {
    const auto [points, sigma] = matched_data(batch, setting());
    const TracedScore traced = traced_score(score, points, sigma);
    torch::Tensor slope;  // [n] sum over directions of v' (grad s) v
    torch::Tensor square;
    for (std::int64_t i = 0; i < options_.directions; ++i) {
      const torch::Tensor v = draw_projections(options_, points, directions);
      accumulate(slope, (traced.times_jacobian(v) * v).sum(1));
      if (!reduced_) accumulate(square, (traced.score * v).sum(1).square());
    }
    const double share = 1.0 / static_cast<double>(options_.directions);
    const torch::Tensor squares = reduced_ ? traced.score.square().sum(1) : share * square;
    return summed({{reduced_ ? "half squared norm" : "half squared slice", 0.5 * squares},
                   {"sliced trace", share * slope}},
                  sigma, setting());
  }

  std::optional<double> floor(double sigma, double fisher) const override {
    return -0.5 * setting().level_weight(sigma) * fisher;
  }

  std::string formula() const override {
    return std::string(reduced_ ? "λ (vᵀ∇s v + ½ ‖s‖²), " : "λ (vᵀ∇s v + ½ (vᵀs)²), ") +
           "E[vvᵀ] = I, " + setting().formula();
  }

 private:
  static void accumulate(torch::Tensor& sum, const torch::Tensor& term) {
    sum = sum.defined() ? sum + term : term;
  }

  SlicedOptions options_;
  bool reduced_;
};

ObjectiveFactory factory(bool reduced) {
  return [reduced](const Values& options, const ObjectiveContext& context) {
    return std::make_unique<SlicedScoreMatching>(sliced_fields().read(options, "objective"),
                                                 context, reduced);
  };
}

}  // namespace

Entry<ObjectiveFactory> sliced_objective() {
  return {{"sliced", "Sliced score matching",
           "Implicit score matching along random directions: one product instead of the whole "
           "trace, at the price of noise.",
           sliced_fields().infos()},
          factory(false)};
}

Entry<ObjectiveFactory> sliced_vr_objective() {
  return {{"sliced_vr", "Sliced score matching, variance reduced",
           "Sliced score matching whose squared term is taken exactly: the same mean, less noise.",
           sliced_fields().infos()},
          factory(true)};
}

}  // namespace scorescope
