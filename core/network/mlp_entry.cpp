// The options of the multilayer perceptron as the catalogue shows them.
#include "core/network/common_fields.h"
#include "core/network/data_fit.h"
#include "core/network/mlp.h"

namespace scorescope {
namespace {

using Row = FieldRow<MlpOptions>;

Row width_row() {
  return {&MlpOptions::width,
          {.key = "width",
           .label = "Width",
           .symbol = "H",
           .help = "Units in each hidden layer.",
           .larger = "Wider networks follow finer detail and train more slowly.",
           .minimum = 1,
           .maximum = 1024,
           .logarithmic = true,
           .primary = true}};
}

Row depth_row() {
  return {&MlpOptions::depth,
          {.key = "depth",
           .label = "Hidden layers",
           .help = "Layers between input and output.",
           .larger = "Deeper networks bend more sharply between modes and train more slowly.",
           .minimum = 1,
           .maximum = 8,
           .primary = true}};
}

Row activation_row() {
  return {
      &MlpOptions::activation,
      {.key = "activation",
       .label = "Activation",
       .help = "The function between layers. Implicit and sliced score matching differentiate it "
               "twice; ReLU has no second derivative to learn from.",
       .larger = "Softplus, SiLU, GELU and tanh give smooth fields; ELU has a kink in its slope, "
                 "ReLU fields are made of flat pieces.",
       .choices = activation_choices()}};
}

Row noise_input_row() {
  return {
      &MlpOptions::kind,
      {.key = "noise_input",
       .label = "Noise input",
       .help = "How the network is told the noise level: log σ as a third input, random Fourier "
               "features of it, or not at all.",
       .larger = "Log σ is smooth across levels; Fourier features can treat each level apart; "
                 "none learns one field for all levels.",
       .choices = {{"log_sigma", "log σ"}, {"fourier", "Fourier features"}, {"none", "None"}}}};
}

Row frequencies_row() {
  return {&MlpOptions::frequencies,
          {.key = "frequencies",
           .label = "Fourier frequencies",
           .help = "Random frequencies of the Fourier noise input; each gives a sine and a cosine.",
           .larger = "More frequencies tell noise levels apart in more ways.",
           .minimum = 1,
           .maximum = 64}};
}

Row frequency_scale_row() {
  return {&MlpOptions::frequency_scale,
          {.key = "frequency_scale",
           .label = "Fourier scale",
           .help = "Standard deviation of the random frequencies, in periods per factor e of σ.",
           .larger = "Larger separates neighbouring noise levels more sharply.",
           .minimum = 0.01,
           .maximum = 20.0,
           .logarithmic = true}};
}

const FieldTable<MlpOptions>& mlp_fields() {
  static const FieldTable<MlpOptions> table{
      width_row(),       depth_row(),           activation_row(),        noise_input_row(),
      frequencies_row(), frequency_scale_row(), output_row<MlpOptions>()};
  return table;
}

std::shared_ptr<ScoreNetwork> make_mlp(const Values& options, const NetworkContext& context,
                                       RandomStream& weights) {
  require_plane(context, "mlp");
  return std::make_shared<Mlp>(mlp_fields().read(options, "network"), context.data_std, weights);
}

}  // namespace

Entry<NetworkFactory> mlp_entry() {
  return {
      {"mlp", "Multilayer perceptron",
       "Fully connected layers from a point and its noise level to a score.", mlp_fields().infos()},
      make_mlp};
}

}  // namespace scorescope
