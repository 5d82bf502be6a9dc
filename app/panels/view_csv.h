// What a view of the stage shows, as tables for other programs.
#pragma once

#include <string>

#include "core/run/frames.h"

namespace scorescope {

/// A row for each arrow: sigma,x,y,density,exact_x,exact_y and, where something was learned,
/// learned_x,learned_y,error.
std::string field_csv(const FieldFrame& field);

/// A row for each particle: x,y,start_x,start_y.
std::string particles_csv(const CloudFrame& cloud);

}  // namespace scorescope
