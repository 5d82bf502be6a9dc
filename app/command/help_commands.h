// scorescope list and describe: what can be chosen, from the catalogues and field tables.
#pragma once

#include <string>

namespace scorescope {

/// What `list` knows: "distributions", "objectives", "schedules", "networks", "samplers",
/// "lessons". An empty `what` lists all of them. Throws UserError for another word.
std::string list_text(const std::string& what);

/// Every option that `key` means, with range, unit, default and help: a section ("training"), an
/// entry
/// ("langevin", "mlp"), or an option ("epsilon", "training.batch"). Throws UserError with the
/// nearest spelling.
std::string describe_text(const std::string& key);

}  // namespace scorescope
