#include "core/schedule/catalogue.h"

#include <cmath>
#include <string>

#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

std::string level_text(const std::vector<double>& levels, std::size_t i) {
  return "level " + std::to_string(i) + " is " + to_text(levels[i]);
}

}  // namespace

const Catalogue<ScheduleFactory>& schedule_catalogue() {
  static const Catalogue<ScheduleFactory> catalogue(
      "noise schedule", {geometric_schedule(), linear_schedule(), cosine_schedule(), edm_schedule(),
                         list_schedule()});
  return catalogue;
}

std::vector<double> make_levels(const Choice& choice) {
  std::vector<double> levels = schedule_catalogue().find(choice.kind).make(choice.options);
  check_levels(levels);
  return levels;
}

void check_levels(const std::vector<double>& levels) {
  if (levels.empty()) throw UserError("noise: the ladder is empty; it needs at least one level.");
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!std::isfinite(levels[i]) || levels[i] <= 0) {
      throw UserError("noise: " + level_text(levels, i) +
                      "; every noise level must be a finite number above 0.");
    }
    if (i > 0 && levels[i] >= levels[i - 1]) {
      throw UserError("noise: " + level_text(levels, i) + " but " + level_text(levels, i - 1) +
                      "; noise levels must be strictly decreasing, highest first.");
    }
  }
}

}  // namespace scorescope
