#include "core/sampler/catalogue.h"

#include "core/sampler/data_direction.h"
#include "core/sampler/langevin.h"
#include "core/sampler/probability_flow.h"
#include "core/sampler/reverse_diffusion.h"

namespace scorescope {

const Catalogue<SamplerFactory>& sampler_catalogue() {
  static const Catalogue<SamplerFactory> catalogue(
      "sampler",
      {langevin_entry(), annealed_langevin_entry(), reverse_diffusion_entry(), ancestral_entry(),
       predictor_corrector_entry(), ode_variance_entry(), ddim_entry(), euler_entry(), heun_entry(),
       dsm_descent_entry(), score_distillation_entry(), corrected_direction_entry()});
  return catalogue;
}

std::unique_ptr<Sampler> make_sampler(const Choice& choice, const std::vector<double>& levels) {
  return sampler_catalogue().find(choice.kind).make(choice.options, levels);
}

}  // namespace scorescope
