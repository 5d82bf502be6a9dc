#include "app/panels/stage_step_grid.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/panel_window.h"
#include "app/panels/sampling_bar.h"
#include "app/panels/stage_gallery.h"
#include "app/panels/stage_heading.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// A frame to draw in: what every part of the grid needs.
struct Canvas {
  const Style& style;
  ImDrawList* list;
  const StepGridPlan& plan;
};

float draw_warning(const Canvas& canvas, float x, float middle) {
  const float side = canvas.style.px(14.0F);
  draw_icon(canvas.list, Icon::kWarning, {x + side * 0.5F, middle}, side,
            canvas.style.colours.warning);
  return x + side + canvas.style.px(5.0F);
}

/// The first note that fits in `room`, else nothing.
void draw_note(const Canvas& canvas, float x, float middle, float room, const StepGridHead& head) {
  const Style& style = canvas.style;
  if (head.warns) room -= style.px(19.0F);
  for (const std::string& note : head.notes) {
    if (text_width(style.fonts.caption, note) > room) continue;
    if (head.warns) x = draw_warning(canvas, x, middle);
    draw_text(canvas.list, style.fonts.caption,
              head.warns ? style.colours.text : style.colours.muted, x, middle, note);
    return;
  }
  if (head.warns) draw_warning(canvas, x, middle);
}

void draw_column_heads(const Canvas& canvas, const ProgramState& state) {
  const Style& style = canvas.style;
  const float top = canvas.plan.region.min.y;
  for (int column = 0; column < canvas.plan.columns; ++column) {
    const StepGridHead head = step_grid_head(state, static_cast<std::size_t>(column));
    const float x = canvas.plan.cell(0, column).min.x;
    draw_text(canvas.list, style.fonts.title, style.colours.text, x,
              top + canvas.plan.header * 0.22F, head.name);
    draw_note(canvas, x, top + canvas.plan.header * 0.64F, canvas.plan.pitch.x - style.px(8.0F),
              head);
  }
}

void draw_row_heads(const Canvas& canvas, const ProgramState& state) {
  const Style& style = canvas.style;
  const StepGridShape shape = step_grid_shape(state);
  const float x = canvas.plan.region.min.x;
  for (int row = 0; row < canvas.plan.rows; ++row) {
    const Region cell = canvas.plan.cell(row, 0);
    const float middle = std::round(cell.min.y + style.fonts.title->FontSize * 0.5F);
    const std::int64_t steps = shape.steps_per_level[static_cast<std::size_t>(row)];
    draw_text(canvas.list, style.fonts.title, style.colours.text, x, middle,
              "T = " + count_text(steps));
    const float line = std::round(style.fonts.caption->FontSize * 1.15F);
    draw_text(canvas.list, style.fonts.caption, style.colours.muted, x, middle + line,
              row == 0 ? "steps" : "");
    if (row == 0) {
      draw_text(canvas.list, style.fonts.caption, style.colours.muted, x, middle + 2.0F * line,
                "a level");
    }
  }
}

/// A dashed line left of the first column past the bound: where it begins.
void draw_bound(const Canvas& canvas, const ProgramState& state) {
  const StepGridPlan& plan = canvas.plan;
  int first = 0;
  while (first < plan.columns && !step_grid_head(state, static_cast<std::size_t>(first)).warns) {
    ++first;
  }
  if (first == 0 || first == plan.columns) return;
  const Style& style = canvas.style;
  const float x = std::round(plan.cell(0, first).min.x - (plan.pitch.x - plan.block.x) * 0.5F);
  const float bottom = plan.cell(plan.rows - 1, 0).max.y + plan.caption;
  const float dash = style.px(6.0F), space = style.px(4.0F), width = std::max(1.0F, style.px(1.0F));
  for (float y = plan.region.min.y; y < bottom; y += dash + space) {
    canvas.list->AddRectFilled({x, y}, {x + width, std::min(y + dash, bottom)},
                               style.colours.warning);
  }
}

void draw_cell(const Canvas& canvas, int row, int column, const ScreenPictures& pictures,
               const StepGridFrame* grid) {
  const Style& style = canvas.style;
  const StepGridPlan& plan = canvas.plan;
  const int index = row * plan.columns + column;
  const bool begun = grid && grid->cells[static_cast<std::size_t>(index)];
  for (int sample = 0; sample < plan.samples; ++sample) {
    const Region tile = plan.tile_of(row, column, sample);
    draw_tile(canvas.list, begun ? pictures.step_grid : PictureTiles{},
              index * plan.samples + sample, tile.min, tile.max, 0.0F, style.colours.well);
    if (!begun) canvas.list->AddRect(tile.min, tile.max, style.colours.line);
  }
  if (!begun) return;
  const StepGridCaption caption = step_grid_caption(*grid, static_cast<std::size_t>(index));
  const Region cell = plan.cell(row, column);
  const float middle = std::round(cell.max.y + plan.caption * 0.42F);
  float x = cell.min.x;
  if (caption.warns) x = draw_warning(canvas, x, middle);
  draw_runs(
      style, canvas.list, x, middle,
      std::vector<TextRun>{{style.fonts.caption, style.colours.muted, caption.name, 0.0F},
                           {style.fonts.mono_caption, style.colours.text, caption.number, 6.0F}});
}

/// What will appear and what to press, on a plate over the empty cells.
void draw_empty_plate(const Canvas& canvas, const ProgramState& state) {
  const Style& style = canvas.style;
  const StepGridShape shape = drafted_step_grid(state);
  const std::string sentence =
      state.frames.simulation
          ? fmt::format("{} runs of annealed Langevin appear here, all from the same noise",
                        shape.cells())
          : std::string("The pictures are being read");
  const std::string second = has_learned(state) ? "" : "Nothing is learned yet: press Train first";
  const StepGridPlan& plan = canvas.plan;
  const Region last = plan.cell(plan.rows - 1, plan.columns - 1);
  const ImVec2 centre{(plan.cell(0, 0).min.x + last.max.x) * 0.5F,
                      (plan.cell(0, 0).min.y + last.max.y) * 0.5F};
  const std::vector<TextRun> press{
      {style.fonts.label, style.colours.muted, "Press", 0.0F},
      {style.fonts.title, style.colours.text, sampling_verb(state), 5.0F}};
  const float cap = text_width(style.fonts.mono_caption, "Space") + style.px(20.0F);
  const float line = std::round(style.fonts.label->FontSize * 1.45F);
  const float half =
      std::max({text_width(style.fonts.label, sentence), text_width(style.fonts.label, second),
                runs_width(style, press) + cap}) *
          0.5F +
      style.px(16.0F);
  const int lines = !state.frames.simulation ? 1 : second.empty() ? 2 : 3;
  const float up = line * static_cast<float>(lines) * 0.5F + style.px(8.0F);
  canvas.list->AddRectFilled({centre.x - half, centre.y - up}, {centre.x + half, centre.y + up},
                             style.colours.background, style.px(size::kRadius));
  float y = centre.y - line * 0.5F * static_cast<float>(lines - 1);
  draw_text_centred(canvas.list, style.fonts.label, style.colours.muted, centre.x, y, sentence);
  if (lines == 1) return;
  if (lines == 3) {
    y += line;
    draw_text_centred(canvas.list, style.fonts.label, style.colours.text, centre.x, y, second);
  }
  y += line;
  const float x =
      draw_runs(style, canvas.list, centre.x - (runs_width(style, press) + cap) * 0.5F, y, press);
  key_cap(style, canvas.list, x + style.px(8.0F), y, "Space");
}

std::string cell_name(const StepGridShape& shape, std::size_t index) {
  const std::size_t columns = shape.epsilon.size();
  return fmt::format("T = {}, ε = {}", count_text(shape.steps_per_level[index / columns]),
                     epsilon_text(shape.epsilon[index % columns]));
}

void draw_grid_menu(const Style& style, ProgramState& state, int& menu_cell) {
  if (!begin_menu(style, "grid menu", 330.0F)) return;
  const StepGridFrame* grid = step_grid(state);
  const bool any = grid && std::ranges::any_of(grid->cells, [](const auto& cell) {
                     return cell && cell->finished;
                   });
  if (menu_item(style, {.label = "Export picture", .right = "PNG, 2×", .enabled = any})) {
    state.ask(action::ExportPicture{kStepGridFigure});
  }
  if (menu_item(style, {.label = "Export values", .right = "CSV", .enabled = any})) {
    state.ask(action::ExportValues{kStepGridFigure});
  }
  if (menu_item(style, {.label = "Copy values", .enabled = any})) {
    state.ask(action::CopyValues{kStepGridFigure});
  }
  if (menu_item(style, {.label = "Copy the command for this figure"})) {
    state.ask(action::CopyCommand{kStepGridFigure});
  }
  menu_rule(style);
  const StepGridShape shape = step_grid_shape(state);
  if (menu_cell >= 0 && static_cast<std::size_t>(menu_cell) < shape.cells()) {
    const auto index = static_cast<std::size_t>(menu_cell);
    const std::string label = "Sample with " + cell_name(shape, index);
    if (menu_item(style, {.label = label.c_str()})) sample_like_cell(state, index);
  }
  end_menu();
}

void draw_cell_tooltip(const Style& style, const StepGridPlan& plan, int index,
                       const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  const auto at = static_cast<std::size_t>(index);
  if (!grid || !grid->cells[at]) return;
  const Region cell = plan.cell(index / plan.columns, index % plan.columns);
  const StepGridCell& made = *grid->cells[at];
  std::string help =
      "Snow is the standard deviation of the noise in the pixels; black to white is 2.";
  if (!made.failure.empty()) help = made.failure;
  draw_tooltip(style,
               {.name = cell_name(step_grid_shape(state), at),
                .help = help,
                .larger = made.finished && made.failure.empty()
                              ? "Ideal: what the same steps leave on a single picture, whose score "
                                "is known. Real: training pictures. Unread: no class above 0.8."
                              : "",
                .facts = step_grid_facts(*grid, at)},
               cell.min, cell.max);
}

/// Hover frames a cell and tells its numbers, a right click opens the menu.
void take_pointer(const Canvas& canvas, ProgramState& state) {
  const Style& style = canvas.style;
  const StepGridPlan& plan = canvas.plan;
  place_at(plan.region.min.x, plan.region.min.y);
  ImGui::InvisibleButton(
      "step grid", {std::max(plan.region.width(), 1.0F), std::max(plan.region.height(), 1.0F)});
  const int cell = plan.cell_at(ImGui::GetIO().MousePos);
  const bool hovered = ImGui::IsItemHovered();
  if (hovered && cell >= 0) {
    const Region place = plan.cell(cell / plan.columns, cell % plan.columns);
    const float out = style.px(2.0F);
    canvas.list->AddRect({place.min.x - out, place.min.y - out},
                         {place.max.x + out, place.max.y + out}, style.colours.muted,
                         style.px(3.0F));
    if (tooltip_due()) draw_cell_tooltip(style, plan, cell, state);
  }
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID key = ImGui::GetID("menu cell");
  int menu_cell = storage->GetInt(key, -1);
  if (hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) {
    menu_cell = cell;
    storage->SetInt(key, cell);
    ImGui::OpenPopup("grid menu");
  }
  draw_grid_menu(style, state, menu_cell);
}

/// What the numbers below the cells are.
void draw_key(const Style& style, const Region& region, float left, const ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  std::vector<std::string> wordings{
      "snow: standard deviation of the pixel noise, black to white is 2",
      "snow: std of the pixel noise, black to white is 2", "snow: std of the pixel noise"};
  if (grid) {
    const std::string real =
        ", real pictures have " +
        (grid->data_noise < 0.001 ? std::string("none") : short_number_text(grid->data_noise, 2));
    wordings.insert(wordings.begin(), wordings.front() + real);
    wordings.insert(wordings.begin() + 2, "snow: std of the pixel noise" + real);
  }
  for (const std::string& words : wordings) {
    if (region.max.x - text_width(style.fonts.caption, words) < left) continue;
    draw_text_right(ImGui::GetWindowDrawList(), style.fonts.caption, style.colours.muted,
                    region.max.x, region.centre().y, words);
    return;
  }
}

}  // namespace

void draw_step_grid(const Style& style, const Region& region, bool large,
                    const ScreenPictures& pictures, ProgramState& state) {
  const StepGridFrame* grid = step_grid(state);
  const StepGridPlan plan = step_grid_plan(region, step_grid_shape(state), style.scale, large);
  const Canvas canvas{style, ImGui::GetWindowDrawList(), plan};
  draw_column_heads(canvas, state);
  draw_row_heads(canvas, state);
  for (int row = 0; row < plan.rows; ++row) {
    for (int column = 0; column < plan.columns; ++column) {
      draw_cell(canvas, row, column, pictures, grid);
    }
  }
  draw_bound(canvas, state);
  if (!grid) draw_empty_plate(canvas, state);
  take_pointer(canvas, state);
}

void draw_step_grid_title(const Style& style, const Region& region, const ProgramState& state) {
  const float middle = std::round(region.centre().y - style.px(2.0F)), half = style.px(10.0F);
  ImGui::GetWindowDrawList()->AddRectFilled({region.min.x, middle - half},
                                            {region.min.x + style.px(5.0F), middle + half},
                                            style.colours.annealed, style.px(2.0F));
  const TextRun name{style.fonts.view_title, style.colours.text, "T × ε grid", 0.0F};
  const TextRun rest{style.fonts.label, style.colours.muted, step_grid_remark(state), 14.0F};
  draw_title_runs(style, {{name, rest}, {name}}, region.min.x + style.px(16.0F), region.max.x,
                  middle);
}

void draw_step_grid_stage(const Style& style, const StepGridStagePlace& place,
                          const ScreenPictures& pictures, ProgramState& state) {
  const PanelWindow window("stage", place.stage, {.background = style.colours.background});
  state.hover.reset();
  draw_lesson_row(style, place.lesson, place.compact, state);
  draw_step_grid_title(style, place.title, state);
  draw_step_grid(style, place.grid, false, pictures, state);
  const float height = place.compact ? 28.0F : 30.0F, width = place.compact ? 140.0F : 184.0F;
  const float top = std::round(place.switches.centre().y - style.px(height) * 0.5F);
  draw_gallery_pair_combo(style, {place.switches.min.x, top}, width, height, state);
  draw_key(style, place.switches, place.switches.min.x + style.px(width + 16.0F), state);
}

}  // namespace scorescope
