#include "core/objective/catalogue.h"

#include "core/objective/kinds.h"

namespace scorescope {

const Catalogue<ObjectiveFactory>& objective_catalogue() {
  static const Catalogue<ObjectiveFactory> catalogue(
      "objective", {denoising_objective(), denoising_one_level_objective(), explicit_objective(),
                    implicit_objective(), sliced_objective(), sliced_vr_objective()});
  return catalogue;
}

std::unique_ptr<Objective> make_objective(const Choice& choice, const ObjectiveContext& context) {
  return objective_catalogue().find(choice.kind).make(choice.options, context);
}

}  // namespace scorescope
