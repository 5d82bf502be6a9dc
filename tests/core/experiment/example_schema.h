// A small schema made by hand, so that these tests need none of the real catalogues.
#pragma once

#include "core/experiment/spec.h"

namespace scorescope {

inline FieldInfo number_field(const char* key, double initial, double minimum, double maximum,
                              Effect effect = Effect::kRestarts) {
  return {.key = key, .minimum = minimum, .maximum = maximum, .effect = effect, .initial = initial};
}

inline FieldInfo count_field(const char* key, std::int64_t initial, double minimum, double maximum,
                             Effect effect = Effect::kRestarts) {
  return {.key = key, .minimum = minimum, .maximum = maximum, .effect = effect, .initial = initial};
}

inline Schema example_schema() {
  Schema schema;
  schema.distributions = {
      {.id = "two_gaussians", .fields = {number_field("share", 0.8, 0.0, 1.0)}},
      {.id = "ring_of_gaussians", .fields = {count_field("count", 8, 1, 64)}},
      {.id = "mixture",
       .fields = {{.key = "components", .initial = std::vector<GaussianComponent>{{}}}}}};
  schema.image_sets = {{.id = "mnist", .fields = {count_field("first_n", 0, 0, 1e6)}}};
  schema.networks = {{.id = "mlp",
                      .fields = {count_field("width", 128, 1, 4096),
                                 {.key = "activation",
                                  .choices = {{"softplus", "Softplus"}, {"silu", "SiLU"}},
                                  .initial = std::string("softplus")}}}};
  schema.objectives = {
      {.id = "denoising", .fields = {number_field("power", 2.0, 0.0, 4.0, Effect::kLive)}},
      {.id = "sliced", .fields = {}}};
  schema.schedules = {
      {.id = "geometric",
       .fields = {number_field("max", 20.0, 1e-4, 1e4), number_field("min", 1.0, 1e-4, 1e4),
                  count_field("levels", 10, 1, 1000)}},
      {.id = "list", .fields = {{.key = "values", .initial = std::vector<double>{2.0, 1.0}}}}};
  schema.samplers = {
      {.id = "langevin", .fields = {number_field("epsilon", 0.1, 1e-6, 10.0, Effect::kLive)}},
      {.id = "annealed_langevin",
       .fields = {number_field("epsilon", 0.1, 1e-6, 10.0, Effect::kLive),
                  {.key = "denoise", .effect = Effect::kLive, .initial = false}}},
      {.id = "heun", .fields = {}}};
  return schema;
}

/// The message of the UserError that `call` throws.
template <class Call>
std::string message_of(Call call) {
  try {
    call();
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace scorescope
