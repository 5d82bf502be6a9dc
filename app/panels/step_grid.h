// What the grid of T x epsilon shows and asks for: its place in the window, its words and numbers.
// No drawing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/panels/program_state.h"
#include "app/panels/region.h"

namespace scorescope {

/// Its id as a figure: for `--plot`, files and menus.
inline constexpr const char* kStepGridFigure = "grid";

/// Whether the stage shows the grid instead of galleries.
bool shows_step_grid(const ProgramState& state);

/// The newest grid, or null before the first.
const StepGridFrame* step_grid(const ProgramState& state);
bool is_making_step_grid(const ProgramState& state);

/// Rows, columns and pictures in a cell: of the newest grid, else of the draft.
struct StepGridShape {
  std::vector<std::int64_t> steps_per_level;
  std::vector<double> epsilon;
  int samples = 1;
  bool operator==(const StepGridShape&) const = default;
  std::size_t cells() const { return steps_per_level.size() * epsilon.size(); }
};
StepGridShape step_grid_shape(const ProgramState& state);
/// Of the draft: what a press of the button makes.
StepGridShape drafted_step_grid(const ProgramState& state);

/// Where everything of the grid stands, in framebuffer pixels.
struct StepGridPlan {
  Region region;
  float header = 0.0F;   ///< height of the column heads
  float aside = 0.0F;    ///< width of the row heads
  float caption = 0.0F;  ///< height below the pictures of a cell
  float tile = 1.0F, gap = 1.0F;
  int rows = 1, columns = 1, samples = 1, across = 1;  ///< across: tiles in a row of a cell
  ImVec2 pitch{};                                      ///< from a cell to the next
  ImVec2 block{};                                      ///< the tiles of one cell

  /// The tiles of a cell, without its caption.
  Region cell(int row, int column) const;
  Region tile_of(int row, int column, int sample) const;
  /// Row-major index of the cell at a point (its caption belongs to it), or -1.
  int cell_at(ImVec2 point) const;
};

/// The largest square tiles for which all cells fit. `large` is the presenter's: its words need
/// more room.
StepGridPlan step_grid_plan(const Region& region, const StepGridShape& shape, float scale,
                            bool large);

/// "10⁻⁵", "2·10⁻⁴", "0.05": as short as it goes.
std::string epsilon_text(double epsilon);

/// What stands above a column.
struct StepGridHead {
  std::string name;                ///< "ε = 10⁻⁵"
  std::vector<std::string> notes;  ///< the fullest first; the first that fits is shown
  bool warns = false;              ///< past the bound
};
/// With the bound of the newest grid, or before the first one the one that the draft would have.
StepGridHead step_grid_head(const ProgramState& state, std::size_t column);

/// What stands below a cell.
struct StepGridCaption {
  std::string name, number;  ///< "snow", "0.012"; or a remark without a number
  bool warns = false;
};
StepGridCaption step_grid_caption(const StepGridFrame& grid, std::size_t index);

/// What is to be known of a cell, for its tooltip.
std::vector<std::pair<std::string, std::string>> step_grid_facts(const StepGridFrame& grid,
                                                                 std::size_t index);

/// What the title says beside the name.
std::string step_grid_remark(const ProgramState& state);

/// Sampler steps that a press of the button takes, one picture counted once.
std::int64_t step_grid_cost(const ProgramState& state);

/// The job of the status bar while a grid is made.
std::optional<BackgroundJob> step_grid_job(const ProgramState& state);

/// The draft's annealed Langevin sampler takes T and epsilon of a cell (a sampler of another kind
/// gives way to it), and the stage shows its samples.
void sample_like_cell(ProgramState& state, std::size_t index);

}  // namespace scorescope
