// Every plot of the catalogue with and without frames, its numbers, and the column under the mouse.
#include "app/panels/plots.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "app/panels/plots_column.h"
#include "app/panels/running_mean.h"
#include "app/plot/number_text.h"
#include "app/plot/range.h"
#include "tests/app/canned_frames.h"
#include "tests/app/headless_ui.h"

namespace scorescope {
namespace {

PlotModel build(std::string_view id, const PlotInput& input) {
  const PlotEntry* entry = find_plot(id);
  EXPECT_NE(entry, nullptr) << id;
  return entry->build(input);
}

const Series* find_series(const PlotModel& model, const std::string& label) {
  for (const Series& series : model.series) {
    if (series.label == label) return &series;
  }
  return nullptr;
}

/// Lengths agree, areas name series that exist, and everything has a name.
void expect_whole(const PlotModel& model) {
  EXPECT_FALSE(model.title.empty()) << model.id;
  EXPECT_FALSE(model.quantity.empty()) << model.id;
  EXPECT_FALSE(model.x.name.empty()) << model.id;
  EXPECT_FALSE(model.y.name.empty()) << model.id;
  EXPECT_FALSE(model.summary.empty()) << model.id;
  for (const Series& series : model.series) {
    EXPECT_TRUE(series.y.empty() || series.y.size() == series.x.size()) << model.id;
    EXPECT_EQ(series.low.size(), series.high.size()) << model.id;
    EXPECT_FALSE(series.label.empty() && series.band_label.empty() &&
                 series.marker == Marker::kNone)
        << model.id;
  }
  for (const Area& area : model.areas) {
    EXPECT_LT(static_cast<std::size_t>(area.above), model.series.size()) << model.id;
    EXPECT_LT(area.below, static_cast<int>(model.series.size())) << model.id;
  }
}

/// The frames of a data-moving lesson: one cloud collapsed, the other as it was.
std::shared_ptr<SimulationFrame> moved_frame() {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  auto narrow = std::make_shared<CloudFrame>(*frame->clouds[0]);
  auto kept = std::make_shared<CloudFrame>(*frame->clouds[1]);
  narrow->width = 0.042;
  kept->width = 1.001;
  frame->clouds = {narrow, kept};
  auto table = std::make_shared<CloudTable>();
  for (const double sigma : frame->levels) {
    table->sigma.push_back(sigma);
    table->esm.push_back(0.19);
    table->bias.push_back(0.04);
    table->dsm.push_back(0.23);
    table->norm.push_back(1.9 / (sigma * sigma));
    table->dsm_start.push_back(0.39);
    table->norm_start.push_back(1.0 / (sigma * sigma));
  }
  frame->cloud_tables = {table, table};
  return frame;
}

/// Draws one figure in both themes; returns the vertices of the last frame.
int drawn_vertices(const PlotModel& model, ImVec2 mouse = {-1, -1}) {
  int vertices = 0;
  for (const bool dark : {true, false}) {
    HeadlessUi ui({400, 300}, 1.0F, dark);
    PlotState state;
    ui.move(mouse);
    for (int i = 0; i < 3; ++i) {
      ui.frame([&] { draw_figure(ui.style(), model, state, {0, 0}, {400, 300}, true); });
    }
    vertices = ui.vertices();
  }
  return vertices;
}

TEST(Plots, EveryOneIsWholeWithoutAnyFrame) {
  for (const PlotEntry& entry : plot_catalogue()) {
    const PlotModel model = entry.build({});
    expect_whole(model);
    EXPECT_EQ(model.id, entry.id);
    if (entry.id != "loss_preference") {
      ASSERT_TRUE(model.empty.has_value()) << entry.id;
      EXPECT_FALSE(model.empty->verb.empty()) << entry.id;
    }
    EXPECT_GT(drawn_vertices(model, {200, 150}), 100) << entry.id;
  }
}

TEST(Plots, EveryOneIsWholeBeforeTraining) {
  const auto training = canned_training_frame(0);
  const auto simulation = canned_simulation_frame({.sampling_step = 0, .training_step = 0});
  for (const PlotEntry& entry : plot_catalogue()) {
    const PlotModel model = entry.build({training.get(), simulation.get()});
    expect_whole(model);
    EXPECT_GT(drawn_vertices(model, {200, 150}), 100) << entry.id;
  }
}

TEST(Plots, EveryOneIsWholeWithFrames) {
  const auto training = canned_training_frame();
  const auto simulation = canned_simulation_frame();
  for (const PlotEntry& entry : plot_catalogue()) {
    if (!entry.is_for(false)) continue;
    const PlotModel model = entry.build({training.get(), simulation.get(), 7});
    expect_whole(model);
    const bool needs_more = entry.id == "cloud_width";  // the canned clouds have no width history
    EXPECT_EQ(model.empty.has_value(), needs_more) << entry.id;
    EXPECT_GT(drawn_vertices(model, {200, 150}), 200) << entry.id;
  }
}

TEST(Plots, EveryOneIsWholeForDataMovers) {
  const auto frame = moved_frame();
  for (const PlotEntry& entry : plot_catalogue()) {
    if (!entry.is_for(false)) continue;
    const PlotModel model = entry.build({canned_training_frame(0).get(), frame.get(), 8});
    expect_whole(model);
    EXPECT_GT(drawn_vertices(model, {300, 100}), 100) << entry.id;
  }
}

TEST(Plots, TermsOfMovedDataNameTheScoreThatMovesIt) {
  const auto frame = moved_frame();
  for (const char* id : {"bias", "identity"}) {
    EXPECT_NE(build(id, {nullptr, frame.get()}).quantity.find("exact score"), std::string::npos);
  }
  auto learned = std::make_shared<CloudTable>(*frame->cloud_tables[0]);
  learned->learned_score = true;
  frame->cloud_tables[0] = learned;
  for (const char* id : {"bias", "identity"}) {
    EXPECT_NE(build(id, {nullptr, frame.get()}).quantity.find("learned score"), std::string::npos);
  }
}

TEST(Plots, TheTrueWidthIsWhereTheSamplerEndsAndOneLineEachWhereTheyDiffer) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  auto first = std::make_shared<CloudFrame>(*frame->clouds[0]);
  auto second = std::make_shared<CloudFrame>(*frame->clouds[1]);
  first->true_width = second->true_width = std::sqrt(2.0);
  frame->clouds = {first, second};
  const PlotModel one = build("cloud_width", {nullptr, frame.get()});
  ASSERT_EQ(one.lines.size(), 1U);
  EXPECT_EQ(one.lines[0].at, std::sqrt(2.0));
  EXPECT_EQ(one.lines[0].label, "true 1.41");
  second->true_width = 1.0;
  const PlotModel two = build("cloud_width", {nullptr, frame.get()});
  ASSERT_EQ(two.lines.size(), 2U);
  EXPECT_EQ(two.lines[1].at, 1.0);
  EXPECT_NE(two.lines[0].label, two.lines[1].label);
}

TEST(Plots, OfOneFrameOnlyDraw) {
  const auto training = canned_training_frame();
  const auto simulation = canned_simulation_frame();
  for (const PlotEntry& entry : plot_catalogue()) {
    expect_whole(entry.build({training.get(), nullptr}));
    expect_whole(entry.build({nullptr, simulation.get(), 99}));
  }
}

TEST(Plots, LossStandsBesideItsFloor) {
  const auto training = canned_training_frame();
  const PlotModel model = build("loss", {training.get(), nullptr});
  ASSERT_EQ(model.lines.size(), 1U);
  EXPECT_DOUBLE_EQ(model.lines[0].at, 0.2020);
  EXPECT_EQ(model.lines[0].role, Role::kExact);
  EXPECT_TRUE(model.y.logarithmic);
  const Series* mean = find_series(model, "mean of 100");
  ASSERT_NE(mean, nullptr);
  EXPECT_NEAR(mean->y.back(), 0.2103, 0.01);
}

TEST(Plots, ALossThatGoesBelowZeroIsLinear) {
  auto training = std::make_shared<TrainingFrame>(*canned_training_frame());
  training->floor = -0.999;
  training->loss_history.mean.back() = -0.9F;
  EXPECT_FALSE(build("loss", {training.get(), nullptr}).y.logarithmic);
}

TEST(Plots, BiasTermsAddUpAtEveryLevel) {
  const auto simulation = canned_simulation_frame();
  const PlotModel model = build("bias", {nullptr, simulation.get()});
  for (std::size_t i = 0; i < model.series[0].y.size(); ++i) {
    EXPECT_NEAR(model.series[0].y[i], model.series[1].y[i] + model.series[2].y[i], 1e-9);
  }
}

TEST(Plots, LossPreferenceMatchesTheClosedFormsOfTheNotes) {
  // maths.md LAB A3 at sigma 0.5, s 1, times sigma^2: DSM 2.560 at v = 0 and 3.200 at v = 1
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  frame->levels = {2.0, 0.5};
  frame->clouds.clear();
  const PlotModel model = build("loss_preference", {nullptr, frame.get(), 1});
  const Series &dsm = model.series[0], &esm = model.series[1];
  const auto at = [](const Series& series, double x) {
    for (std::size_t i = 0; i < series.x.size(); ++i) {
      if (std::abs(series.x[i] - x) < 1e-9) return series.y[i];
    }
    return std::nan("");
  };
  EXPECT_NEAR(at(dsm, 0.0), 0.25 * 2.560, 1e-9);
  EXPECT_NEAR(at(esm, 0.0), 0.25 * 2.560, 1e-9);
  EXPECT_NEAR(at(dsm, 1.0), 0.25 * 3.200, 1e-9);
  EXPECT_NEAR(at(esm, 1.0), 0.0, 1e-9);
}

TEST(Plots, WidthsThatCoincideShareOneLetter) {
  const auto letters = [](double a, double b) {
    auto frame = std::make_shared<SimulationFrame>(*moved_frame());
    for (const auto& [index, width] : {std::pair{0U, a}, std::pair{1U, b}}) {
      auto cloud = std::make_shared<CloudFrame>(*frame->clouds[index]);
      cloud->width = width;
      frame->clouds[index] = cloud;
    }
    std::string found;
    for (const Series& series : build("loss_preference", {nullptr, frame.get()}).series) {
      if (!series.end_text.empty()) found += "[" + series.end_text + "]";
    }
    return found;
  };
  EXPECT_EQ(letters(1.0, 1.01), "[A, B]");
  EXPECT_EQ(letters(0.04, 1.0), "[A][B]");
}

TEST(Plots, CloudsKeepTheirColourAndMarkerEverywhere) {
  const auto simulation = canned_simulation_frame();
  const PlotModel model = build("mode_weight", {nullptr, simulation.get()});
  const Series* plain = find_series(model, "plain");
  const Series* annealed = find_series(model, "annealed");
  ASSERT_NE(plain, nullptr);
  ASSERT_NE(annealed, nullptr);
  EXPECT_EQ(plain->role, Role::kPlain);
  EXPECT_EQ(plain->marker, Marker::kRound);
  EXPECT_EQ(annealed->role, Role::kAnnealed);
  EXPECT_EQ(annealed->marker, Marker::kDiamond);
  EXPECT_DOUBLE_EQ(model.lines[0].at, 0.8);
}

TEST(Plots, NotFiniteValuesAreGapsAndNotFailures) {
  auto training = std::make_shared<TrainingFrame>(*canned_training_frame());
  for (std::size_t i = 0; i < training->loss_history.mean.size(); i += 3) {
    training->loss_history.mean[i] = std::nanf("");
    training->loss_history.high[i] = INFINITY;
  }
  std::fill(training->level_loss.begin(), training->level_loss.end(), std::nanf(""));
  std::fill(training->level_strip.loss.begin(), training->level_strip.loss.end(), std::nanf(""));
  for (const char* id : {"loss", "level_loss", "level_strip"}) {
    EXPECT_GT(drawn_vertices(build(id, {training.get(), nullptr}), {200, 150}), 100) << id;
  }
}

TEST(Plots, EmptyOnesNameTheTransportAsItIsCalledNow) {
  SimulationFrame samples, descends;
  descends.cloud_tables = {nullptr};
  for (const char* id : {"mode_weight", "cloud_width"}) {
    EXPECT_EQ(build(id, {nullptr, &samples}).empty->verb, "Sample") << id;
    EXPECT_EQ(build(id, {nullptr, &descends}).empty->verb, "Descend") << id;
    EXPECT_EQ(build(id, {nullptr, &samples}).summary.back().text, "after Sample") << id;
    EXPECT_EQ(build(id, {nullptr, &descends}).summary.back().text, "after Descend") << id;
  }
  for (const char* id : {"bias", "score_norm"}) {
    EXPECT_EQ(build(id, {nullptr, &samples}).empty->verb, "Train") << id;
    EXPECT_EQ(build(id, {nullptr, &descends}).empty->verb, "Descend") << id;
  }
}

/// Between the first step and the first measurement nobody is told to press what is pressed.
TEST(Plots, SayThatTheyAreMeasuringAndWhenTheyWereMeasured) {
  const auto training = canned_training_frame();
  const auto fresh = canned_simulation_frame({.training_step = 0});
  const auto measured = canned_simulation_frame();
  for (const char* id : {"field_error", "score_norm", "bias", "bias_step", "identity"}) {
    const PlotModel waiting = build(id, {training.get(), fresh.get()});
    ASSERT_TRUE(waiting.empty.has_value()) << id;
    EXPECT_EQ(waiting.empty->sentence, "Measuring…") << id;
    EXPECT_TRUE(waiting.empty->verb.empty()) << id;
    EXPECT_EQ(build(id, {canned_training_frame(0).get(), fresh.get()}).empty->verb, "Train") << id;
    if (std::string_view(id) == "bias_step") continue;  // its axis is the step
    const PlotModel done = build(id, {training.get(), measured.get()});
    EXPECT_TRUE(done.quantity.ends_with("step " + count_text(measured->table->training_step)))
        << done.quantity;
  }
}

TEST(Plots, FieldErrorShowsBothAveragesInOneUnit) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  auto table = std::make_shared<LevelTable>(*frame->table);
  table->relative.assign(10, 0.1);
  table->error_data.assign(10, 0.02);
  table->error_grid.assign(10, 0.02 * 9.0);
  frame->table = table;
  const PlotModel model = build("field_error", {nullptr, frame.get()});
  const Series* square = find_series(model, "on the square");
  ASSERT_NE(square, nullptr);
  ASSERT_EQ(square->y.size(), 10U);
  for (const double value : square->y) EXPECT_NEAR(value, 0.3, 1e-12);
}

TEST(Plots, LossPerLevelIsLogarithmicUnlessAFloorIsZero) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  EXPECT_TRUE(build("level_loss", {nullptr, frame.get()}).y.logarithmic);
  auto table = std::make_shared<LevelTable>(*frame->table);
  table->floor.back() = 0.0;
  frame->table = table;
  EXPECT_FALSE(build("level_loss", {nullptr, frame.get()}).y.logarithmic);
}

/// By their samplers: the letters are the views', which may be two scores instead.
TEST(Plots, FoldedModeWeightNamesBothSamplers) {
  const auto simulation = canned_simulation_frame();
  std::string line;
  for (const SummaryPart& part : build("mode_weight", {nullptr, simulation.get()}).summary) {
    line += part.text + " ";
  }
  EXPECT_NE(line.find(" plain 0."), std::string::npos) << line;
  EXPECT_TRUE(line.ends_with(" annealed ")) << line;
}

TEST(Plots, CloudsOfOneSamplerAreNamedByTheirScore) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  for (const std::size_t index : {0U, 1U}) {
    auto cloud = std::make_shared<CloudFrame>(*frame->clouds[index]);
    cloud->sampler = "langevin";
    cloud->learned_score = index == 0;
    frame->clouds[index] = cloud;
  }
  const PlotModel model = build("mode_weight", {nullptr, frame.get()});
  EXPECT_NE(find_series(model, "learned"), nullptr);
  EXPECT_NE(find_series(model, "exact"), nullptr);
}

TEST(Plots, AShareIsNeverBelowZero) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  for (auto& shown : frame->clouds) {
    auto cloud = std::make_shared<CloudFrame>(*shown);
    std::ranges::fill(cloud->heavy_share.share, 0.00156F);
    shown = cloud;
  }
  frame->modes[0].weight = 0.01;
  const PlotModel model = build("mode_weight", {nullptr, frame.get()});
  EXPECT_EQ(model_y_range(model, {0.0, 1e9}, false).low, 0.0);
  EXPECT_EQ(model.summary.front().text, "0.002");
}

TEST(Plots, DataWithoutModesHaveNoModeWeight) {
  auto frame = std::make_shared<SimulationFrame>(*canned_simulation_frame());
  frame->modes.clear();
  const PlotModel model = build("mode_weight", {nullptr, frame.get()});
  ASSERT_TRUE(model.empty.has_value());
  EXPECT_TRUE(model.empty->verb.empty());
  EXPECT_EQ(model.summary.front().text, "no separate modes to weigh");
}

TEST(RunningMean, IsTheMeanOfTheLastHundredSteps) {
  History history;
  for (int step = 1; step <= 1000; ++step) {
    history.step.push_back(step);
    history.mean.push_back(static_cast<float>(step));
  }
  const std::vector<double> mean = running_mean(history, 100);
  EXPECT_NEAR(mean[999], 950.5, 1e-9);
  EXPECT_NEAR(mean[0], 1.0, 1e-9);
  EXPECT_NEAR(mean[39], 35.5, 1e-9);  // the last quarter: steps 31 to 40
}

TEST(RunningMean, WeighsBinsByTheStepsInside) {
  const History history{{400, 450, 500}, {}, {0.0F, 2.0F, 6.0F}, {}};
  EXPECT_NEAR(running_mean(history, 100)[2], 4.0, 1e-9);
  const History wide{{1000, 2000}, {}, {1.0F, 5.0F}, {}};
  EXPECT_NEAR(running_mean(wide, 100)[1], 5.0, 1e-9);
}

TEST(StepEnvelope, HoldsEveryStepNearby) {
  History history;
  for (int step = 1; step <= 500; ++step) {
    const auto value = static_cast<float>(step % 7);
    history.step.push_back(step);
    history.low.push_back(value);
    history.mean.push_back(value);
    history.high.push_back(value);
  }
  const StepEnvelope envelope = step_envelope(history, 1.06);
  EXPECT_EQ(envelope.low[0], envelope.high[0]) << "the first step stands alone";
  EXPECT_EQ(envelope.low[399], 0.0);
  EXPECT_EQ(envelope.high[399], 6.0);
}

/// The column over the whole test window, 368 x 816.
struct ColumnProbe {
  HeadlessUi ui{{368, 816}};
  std::shared_ptr<const TrainingFrame> training = canned_training_frame();
  std::shared_ptr<const SimulationFrame> simulation = canned_simulation_frame();
  PlotsColumnState state;
  std::vector<PlotAction> actions;
  ColumnProbe() { set_open_plots(state, {"mode_weight", "loss", "bias_step"}); }
  std::function<void()> draw() {
    return [this] {
      const PlotsColumnInput input{{training.get(), simulation.get()}, [](const std::string& id) {
                                     return std::vector<std::string>{"--plot " + id};
                                   }};
      for (const PlotAction& action : draw_plots_column(ui.style(), input, state)) {
        actions.push_back(action);
      }
    };
  }
};

TEST(PlotsColumn, HeaderFoldsAndUnfolds) {
  ColumnProbe column;
  column.ui.click({60, 15}, column.draw());
  EXPECT_EQ(column.state.open, (std::vector<std::string>{"loss", "bias_step"}));
  EXPECT_EQ(column.state.folded.front(), "mode_weight");
  column.ui.click({60, 816 - 15}, column.draw());  // the last folded line: field error
  EXPECT_EQ(column.state.open.back(), "field_error");
}

TEST(PlotsColumn, MaximiseIsRequested) {
  ColumnProbe column;
  column.ui.click({350, 15}, column.draw());
  ASSERT_EQ(column.actions.size(), 1U);
  EXPECT_EQ(column.actions[0].kind, PlotAction::Kind::kMaximise);
  EXPECT_EQ(column.actions[0].plot, "mode_weight");
}

TEST(PlotsColumn, MenuExportsAndSwitchesAxes) {
  ColumnProbe column;
  column.ui.click({40, 400}, column.draw(), 1);  // right click into the loss plot
  EXPECT_EQ(column.state.menu_plot, "loss");
  column.ui.frame(column.draw());
  // the menu opens at the mouse or is moved up to fit; find its window
  column.ui.click({120, 422}, column.draw());
  ASSERT_EQ(column.actions.size(), 1U);
  EXPECT_EQ(column.actions[0].kind, PlotAction::Kind::kExportPicture);
  EXPECT_EQ(column.actions[0].plot, "loss");
}

TEST(PlotsColumn, DragZoomsAndDoubleClickFits) {
  ColumnProbe column;
  column.ui.move({120, 120});
  column.ui.frame(column.draw());
  column.ui.button(true);
  column.ui.frame(column.draw());
  column.ui.move({220, 122});
  column.ui.frame(column.draw());
  column.ui.button(false);
  column.ui.frame(column.draw());
  const PlotState& zoomed = column.state.plots["mode_weight"];
  ASSERT_TRUE(zoomed.x.has_value());
  EXPECT_FALSE(zoomed.y.has_value()) << "a drag along x must leave y alone";
  EXPECT_GT(zoomed.x->low, 100.0);
  EXPECT_LT(zoomed.x->high, 700.0);
  for (int i = 0; i < 30; ++i) column.ui.frame(column.draw());
  for (const bool down : {true, false, true, false}) {
    column.ui.button(down);
    column.ui.frame(column.draw());
  }
  EXPECT_FALSE(column.state.plots["mode_weight"].x.has_value());
}

TEST(PlotsColumn, OpenPlotsOfALessonKeepTheirOrderAndUnknownOnesAreIgnored) {
  PlotsColumnState state;
  set_open_plots(state, {"field_error", "nonsense", "loss", "loss"});
  EXPECT_EQ(state.open, (std::vector<std::string>{"field_error", "loss"}));
  EXPECT_EQ(std::count(state.folded.begin(), state.folded.end(), "loss"), 0);
}

TEST(PlotsColumn, OpenPlotsWithoutRoomAreDrawnFoldedAndComeFirstWhenClicked) {
  ColumnProbe column;
  ImGui::GetIO().DisplaySize.y = 648;  // the column of a 1280 x 720 window: two have room
  column.ui.frame(column.draw());
  column.ui.click({60, 648 - 4 * 30 + 15}, column.draw());
  EXPECT_EQ(column.state.open, (std::vector<std::string>{"bias_step", "mode_weight", "loss"}));
}

TEST(PlotsColumn, EveryPlotAtOnceDraws) {
  ColumnProbe column;
  std::vector<std::string> all;
  for (const PlotEntry& entry : plot_catalogue()) all.emplace_back(entry.id);
  set_open_plots(column.state, all);
  for (int i = 0; i < 3; ++i) column.ui.frame(column.draw());
  const auto of_points = std::ranges::count_if(
      plot_catalogue(), [](const PlotEntry& entry) { return entry.is_for(false); });
  EXPECT_EQ(static_cast<long>(column.state.open.size()), of_points);
  EXPECT_GT(column.ui.vertices(), 1000);
}

}  // namespace
}  // namespace scorescope
