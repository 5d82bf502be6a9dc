#include "core/network/data_fit.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

std::string data_text(const NetworkContext& context) {
  if (context.picture_side > 0) {
    return fmt::format("pictures of {0}×{0} pixels", context.picture_side);
  }
  if (context.dimension == 2) return "points in the plane";
  return fmt::format("points of {} coordinates", context.dimension);
}

}  // namespace

void require_plane(const NetworkContext& context, std::string_view network) {
  if (context.dimension == 2 && context.picture_side == 0) return;
  throw UserError(
      fmt::format("The network \"{}\" takes points in the plane, but these data are {}; choose "
                  "unet, unet_poster, unet_attention or residual_mlp.",
                  network, data_text(context)));
}

void require_pictures(const NetworkContext& context, std::string_view network) {
  const std::int64_t side = context.picture_side;
  if (side == 0) {
    throw UserError(fmt::format(
        "The network \"{}\" takes pictures, but these data are {}; choose mlp or residual_mlp.",
        network, data_text(context)));
  }
  check_equal(context.dimension, side * side, "coordinates of a square picture");
  if (side % 4 == 0 && side >= 8) return;
  throw UserError(fmt::format(
      "The network \"{}\" takes pictures whose side is a multiple of 4 pixels and at least 8, such "
      "as 28×28 and 32×32, but these data are {}.",
      network, data_text(context)));
}

}  // namespace scorescope
