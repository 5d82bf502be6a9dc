// The plots column at the right: a stack of plots that fold, hide and maximise, each with a menu.
// It returns what it cannot do itself (files, clipboard commands, the stage) as actions for the
// shell.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/panels/plots.h"
#include "app/plot/plot.h"
#include "app/widgets/style.h"

namespace scorescope {

/// A request of the plots column.
struct PlotAction {
  enum class Kind { kMaximise, kExportPicture, kExportValues, kCopyValues, kCopyCommand };
  Kind kind = Kind::kMaximise;
  std::string plot;  ///< its id
};

/// Which plots are there and how; part of the saved layout.
struct PlotsColumnState {
  std::vector<std::string> open{"mode_weight", "loss",
                                "bias_step"};  ///< drawn large, in this order
  std::vector<std::string> folded{"level_loss", "score_norm", "field_error"};  ///< one line each
  std::map<std::string, PlotState> plots{};  ///< zoom and log switches by id
  std::string menu_plot{};                   ///< whose menu is open
  bool pictures = false;                     ///< the plots are those of pictures
};

/// Opens `ids` in that order and folds what else was there. Unknown ids are ignored.
void set_open_plots(PlotsColumnState& state, const std::vector<std::string>& ids);

struct PlotsColumnInput {
  PlotInput plots{};
  /// The shell command that makes the figure, already broken into lines; shown in the menu.
  std::function<std::vector<std::string>(const std::string& plot)> command{};
};

/// Draws the column into the current window's content region and returns what was asked for.
std::vector<PlotAction> draw_plots_column(const Style& style, const PlotsColumnInput& input,
                                          PlotsColumnState& state);

/// One plot with its header line (title, quantity), as on the stage when maximised and in exported
/// pictures: fills the rectangle. `interactive` as in draw_plot.
PlotOutcome draw_figure(const Style& style, const PlotModel& model, PlotState& state, ImVec2 low,
                        ImVec2 high, bool interactive);

}  // namespace scorescope
