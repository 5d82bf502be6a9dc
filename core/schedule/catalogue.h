// Noise levels: how a ladder is laid out, and what the literature suggests for its numbers.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/catalogue.h"

namespace scorescope {

/// Makes the levels, highest first. Throws UserError unless they are finite, positive and strictly
/// decreasing (the message names the first pair that is not).
using ScheduleFactory = std::function<std::vector<double>(const Values& options)>;

const Catalogue<ScheduleFactory>& schedule_catalogue();

std::vector<double> make_levels(const Choice& choice);

/// Throws UserError unless `levels` is not empty, finite, positive and strictly decreasing.
void check_levels(const std::vector<double>& levels);

}  // namespace scorescope
