// Nothing on the columns is cut or crossed: labels, choices, captions, legends and the words of
// empty plots at the size of 1600 x 900.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/panels/plots_column.h"
#include "app/panels/setting_rows.h"
#include "app/plot/plot_frame.h"
#include "app/plot/range.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"
#include "tests/app/headless_ui.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

constexpr float kPlotsWidth = 368;

/// Every row the settings can show: each section under each of its catalogue's entries.
std::vector<std::pair<SettingRow, Effect>> all_rows() {
  std::vector<std::pair<SettingRow, Effect>> rows;
  ProgramState state = small_state();
  const auto add = [&](const std::string& section, Effect effect) {
    for (SettingRow& row : section_rows(state, section)) rows.emplace_back(std::move(row), effect);
  };
  const auto sweep = [&](const EntryList& entries, Choice& choice, const std::string& section,
                         const char* label) {
    for (const EntryInfo& entry : entries) {
      choice = {entry.id, {}};
      const Effect effect = section == "samplers.0" ? Effect::kLive : Effect::kRestarts;
      add(section, effect);
      if (section != "data") rows.emplace_back(kind_row_of(state, section, label), effect);
    }
  };
  const Schema& known = *state.schema;
  sweep(known.distributions, state.draft.data, "data", "");
  sweep(known.networks, state.draft.network, "network", "Kind");
  sweep(known.objectives, state.draft.objective, "objective", "Loss");
  sweep(known.schedules, state.draft.noise, "noise", "Levels by");
  sweep(known.samplers, state.draft.samplers[0], "samplers.0", "Sampler A");
  for (const char* section : {"training", "compute", "sampling", "seeds"}) {
    add(section, Effect::kLive);
  }
  return rows;
}

TEST(WholeText, EveryLabelAndChoiceOfTheSettingsFitsItsRow) {
  for (const float scale : {1.0F, 2.0F}) {
    const HeadlessUi ui({400, 300}, scale);
    const float width = ui.style().px(size::kSettings);
    std::size_t looked_at = 0;
    for (const auto& [row, effect] : all_rows()) {
      if (row.field.key == "path") continue;  // shows the file's name, the rest in the tooltip
      std::vector<Value> values{row.field.initial};
      for (const FieldChoice& choice : row.field.choices) values.emplace_back(choice.id);
      for (const Value& value : values) {
        if (std::holds_alternative<std::vector<double>>(value)) continue;  // of any length
        ++looked_at;
        EXPECT_TRUE(
            row_shows_whole(ui.style(), row.field, value, width, {.section_effect = effect}))
            << row.sections.front() << "." << row.field.key << " (" << row.field.label
            << "): " << to_text(value) << " at scale " << scale;
      }
    }
    EXPECT_GT(looked_at, 100U);
  }
}

TEST(WholeText, WhatARowCutsIsKnown) {
  const HeadlessUi ui;
  FieldInfo field{.key = "k",
                  .label = "Label",
                  .choices = {{"short", "Short"},
                              {"long", "A choice of a great many words, more than a row holds"}},
                  .initial = std::string("short")};
  EXPECT_TRUE(row_shows_whole(ui.style(), field, std::string("short"), 272));
  EXPECT_FALSE(row_shows_whole(ui.style(), field, std::string("long"), 272));
  field.label = "A label that would run into its control";
  EXPECT_FALSE(row_shows_whole(ui.style(), field, std::string("short"), 272));
}

/// The training frame of an objective with the floor of its kind.
std::shared_ptr<TrainingFrame> trained_with(const std::string& objective,
                                            const std::string& formula, double floor) {
  auto frame = std::make_shared<TrainingFrame>(*canned_training_frame());
  auto spec = std::make_shared<ExperimentSpec>(frame->spec ? *frame->spec : ExperimentSpec{});
  spec->objective = {objective, {}};
  frame->spec = spec;
  frame->loss_formula = formula;
  frame->floor = floor;
  return frame;
}

TEST(WholeText, EveryCaptionOfAPlotFitsItsHeader) {
  const HeadlessUi ui;
  const Fonts& fonts = ui.style().fonts;
  // between the title's left edge and the maximise button
  const float room = kPlotsWidth - 21 - 30 - 9;
  const auto check = [&](const PlotModel& model) {
    const float width =
        text_width(fonts.title, model.title) + text_width(fonts.caption, model.quantity);
    EXPECT_LE(width, room) << model.title << " " << model.quantity;
  };
  const auto simulation = canned_simulation_frame();
  auto moved = std::make_shared<SimulationFrame>(*simulation);
  auto table = std::make_shared<CloudTable>();
  for (const double sigma : moved->levels) {
    for (auto* column : {&table->dsm, &table->esm, &table->bias, &table->norm, &table->dsm_start,
                         &table->norm_start}) {
      column->push_back(0.5);
    }
    table->sigma.push_back(sigma);
  }
  moved->cloud_tables = {table, table};
  for (const PlotEntry& entry : plot_catalogue()) check(entry.build({nullptr, moved.get()}));
  for (const EntryInfo& objective : schema().objectives) {
    for (const char* weight : {"λ = σ², averaged", "λ = σ^1.5, averaged", "λ = 1, on clean data"}) {
      const auto training = trained_with(objective.id, std::string("a formula, ") + weight, 0.1);
      for (const PlotEntry& entry : plot_catalogue()) {
        check(entry.build({training.get(), simulation.get(), 3}));
      }
    }
  }
}

/// Clothes have long names: they slant where the plot is high enough, and begin inside it.
TEST(WholeText, NamesOfClassesSlantWhereTheyHaveRoom) {
  const HeadlessUi ui({400, 300}, 1.0F);
  const PlotStyle style = plot_style(ui.style());
  PlotModel model{.x = {.low = -0.6, .high = 3.6}, .y = {.low = 0.0, .high = 100.0}};
  model.series.push_back({.x = {0.0, 1.0, 2.0, 3.0}, .y = {10.0, 20.0, 30.0, 5.0}, .bars = true});
  const auto layout = [&](std::vector<std::string> names, float width, float height) {
    model.x.names = std::move(names);
    model.x.short_names = {"T-", "Tr", "An", "?"};
    return laid_out(style, model, {}, {0.0F, 0.0F}, {width, height});
  };
  const std::vector<std::string> clothes{"T-shirt/top", "Trouser", "Ankle boot", "unknown"};
  const PlotLayout high = layout(clothes, 240.0F, 260.0F);
  EXPECT_GT(high.slant, 0.0F);
  EXPECT_EQ(high.x_ticks.front().text, "T-shirt/top");
  for (const Tick& tick : high.x_ticks) {
    const float run = plot_text_width(style.number, tick.text) * std::sqrt(0.5F);
    EXPECT_GE(high.frame.px(tick.value) - run, 0.0F) << tick.text;
  }
  const PlotLayout flat = layout(clothes, 240.0F, 130.0F);
  EXPECT_EQ(flat.slant, 0.0F);
  EXPECT_EQ(flat.x_ticks.front().text, "T-");
  const PlotLayout wide = layout(clothes, 600.0F, 260.0F);
  EXPECT_EQ(wide.slant, 0.0F);
  EXPECT_EQ(wide.x_ticks.front().text, "T-shirt/top");
  EXPECT_EQ(layout({}, 240.0F, 260.0F).slant, 0.0F) << "numbers lie";
  model.x.names = {"0", "1", "2", "unknown"};
  model.x.short_names = {"0", "1", "2", "?"};
  const PlotLayout digits = laid_out(style, model, {}, {0.0F, 0.0F}, {200.0F, 260.0F});
  EXPECT_EQ(digits.slant, 0.0F) << "a single one is understood";
  EXPECT_EQ(digits.x_ticks.back().text, "?");
}

TEST(LossAxis, IsLogarithmicAboveAFloorOfZeroAndLinearBelow) {
  const PlotEntry& loss = *find_plot("loss");
  const auto explicit_run = trained_with("explicit", "½ λ ‖s − ∇ log q‖², λ = σ²", 0.0);
  const PlotModel above = loss.build({explicit_run.get(), nullptr});
  EXPECT_TRUE(above.y.logarithmic);
  EXPECT_NE(above.help.find("below its end"), std::string::npos) << above.help;
  auto implicit_run = trained_with("implicit", "λ (½ ‖s‖² + tr ∇s), λ = σ²", -0.8);
  implicit_run->loss_history.mean.back() = -0.6F;
  const PlotModel below = loss.build({implicit_run.get(), nullptr});
  EXPECT_FALSE(below.y.logarithmic);
  EXPECT_FALSE(below.y.may_be_logarithmic);
  EXPECT_NE(below.help.find("goes below zero"), std::string::npos) << below.help;
  EXPECT_NE(below.help.find(implicit_run->loss_formula), std::string::npos) << "the whole formula";
}

TEST(LossCaption, SaysWhereTheLossIsTaken) {
  const PlotEntry& loss = *find_plot("loss");
  const auto caption = [&](const char* objective, const char* formula) {
    return loss.build({trained_with(objective, formula, 0.0).get(), nullptr}).quantity;
  };
  EXPECT_EQ(caption("explicit", "..., λ = σ², ..."), "½ σ² |s − exact|², mean over levels");
  EXPECT_EQ(caption("denoising", "..., λ = σ² (σ² + s²)/s², summed over dimensions"),
            "½ λ |s − target|², mean over levels");
  EXPECT_EQ(caption("denoising", "..., λ = σ², mean over dimensions"),
            "σ² |s − target|², mean over levels");
  EXPECT_EQ(caption("explicit", "..., λ = 1, on clean data"), "½ |s − exact|², on clean data");
  EXPECT_EQ(caption("implicit", "..., λ = 1, on clean data"), "(½ |s|² + tr ∇s), on clean data");
}

TEST(LossAxis, IsDecidedByTheFloorBeforeTheFirstStep) {
  const PlotEntry& loss = *find_plot("loss");
  for (const double floor : {0.2, 0.0, -0.8}) {
    auto frame = trained_with("denoising", "λ = σ²", floor);
    frame->loss_history = {};
    const PlotModel model = loss.build({frame.get(), nullptr});
    EXPECT_EQ(model.y.logarithmic, floor >= 0.0) << floor;
    ASSERT_TRUE(model.y.low && model.y.high) << floor;
    EXPECT_LT(*model.y.low, *model.y.high);
    EXPECT_TRUE(floor == 0.0 || (*model.y.low < floor && floor < *model.y.high)) << floor;
  }
}

TEST(Plots, EachSaysHowToReadIt) {
  for (const PlotEntry& entry : plot_catalogue()) {
    const PlotModel model = entry.build({});
    EXPECT_GT(entry.help.size(), 40U) << entry.id;
    EXPECT_TRUE(model.help.starts_with(entry.help)) << entry.id;
  }
}

TEST(Legend, TakesAnotherRowRatherThanCuttingItsEntries) {
  const HeadlessUi ui;
  const PlotStyle style = plot_style(ui.style());
  PlotModel model{.series = {{.label = "per step"}, {.label = "mean of 100"}}};
  const float one = legend_height(style, model, 0.0, kPlotsWidth);
  model.series.push_back({.label = "squared norm of s"});
  model.series.push_back({.label = "trace of the Jacobian"});
  const float two = legend_height(style, model, 0.0, kPlotsWidth);
  EXPECT_GT(two, one);
  EXPECT_EQ(legend_height(style, model, 0.0, 2000), one) << "where there is room";
}

/// Left, top, right and bottom of all vertices of a colour in the last frame.
ImVec4 extent_of(ImU32 colour) {
  constexpr float kFar = std::numeric_limits<float>::max();
  ImVec4 found(kFar, kFar, -kFar, -kFar);
  const ImDrawData* data = ImGui::GetDrawData();
  for (int i = 0; i < data->CmdListsCount; ++i) {
    for (const ImDrawVert& vertex : data->CmdLists[i]->VtxBuffer) {
      if (vertex.col != colour) continue;
      found = {std::min(found.x, vertex.pos.x), std::min(found.y, vertex.pos.y),
               std::max(found.z, vertex.pos.x), std::max(found.w, vertex.pos.y)};
    }
  }
  return found;
}

TEST(EmptyState, StandsOnAPlateWhereLinesRunEverywhere) {
  HeadlessUi ui;
  const Style& style = ui.style();
  PlotModel model{.title = "T", .quantity = "q", .x = {.name = "x"}, .y = {.name = "y"}};
  for (int i = 0; i < 40; ++i) {
    model.series.push_back(
        {.label = "", .role = Role::kExact, .x = {0.0, 1.0}, .y = {0.025 * i, 0.025 * i}});
  }
  model.empty = EmptyState{"What will appear", "Train", "T"};
  PlotState state;
  ui.frame([&] { draw_figure(style, model, state, {0, 0}, {400, 300}, false); });
  const ImVec4 plate = extent_of(style.colours.panel);
  const float sentence = text_width(style.fonts.label, model.empty->sentence);
  EXPECT_GT(plate.z - plate.x, sentence + 8) << "the plate is wider than the words";
  EXPECT_GT(plate.w - plate.y, 2 * style.fonts.label->FontSize) << "and higher than both lines";
}

TEST(SettingRows, ATypedPathIsTriedBeforeItIsTheData) {
  HeadlessUi ui({272, 300});
  ProgramState state = small_state();
  state.draft.data = {"csv", {{"path", std::string("/data/old.csv")}}};
  const auto draw = [&] {
    for (const SettingRow& row : section_rows(state, "data")) {
      if (row.field.key == "path") draw_setting(ui.style(), row, Effect::kRestarts, state);
    }
  };
  const ExperimentSpec before = state.draft;
  ui.click({200, 15}, draw);
  ui.frame(draw);
  ui.type("/data/new.csv", draw);
  ui.press(ImGuiKey_Enter, draw);
  ui.frame(draw);
  EXPECT_EQ(state.draft, before) << "nothing changes before the file was read";
  ASSERT_EQ(asked<action::TryData>(state), 1);
  const Action& wanted = state.actions.back();
  EXPECT_EQ(std::get<action::TryData>(wanted).data.options.at("path"),
            Value(std::string("/data/new.csv")));
  EXPECT_FALSE(state.pending.has_value()) << "the field goes back to the file in use";
}

/// Of the poster's ladder the loss of the training set's own score is a five hundredth of a learned
/// one: a logarithmic plot that reaches it shows no curve any more.
TEST(Legend, SaysThatALineLiesFarBelowTheCurves) {
  const HeadlessUi ui;
  const PlotStyle style = plot_style(ui.style());
  PlotModel model{.x = {.low = 0.0, .high = 3.0}, .y = {.logarithmic = true}};
  model.series.push_back({.label = "mean", .x = {0.0, 1.0, 2.0}, .y = {0.4, 0.3, 0.2}});
  model.lines.push_back({.at = 0.02, .label = "near", .value = "0.02"});
  const auto lowest = [&] { return model_y_range(model, {0.0, 3.0}, true).low; };
  EXPECT_LE(lowest(), 0.02);
  const float shown = legend_height(style, model, lowest(), 150.0F);
  model.lines.front().at = 0.0005;
  EXPECT_GT(lowest(), 0.02);
  EXPECT_LT(lowest(), 0.2);
  EXPECT_GT(legend_height(style, model, lowest(), 150.0F), shown) << "the words take a row more";
  model.series.front().y = {0.4, 0.03, 0.01};
  EXPECT_LE(lowest(), 0.0005) << "a curve on its way there shows it";
}

}  // namespace
}  // namespace scorescope
