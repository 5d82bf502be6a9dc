// Whether a network can work on the data it is made for; what it cannot is a mistake of the user's.
#pragma once

#include <string_view>

#include "core/network/catalogue.h"

namespace scorescope {

/// Throws UserError unless the data are points in the plane. `network` is the catalogue's id.
void require_plane(const NetworkContext& context, std::string_view network);

/// Throws UserError unless the data are square pictures whose side can be halved twice.
void require_pictures(const NetworkContext& context, std::string_view network);

}  // namespace scorescope
