// Denoising score matching over the whole ladder (NCSN, arXiv 1907.05600, equation 6).
#include "core/objective/denoising_loss.h"
#include "core/objective/kinds.h"
#include "core/objective/score_matching.h"

namespace scorescope {
namespace {

class LadderDenoising : public Denoising {
 public:
  using Denoising::Denoising;

  std::vector<std::int64_t> levels_used(std::int64_t count) const override {
    return all_levels(count);
  }
  std::string formula() const override { return error_formula() + ", mean over batch and levels"; }
};

const FieldTable<DenoisingOptions>& ladder_fields() {
  static const FieldTable<DenoisingOptions> table{
      {&DenoisingOptions::weighting, weighting_field()},
      {&DenoisingOptions::exponent, exponent_field()},
      {&DenoisingOptions::normalisation, normalisation_field()}};
  return table;
}

}  // namespace

Entry<ObjectiveFactory> denoising_objective() {
  return {{"denoising", "Denoising score matching",
           "Predicts the noise that was added, at every level of the ladder at once (NCSN). Its "
           "floor is above zero: the noise cannot be known exactly.",
           ladder_fields().infos()},
          [](const Values& options, const ObjectiveContext& context) {
            return std::make_unique<LadderDenoising>(ladder_fields().read(options, "objective"),
                                                     context);
          }};
}

}  // namespace scorescope
