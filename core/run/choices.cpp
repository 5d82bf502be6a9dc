#include "core/run/choices.h"

#include <torch/cuda.h>
#include <torch/types.h>
#include <torch/version.h>

#include "core/dataset/catalogue.h"
#include "core/distribution/catalogue.h"
#include "core/network/catalogue.h"
#include "core/objective/catalogue.h"
#include "core/sampler/catalogue.h"
#include "core/schedule/catalogue.h"

namespace scorescope {

const Schema& schema() {
  static const Schema lists{.distributions = distribution_catalogue().infos(),
                            .image_sets = image_set_catalogue().infos(),
                            .networks = network_catalogue().infos(),
                            .objectives = objective_catalogue().infos(),
                            .schedules = schedule_catalogue().infos(),
                            .samplers = sampler_catalogue().infos()};
  return lists;
}

std::string torch_description() {
  return std::string("LibTorch ") + TORCH_VERSION +
         (torch::cuda::is_available() ? ", GPU ready" : ", no GPU in use");
}

}  // namespace scorescope
