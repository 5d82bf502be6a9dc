// Denoising score matching over the whole ladder (NCSN, arXiv 1907.05600, equation 6).
#include "core/objective/denoising_loss.h"
#include "core/objective/kinds.h"
#include "core/objective/score_matching.h"

namespace scorescope {
namespace {

class LadderDenoising : public Objective {
 public:
  explicit LadderDenoising(Weighting weighting) : weighting_(std::move(weighting)) {}

  ObjectiveValue evaluate(const ScoreFunction& score, const Batch& batch, const ScoreFunction&,
                          RandomStream&) const override {
    return denoising_loss(score, batch, weighting_);
  }
  std::vector<std::int64_t> levels_used(std::int64_t count) const override {
    return all_levels(count);
  }
  std::optional<double> floor(double sigma, double fisher) const override {
    return denoising_floor(weighting_, sigma, fisher);
  }
  std::string formula() const override {
    return denoising_formula(weighting_) + ", summed over dimensions, mean over batch and levels";
  }

 private:
  Weighting weighting_;
};

const FieldTable<Weighting>& fields() {
  static const FieldTable<Weighting> table{{&Weighting::weighting, weighting_field()},
                                           {&Weighting::exponent, exponent_field()}};
  return table;
}

}  // namespace

Entry<ObjectiveFactory> denoising_objective() {
  return {{"denoising", "Denoising score matching",
           "Predicts the noise that was added, at every level of the ladder at once (NCSN). Its "
           "floor is above zero: the noise cannot be known exactly.",
           fields().infos()},
          [](const Values& options) {
            return std::make_unique<LadderDenoising>(fields().read(options, "objective"));
          }};
}

}  // namespace scorescope
