// Denoising score matching at a single noise level (Vincent, Neural Computation 2011, equation 11).
#include <fmt/format.h>

#include "core/objective/denoising_loss.h"
#include "core/objective/kinds.h"

namespace scorescope {
namespace {

struct OneLevelOptions : DenoisingOptions {
  OneLevelOptions() = default;

  std::int64_t level = -1;
};

class OneLevelDenoising : public Denoising {
 public:
  OneLevelDenoising(const OneLevelOptions& options, const ObjectiveContext& context)
      : Denoising(options, context), level_(options.level) {}

  std::vector<std::int64_t> levels_used(std::int64_t count) const override {
    if (level_ >= count) {
      throw UserError(
          fmt::format("objective.level is {}, but the ladder has {} levels; allowed are "
                      "0 (highest) to {}, and -1 for the lowest.",
                      level_, count, count - 1));
    }
    return {level_ < 0 ? count - 1 : level_};
  }
  std::string formula() const override { return error_formula() + ", mean over batch, one level"; }

 private:
  std::int64_t level_;
};

const FieldTable<OneLevelOptions>& one_level_fields() {
  static const FieldTable<OneLevelOptions> table{
      {&OneLevelOptions::level,
       {.key = "level",
        .label = "Level",
        .symbol = "i",
        .help =
            "Which level of the ladder is trained, counted from 0 at the highest noise; -1 is the "
            "lowest.",
        .larger =
            "Larger trains a lower noise level, closer to the data and blinder between modes.",
        .minimum = -1,
        .maximum = 999,
        .minimum_label = "lowest",
        .primary = true}},
      {&OneLevelOptions::weighting, weighting_field()},
      {&OneLevelOptions::exponent, exponent_field()},
      {&OneLevelOptions::normalisation, normalisation_field()}};
  return table;
}

}  // namespace

Entry<ObjectiveFactory> denoising_one_level_objective() {
  return {{"denoising_one_level", "Denoising score matching, one level",
           "Predicts the noise that was added at one level only: what the network says at the "
           "others is then a guess.",
           one_level_fields().infos()},
          [](const Values& options, const ObjectiveContext& context) {
            return std::make_unique<OneLevelDenoising>(
                one_level_fields().read(options, "objective"), context);
          }};
}

}  // namespace scorescope
