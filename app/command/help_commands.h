// scorescope list and describe: what can be chosen, from the catalogues and field tables.
#pragma once

#include <string>

namespace scorescope {

/// What `list` knows: "distributions", "datasets", "objectives", "schedules", "networks",
/// "samplers", "lessons", "presets". An empty `what` lists all of them. Throws UserError for
/// another word.
std::string list_text(const std::string& what);

/// Every option that `asked` means, with range, unit, default and help: a section ("training"), an
/// entry ("langevin", "mlp"), or an option ("epsilon", "training.batch", "data.kind", and as after
/// --set "samplers.1.epsilon", "seed"). Throws UserError with the nearest spelling.
std::string describe_text(const std::string& asked);

}  // namespace scorescope
