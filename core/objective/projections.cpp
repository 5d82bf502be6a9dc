#include "core/objective/projections.h"

#include <torch/types.h>

#include "core/tensor_draws.h"

namespace scorescope {

torch::Tensor draw_projections(const SlicedOptions& options, const torch::Tensor& like,
                               RandomStream& stream) {
  if (options.distribution == "gaussian") return draw_normal(stream, like.sizes(), like.options());
  const torch::Tensor bits = draw_index(stream, like.numel(), 2, like.device());
  return bits.mul(2).sub(1).to(like.scalar_type()).view(like.sizes());
}

const FieldTable<SlicedOptions>& sliced_fields() {
  static const FieldTable<SlicedOptions> table{
      {&SlicedOptions::on, on_field()},
      {&SlicedOptions::directions,
       {.key = "directions",
        .label = "Directions",
        .symbol = "M",
        .help = "Random directions per point along which the score is matched.",
        .larger = "More directions mean less noise in the gradient and slower steps.",
        .minimum = 1,
        .maximum = 16,
        .effect = Effect::kLive}},
      {&SlicedOptions::distribution,
       {.key = "distribution",
        .label = "Direction law",
        .help = "How a direction is drawn; both have unit covariance, which the estimate needs.",
        .larger = "Random signs have the smaller variance; unit normal is the original choice.",
        .effect = Effect::kLive,
        .choices = {{"rademacher", "Random signs"}, {"gaussian", "Unit normal"}}}},
      {&SlicedOptions::weighting, weighting_field()},
      {&SlicedOptions::exponent, exponent_field()}};
  return table;
}

}  // namespace scorescope
