// The U-Nets as the catalogue shows them.
#include <fmt/format.h>

#include "core/base/error.h"
#include "core/network/common_fields.h"
#include "core/network/data_fit.h"
#include "core/network/unet.h"

namespace scorescope {
namespace {

/// What every U-Net lets the user choose.
struct CommonOptions {
  CommonOptions() = default;

  bool conditional = true;
  std::string output = "denoiser";
};

struct SmallOptions : CommonOptions {
  SmallOptions() = default;

  std::int64_t width = 16;
};

struct PosterOptions : CommonOptions {
  PosterOptions() { output = "score_over_sigma"; }
};

struct AttentionOptions : CommonOptions {
  AttentionOptions() = default;

  std::int64_t width = 64;
  std::int64_t blocks = 2;
  std::int64_t heads = 4;
};

template <class Options>
FieldRow<Options> width_row(double maximum) {
  return {&Options::width,
          {.key = "width",
           .label = "Width",
           .symbol = "w",
           .help = "Channels at full resolution; twice as many at half of it and four times at a "
                   "quarter.",
           .larger = "Sharper pictures; cost and parameters grow with the square.",
           .minimum = 4,
           .maximum = maximum,
           .logarithmic = true,
           .primary = true}};
}

FieldRow<AttentionOptions> blocks_row() {
  return {&AttentionOptions::blocks,
          {.key = "blocks",
           .label = "Residual blocks",
           .help = "Residual blocks at each resolution, on the way down and on the way up.",
           .larger = "A deeper network: more detail, slower in proportion.",
           .minimum = 1,
           .maximum = 8}};
}

FieldRow<AttentionOptions> heads_row() {
  return {&AttentionOptions::heads,
          {.key = "heads",
           .label = "Attention heads",
           .help = "Parts into which the channels are split for self-attention at the lowest "
                   "resolution; must divide four times the width.",
           .larger = "More patterns are compared, each in fewer channels.",
           .minimum = 1,
           .maximum = 16}};
}

const FieldTable<SmallOptions>& small_fields() {
  static const FieldTable<SmallOptions> table{
      width_row<SmallOptions>(128), conditional_row<SmallOptions>(), output_row<SmallOptions>()};
  return table;
}

const FieldTable<PosterOptions>& poster_fields() {
  static const FieldTable<PosterOptions> table{conditional_row<PosterOptions>(),
                                               output_row<PosterOptions>()};
  return table;
}

const FieldTable<AttentionOptions>& attention_fields() {
  static const FieldTable<AttentionOptions> table{width_row<AttentionOptions>(256), blocks_row(),
                                                  heads_row(), conditional_row<AttentionOptions>(),
                                                  output_row<AttentionOptions>()};
  return table;
}

UnetPlan plan_of(std::int64_t width, const CommonOptions& options) {
  UnetPlan plan;
  plan.channels = {width, 2 * width, 4 * width};
  plan.conditional = options.conditional;
  plan.output = options.output;
  return plan;
}

std::shared_ptr<ScoreNetwork> make_small(const Values& values, const NetworkContext& context,
                                         RandomStream& weights) {
  require_pictures(context, "unet");
  const auto options = small_fields().read(values, "network");
  return std::make_shared<Unet>(plan_of(options.width, options), context, weights);
}

std::shared_ptr<ScoreNetwork> make_poster(const Values& values, const NetworkContext& context,
                                          RandomStream& weights) {
  require_pictures(context, "unet_poster");
  UnetPlan plan = plan_of(32, poster_fields().read(values, "network"));
  plan.down_blocks = plan.up_blocks = {0, 0, 0};
  plan.narrow_first = false;
  return std::make_shared<Unet>(plan, context, weights);
}

std::shared_ptr<ScoreNetwork> make_attention(const Values& values, const NetworkContext& context,
                                             RandomStream& weights) {
  require_pictures(context, "unet_attention");
  const auto options = attention_fields().read(values, "network");
  UnetPlan plan = plan_of(options.width, options);
  plan.down_blocks = {options.blocks, options.blocks, options.blocks};
  plan.up_blocks = {options.blocks, options.blocks, 0};
  plan.heads = options.heads;
  if (plan.channels.back() % plan.heads != 0) {
    throw UserError(
        fmt::format("network.heads is {}, which does not divide the {} channels of the "
                    "lowest resolution (four times network.width, {}).",
                    plan.heads, plan.channels.back(), options.width));
  }
  return std::make_shared<Unet>(plan, context, weights);
}

}  // namespace

Entry<NetworkFactory> unet_entry() {
  return {{"unet", "U-Net, small",
           "The small convolutional network of the live program: 155,000 parameters at width 16, "
           "EDM's preconditioned denoiser. For pictures.",
           small_fields().infos()},
          make_small};
}

Entry<NetworkFactory> unet_poster_entry() {
  return {{"unet_poster", "U-Net of the poster",
           "The network of the poster \"Denoising Score Matching\": 197,537 parameters, output "
           "divided by σ. For pictures.",
           poster_fields().infos()},
          make_poster};
}

Entry<NetworkFactory> unet_attention_entry() {
  return {{"unet_attention", "U-Net with attention",
           "A larger network with residual blocks everywhere and self-attention at the lowest "
           "resolution; meant for a GPU. For pictures.",
           attention_fields().infos()},
          make_attention};
}

}  // namespace scorescope
