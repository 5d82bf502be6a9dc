#include "app/panels/plots_column.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kLeastOpenHeight = 188;  // four fit at 1600 x 900, two at 1280 x 720 (tokens.md)
constexpr float kFoldX = 11, kTitleX = 21, kMaximiseX = 18;

/// The plots that stand folded below those that a lesson opens: the network's, or the data movers'.
std::vector<std::string> companions(const std::vector<std::string>& open, bool pictures) {
  if (pictures) return {"frechet", "loss", "level_loss", "classes", "kernel", "memorised"};
  const auto opens = [&](const char* id) {
    return std::find(open.begin(), open.end(), id) != open.end();
  };
  if (opens("cloud_width") || opens("loss_preference")) return {"identity", "mode_weight"};
  return {"mode_weight", "loss", "bias_step", "level_loss", "score_norm", "field_error"};
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// What one frame of the column needs besides the state.
struct Column {
  const Style& style;
  const PlotsColumnInput& input;
  PlotsColumnState& state;
  std::vector<PlotAction> actions;
  float height = 0.0F;    ///< px there are
  std::string toggled{};  ///< a plot to fold or unfold once all are drawn
  std::string hidden{};
  std::string menu_opened{};
  std::size_t fitting = 0;  ///< how many of the open plots have room; the rest is drawn folded
};

PlotModel built(const Column& column, const PlotEntry& entry) {
  PlotInput input = column.input.plots;
  const auto known = column.state.plots.find(std::string(entry.id));
  if (known != column.state.plots.end()) input.choice = known->second.choice;
  return entry.build(input);
}

struct HeaderHit {
  bool toggled = false, maximised = false, menu = false;
};

void draw_title(const Style& style, ImFont* font, const PlotModel& model, float left, float right,
                float middle) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float end = draw_text(list, font, style.colours.text, left, middle, model.title);
  const float start = end + style.px(9);
  const bool cut = text_width(style.fonts.caption, model.quantity) > right - start;
  const std::string& quantity =
      cut && !model.short_quantity.empty() ? model.short_quantity : model.quantity;
  draw_text(list, style.fonts.caption, style.colours.muted, start, middle,
            shortened(style.fonts.caption, quantity, right - start));
}

/// What the title alone does not say: the quantity and, of a folded plot, the values, in whole.
std::string plot_help(const PlotModel& model, bool folded) {
  std::string text = model.quantity;
  if (folded) {
    text += "\n";
    for (std::size_t i = 0; i < model.summary.size(); ++i) {
      text += (i == 0 ? "" : " ") + model.summary[i].text;
    }
  }
  return text + "\n" + model.help;
}

/// The line of an open plot: fold sign, title, quantity, maximise.
HeaderHit open_header(const Style& style, const PlotModel& model, ImVec2 low, float width) {
  HeaderHit outcome;
  const float height = style.px(size::kPlotHeader);
  const float button = style.px(30);
  ImGui::SetCursorScreenPos(low);
  const Hit hit = hit_area("fold", {width - button, height});
  outcome.toggled = hit.clicked;
  outcome.menu = hit.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right);
  focus_ring(style, 0);
  simple_tooltip(style, model.title.c_str(), plot_help(model, false).c_str());
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = std::round(low.y + height / 2.0F);
  const ImU32 sign = hit.hovered ? style.colours.text : style.colours.muted;
  draw_icon(list, Icon::kFoldOpen, {low.x + style.px(kFoldX), middle}, style.px(10), sign);
  draw_title(style, style.fonts.title, model, low.x + style.px(kTitleX), low.x + width - button,
             middle);
  ImGui::SetCursorScreenPos({low.x + width - button, low.y});
  const Hit maximise = hit_area("maximise", {button, height});
  outcome.maximised = maximise.clicked;
  focus_ring(style, 0);
  draw_icon(list, Icon::kMaximise, {low.x + width - style.px(kMaximiseX), middle}, style.px(13),
            maximise.hovered ? style.colours.text : style.colours.muted);
  simple_tooltip(style, "Show on the stage", "");
  return outcome;
}

std::vector<TextRun> summary_runs(const Style& style, const std::vector<SummaryPart>& parts) {
  const PlotStyle plot = plot_style(style);
  std::vector<TextRun> runs;
  for (const SummaryPart& part : parts) {
    const bool number = part.kind == SummaryPart::Kind::kNumber;
    ImU32 colour = number ? style.colours.text : style.colours.muted;
    if (part.role) colour = plot.word_colour(*part.role);
    runs.push_back({number ? style.fonts.mono_caption : style.fonts.caption, colour, part.text,
                    runs.empty() ? 0.0F : 5.0F});
  }
  return runs;
}

/// A folded plot: its title and what it would say, in one line.
HeaderHit folded_line(const Style& style, const PlotModel& model, ImVec2 low, float width) {
  const float height = style.px(size::kPlotFolded);
  ImGui::SetCursorScreenPos(low);
  const Hit hit = hit_area("fold", {width, height});
  focus_ring(style, 0);
  simple_tooltip(style, model.title.c_str(), plot_help(model, true).c_str());
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (hit.hovered) list->AddRectFilled(hit.low, hit.high, style.colours.control);
  const float middle = std::round(low.y + height / 2.0F);
  draw_icon(list, Icon::kFoldClosed, {low.x + style.px(kFoldX), middle}, style.px(10),
            hit.hovered ? style.colours.text : style.colours.muted);
  const float end = draw_text(list, style.fonts.title, style.colours.text,
                              low.x + style.px(kTitleX), middle, model.title);
  std::vector<TextRun> runs = summary_runs(style, model.summary);
  const float right = low.x + width - style.px(12);
  while (!runs.empty() && right - runs_width(style, runs) < end + style.px(10)) {
    // a number goes with the word that says what it is
    if (model.summary[runs.size() - 1].joined && runs.size() > 1) runs.pop_back();
    runs.pop_back();
  }
  draw_runs(style, list, right - runs_width(style, runs), middle, runs);
  return {.toggled = hit.clicked,
          .menu = hit.hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right)};
}

void draw_ring(const Style& style, ImVec2 low, ImVec2 high) {
  ImGui::GetWindowDrawList()->AddRect(low, high, style.colours.off);
}

/// The last word of an axis name: "training step" gives "step".
std::string axis_word(const std::string& name) {
  const auto space = name.rfind(' ');
  return space == std::string::npos ? name : name.substr(space + 1);
}

void axis_items(const Style& style, const PlotModel& model, PlotState& state) {
  const bool log_x = state.log_x.value_or(model.x.logarithmic);
  const bool log_y = state.log_y.value_or(model.y.logarithmic);
  const std::string x = "Log " + axis_word(model.x.name) + " axis##x";
  const std::string y = "Log " + model.y.name + " axis##y";
  if (menu_item(style,
                {.label = x.c_str(), .checked = log_x, .enabled = model.x.may_be_logarithmic})) {
    state.log_x = !log_x;
    state.x.reset();
  }
  const bool may_be_log = model.y.may_be_logarithmic && !model.heat;
  if (menu_item(style, {.label = y.c_str(),
                        .right = !may_be_log && model.id == "loss" ? "goes below 0" : "",
                        .checked = log_y,
                        .enabled = may_be_log})) {
    state.log_y = !log_y;
    state.y.reset();
  }
  if (menu_item(style, {.label = "Fit", .right = "double-click"})) fit_plot(state);
}

void choice_items(const Style& style, const PlotModel& model, PlotState& state) {
  if (model.choices.size() < 2) return;
  menu_rule(style);
  for (const PlotChoice& choice : model.choices) {
    if (menu_item(style, {.label = choice.label.c_str(), .checked = choice.id == model.choice})) {
      state.choice = choice.id;
    }
  }
}

void export_items(Column& column, const std::string& id) {
  const Style& style = column.style;
  using Kind = PlotAction::Kind;
  const auto ask = [&](Kind kind) { column.actions.push_back({kind, id}); };
  if (menu_item(style, {.label = "Export picture", .right = "PNG, 2×"})) {
    ask(Kind::kExportPicture);
  }
  if (menu_item(style, {.label = "Export values", .right = "CSV"})) ask(Kind::kExportValues);
  if (menu_item(style, {.label = "Copy values"})) ask(Kind::kCopyValues);
  if (menu_item(style, {.label = "Copy the command for this figure"})) ask(Kind::kCopyCommand);
  if (column.input.command) menu_code(style, column.input.command(id));
}

/// Every plot of the catalogue with a check where it is in the column.
void plots_menu(Column& column) {
  if (!begin_menu(column.style, "all plots", 300)) return;
  for (const PlotEntry& entry : plot_catalogue()) {
    if (!entry.is_for(column.state.pictures)) continue;
    const std::string id(entry.id);
    const bool shown = contains(column.state.open, id) || contains(column.state.folded, id);
    ImGui::PushID(id.c_str());
    const std::string label =
        std::string(entry.title) + (entry.id == "bias" ? " at each level" : "");
    if (menu_item(column.style, {.label = label.c_str(), .checked = shown})) {
      if (shown) {
        column.hidden = id;
      } else {
        column.state.open.push_back(id);
      }
    }
    ImGui::PopID();
  }
  end_menu();
}

void plot_menu(Column& column) {
  if (!column.menu_opened.empty()) {
    column.state.menu_plot = column.menu_opened;
    ImGui::OpenPopup("plot menu");
  }
  bool show_list = false;
  if (begin_menu(column.style, "plot menu", 320)) {
    const PlotEntry* entry = find_plot(column.state.menu_plot);
    if (entry != nullptr) {
      const PlotModel model = built(column, *entry);
      export_items(column, model.id);
      menu_rule(column.style);
      axis_items(column.style, model, column.state.plots[model.id]);
      choice_items(column.style, model, column.state.plots[model.id]);
      menu_rule(column.style);
      if (menu_item(column.style, {.label = "Hide this plot"})) column.hidden = model.id;
      show_list = menu_item(column.style, {.label = "Choose plots"});
    }
    end_menu();
  } else {
    column.state.menu_plot.clear();
  }
  if (show_list) ImGui::OpenPopup("all plots");
  plots_menu(column);
}

void handle(Column& column, const PlotModel& model, const HeaderHit& hit) {
  if (hit.toggled) column.toggled = model.id;
  if (hit.menu) column.menu_opened = model.id;
  if (hit.maximised) column.actions.push_back({PlotAction::Kind::kMaximise, model.id});
}

/// Draws one open plot and returns nothing; the cursor ends below it.
void open_plot(Column& column, const PlotEntry& entry, float height) {
  const Style& style = column.style;
  const PlotModel model = built(column, entry);
  ImGui::PushID(model.id.c_str());
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 high(low.x + width, low.y + height);
  rule(style);
  handle(column, model, open_header(style, model, low, width));
  const PlotOutcome outcome = draw_plot(plot_style(style), model, column.state.plots[model.id],
                                        {low.x, low.y + style.px(size::kPlotHeader - 2)}, high);
  if (outcome.menu_wanted) column.menu_opened = model.id;
  if (column.state.menu_plot == model.id) draw_ring(style, low, high);
  ImGui::SetCursorScreenPos({low.x, high.y});
  ImGui::PopID();
}

void folded_plot(Column& column, const PlotEntry& entry) {
  const Style& style = column.style;
  const PlotModel model = built(column, entry);
  ImGui::PushID(model.id.c_str());
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  rule(style);
  handle(column, model, folded_line(style, model, low, width));
  if (column.state.menu_plot == model.id) {
    draw_ring(style, low, {low.x + width, low.y + style.px(size::kPlotFolded)});
  }
  ImGui::SetCursorScreenPos({low.x, low.y + style.px(size::kPlotFolded)});
  ImGui::PopID();
}

/// The height of each of `count` open plots when all others are folded.
float open_height(const Column& column, std::size_t count) {
  const std::size_t all = column.state.open.size() + column.state.folded.size();
  const float lines =
      column.style.px(size::kPlotFolded) * static_cast<float>(all - std::min(count, all));
  const float share =
      std::floor((column.height - lines) / static_cast<float>(std::max<std::size_t>(count, 1)));
  return std::max(share, column.style.px(kLeastOpenHeight));
}

/// How many plots, `wanted` at most, can be open at least kLeastOpenHeight high; one always is.
std::size_t fitting_plots(const Column& column, std::size_t wanted) {
  const std::size_t all = column.state.open.size() + column.state.folded.size();
  const float line = column.style.px(size::kPlotFolded);
  const float least = column.style.px(kLeastOpenHeight);
  std::size_t count = wanted;
  while (count > 1 &&
         static_cast<float>(count) * least + line * static_cast<float>(all - std::min(count, all)) >
             column.height) {
    --count;
  }
  return count;
}

bool has_room_for_one_more(const Column& column) {
  const std::size_t wanted = column.state.open.size() + 1;
  return fitting_plots(column, wanted) == wanted;
}

bool is_crowded_out(const Column& column, const std::string& id) {
  const auto& open = column.state.open;
  const auto at = std::find(open.begin(), open.end(), id);
  return at != open.end() && static_cast<std::size_t>(at - open.begin()) >= column.fitting;
}

/// Folding puts a plot at the head of the folded ones, unfolding at the end of the open ones, or,
/// if there is no room for one more, first, so that it is seen and the last one gives way.
void toggle_plot(const Column& column, const std::string& id) {
  PlotsColumnState& state = column.state;
  const bool full = column.fitting < state.open.size() || !has_room_for_one_more(column);
  if (is_crowded_out(column, id)) {
    std::erase(state.open, id);
    state.open.insert(state.open.begin(), id);
  } else if (std::erase(state.open, id) > 0) {
    state.folded.insert(state.folded.begin(), id);
  } else if (std::erase(state.folded, id) > 0) {
    state.open.insert(full ? state.open.begin() : state.open.end(), id);
  }
}

void apply_changes(const Column& column) {
  if (!column.toggled.empty()) toggle_plot(column, column.toggled);
  if (column.hidden.empty()) return;
  std::erase(column.state.open, column.hidden);
  std::erase(column.state.folded, column.hidden);
}

void no_plots(Column& column) {
  const Style& style = column.style;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text_centred(ImGui::GetWindowDrawList(), style.fonts.label, style.colours.muted,
                    low.x + width / 2.0F, low.y + style.px(40), "No plots are shown");
  const float button = text_width(style.fonts.label, "Choose plots") + style.px(24);
  ImGui::SetCursorScreenPos({std::round(low.x + (width - button) / 2.0F), low.y + style.px(60)});
  if (text_button(style, "Choose plots")) ImGui::OpenPopup("all plots");
}

void draw_plots(Column& column) {
  const PlotsColumnState& state = column.state;
  column.fitting = fitting_plots(column, state.open.size());
  const float height = open_height(column, column.fitting);
  for (std::size_t i = 0; i < state.open.size(); ++i) {
    const PlotEntry* entry = find_plot(state.open[i]);
    if (entry == nullptr) continue;
    if (i < column.fitting) {
      open_plot(column, *entry, height);
    } else {
      folded_plot(column, *entry);
    }
  }
  for (const std::string& id : state.folded) {
    if (const PlotEntry* entry = find_plot(id)) folded_plot(column, *entry);
  }
  if (state.open.empty() && state.folded.empty()) no_plots(column);
}

}  // namespace

void set_open_plots(PlotsColumnState& state, const std::vector<std::string>& ids) {
  state.open.clear();
  for (const std::string& id : ids) {
    const PlotEntry* entry = find_plot(id);
    const bool fits = entry != nullptr && entry->is_for(state.pictures);
    if (fits && !contains(state.open, id)) state.open.push_back(id);
  }
  state.folded.clear();
  for (const std::string& id : companions(state.open, state.pictures)) {
    if (!contains(state.open, id)) state.folded.push_back(id);
  }
}

std::vector<PlotAction> draw_plots_column(const Style& style, const PlotsColumnInput& input,
                                          PlotsColumnState& state) {
  const ImVec2 available = ImGui::GetContentRegionAvail();
  Column column{
      .style = style, .input = input, .state = state, .actions = {}, .height = available.y};
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("plots", available, false, ImGuiWindowFlags_None);
  draw_plots(column);
  plot_menu(column);
  ImGui::EndChild();
  ImGui::PopStyleVar();
  apply_changes(column);
  return std::move(column.actions);
}

PlotOutcome draw_figure(const Style& style, const PlotModel& model, PlotState& state, ImVec2 low,
                        ImVec2 high, bool interactive) {
  const PlotStyle plot = plot_style(style);
  const bool presenter = plot.room > 1.0F;
  const float header = style.px(size::kPlotHeader * plot.room);
  const float inset = presenter ? 0.0F : style.px(kTitleX);
  draw_title(style, presenter ? style.fonts.view_title : style.fonts.title, model, low.x + inset,
             high.x - inset, std::round(low.y + header / 2.0F));
  return draw_plot(plot, model, state, {low.x, low.y + header}, high, interactive);
}

}  // namespace scorescope
