// The plots of pictures from canned frames: their numbers, what they do with what is missing.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "app/panels/plots_column.h"
#include "app/plot/number_text.h"
#include "core/run/plane_frame.h"
#include "tests/app/canned_pictures.h"
#include "tests/app/headless_ui.h"

namespace scorescope {
namespace {

struct Frames {
  std::shared_ptr<const TrainingFrame> training;
  std::shared_ptr<const SimulationFrame> simulation;
  PlotInput input(std::string choice = {}) const {
    return {training.get(), simulation.get(), 5, true, std::move(choice)};
  }
};

Frames canned_frames(const CannedGallery& scene = {}) {
  return {canned_picture_training(scene.trained ? 9380 : 0), canned_picture_simulation(scene)};
}

PlotModel build(std::string_view id, const PlotInput& input) { return find_plot(id)->build(input); }

const Series* find_series(const PlotModel& model, const std::string& label) {
  for (const Series& series : model.series) {
    if (series.label == label) return &series;
  }
  return nullptr;
}

const ReferenceLine* find_line(const PlotModel& model, const std::string& label) {
  for (const ReferenceLine& line : model.lines) {
    if (line.label == label) return &line;
  }
  return nullptr;
}

int drawn_vertices(const PlotModel& model) {
  HeadlessUi ui({400, 300});
  PlotState state;
  ui.move({200, 150});
  for (int i = 0; i < 3; ++i) {
    ui.frame([&] { draw_figure(ui.style(), model, state, {0, 0}, {400, 300}, true); });
  }
  return ui.vertices();
}

/// The same frames with other pictures.
Frames with_pictures(const Frames& frames, const std::function<void(PictureFrame&)>& change) {
  auto pictures = std::make_shared<PictureFrame>(*frames.simulation->pictures);
  change(*pictures);
  auto simulation = std::make_shared<SimulationFrame>(*frames.simulation);
  simulation->pictures = pictures;
  return {frames.training, simulation};
}

TEST(PicturePlots, EveryOneDrawsWithAllNothingAndLittle) {
  const Frames full = canned_frames(), untrained = canned_frames({.reached = 0, .trained = false});
  const Frames bare{};
  for (const PlotEntry& entry : plot_catalogue()) {
    if (!entry.is_for(true)) continue;
    for (const Frames* frames : {&full, &untrained, &bare}) {
      const PlotModel model = entry.build(frames->input());
      EXPECT_FALSE(model.summary.empty()) << entry.id;
      EXPECT_FALSE(model.quantity.empty()) << entry.id;
      EXPECT_GT(drawn_vertices(model), 100) << entry.id;
      if (frames == &bare) {
        EXPECT_TRUE(model.empty.has_value()) << entry.id;
      }
      if (frames == &full && entry.id != "level_strip") {
        EXPECT_FALSE(model.empty.has_value()) << entry.id;
      }
    }
  }
}

TEST(PicturePlots, FrechetNamesItsFeaturesCountsAndFloor) {
  const PlotModel model = build("frechet", canned_frames().input());
  EXPECT_EQ(model.quantity,
            "FD (64 features, MNIST classifier), " + count_text(1000) + " vs " + count_text(60000));
  EXPECT_EQ(model.quantity.find("FID"), std::string::npos);
  const Series* averaged = find_series(model, "averaged");
  ASSERT_NE(averaged, nullptr);
  ASSERT_EQ(averaged->y.size(), 18U);
  EXPECT_NEAR(averaged->y.back(), 3.3 + 80.0 / 324.0, 1e-9);
  EXPECT_EQ(averaged->x.back(), 18 * 521.0);
  const ReferenceLine* floor = find_line(model, "real vs real");
  ASSERT_NE(floor, nullptr);
  EXPECT_EQ(floor->at, 2.20);
  EXPECT_TRUE(model.y.logarithmic);
}

TEST(PicturePlots, AFloorOfFewerRealPicturesSaysHowMany) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& pictures) {
    auto distances = std::make_shared<DistanceHistory>(*pictures.distances);
    for (DistanceRow& row : distances->rows) row.floor_n = 40;
    pictures.distances = distances;
  });
  EXPECT_NE(find_line(build("frechet", frames.input()), "real vs real (40)"), nullptr);
}

TEST(PicturePlots, TheReferenceCanBeChosen) {
  const Frames frames = canned_frames();
  EXPECT_EQ(build("frechet", frames.input()).choices.size(), 3U);
  EXPECT_NE(build("frechet", frames.input("test")).quantity.find("vs " + count_text(10000)),
            std::string::npos);
  const PlotModel both = build("frechet", frames.input("both"));
  EXPECT_NE(find_series(both, "averaged, train"), nullptr);
  EXPECT_NE(find_series(both, "averaged, test"), nullptr);
  EXPECT_EQ(build("frechet", frames.input("nonsense")).choice, "train");
}

TEST(PicturePlots, ADistanceThatIsNotANumberIsAGap) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& pictures) {
    auto history = std::make_shared<DistanceHistory>(*pictures.distances);
    for (DistanceRow& row : history->rows) {
      row.fd = row.kd = std::numeric_limits<double>::quiet_NaN();
    }
    pictures.distances = history;
  });
  for (const char* id : {"frechet", "kernel"}) {
    const PlotModel model = build(id, frames.input());
    EXPECT_TRUE(model.empty.has_value()) << id;
    EXPECT_GT(drawn_vertices(model), 100) << id;
  }
}

TEST(PicturePlots, AMeasurementOnItsWaySaysHowFarItIs) {
  const Frames frames = with_pictures(canned_frames({.trained = false}),
                                      [](PictureFrame& p) { p.distance_progress = 0.43; });
  const PlotModel model = build("frechet", frames.input());
  ASSERT_TRUE(model.empty.has_value());
  EXPECT_NE(model.empty->sentence.find("43"), std::string::npos) << model.empty->sentence;
}

TEST(PicturePlots, BeforeTheFirstMeasurementItSaysWhenThatIs) {
  const auto sentence = [](std::int64_t every, std::int64_t samples) {
    const Frames canned = canned_frames();
    auto training = std::make_shared<TrainingFrame>(*canned.training);
    auto spec = std::make_shared<ExperimentSpec>(*training->spec);
    spec->distances.every = every;
    spec->distances.samples = samples;
    spec->training.stop_after = 20000;
    training->spec = spec;
    Frames frames = with_pictures(canned, [](PictureFrame& p) { p.distances = nullptr; });
    frames.training = training;
    const PlotModel model = build("frechet", frames.input());
    return model.empty ? model.empty->sentence : std::string();
  };
  EXPECT_NE(sentence(375, 100).find("step 375"), std::string::npos) << sentence(375, 100);
  EXPECT_NE(sentence(0, 100).find("step 20"), std::string::npos) << sentence(0, 100);
  EXPECT_NE(sentence(375, 0).find("Not measured"), std::string::npos) << sentence(375, 0);
}

TEST(PicturePlots, TheHelpSaysWhatADistanceMeans) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& p) {
    auto history = std::make_shared<DistanceHistory>(*p.distances);
    history->scale = {{"one class missing", 2.29, 0.5, 1000}, {"uniform noise", 111.0, 30.0, 1000}};
    p.distances = history;
  });
  const std::string help = build("frechet", frames.input()).help;
  EXPECT_NE(help.find("Of samples by "), std::string::npos) << help;
  EXPECT_NE(help.find("pictures: one class missing 2.3; uniform noise 111."), std::string::npos)
      << help;
  EXPECT_NE(build("kernel", frames.input()).help.find("uniform noise 30."), std::string::npos);
}

TEST(PicturePlots, TheLossStandsBetweenItsTwoReferences) {
  const PlotModel model = build("loss", canned_frames().input());
  ASSERT_NE(find_line(model, "best Gaussian"), nullptr);
  EXPECT_EQ(find_line(model, "best Gaussian")->at, 0.2431);
  ASSERT_NE(find_line(model, "memorised"), nullptr);
  EXPECT_EQ(find_line(model, "memorised")->at, 0.0712);
  EXPECT_EQ(find_line(model, "floor"), nullptr);
  const PlotModel levels = build("level_loss", canned_frames().input());
  for (const char* label : {"averaged", "raw", "best Gaussian", "memorised"}) {
    ASSERT_NE(find_series(levels, label), nullptr) << label;
    EXPECT_EQ(find_series(levels, label)->y.size(), 10U) << label;
  }
  EXPECT_NEAR(find_line(levels, "shown level")->at, canned::moment_sigma(5), 1e-12);
}

TEST(PicturePlots, LinesThatAreNotKnownYetAreNotInTheLegend) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& p) {
    p.levels = nullptr;
    p.gaussian_loss = p.empirical_loss = {};
  });
  const PlotModel model = build("loss", frames.input());
  EXPECT_TRUE(model.lines.empty());
  EXPECT_NE(model.quantity.find("|s − target|²"), std::string::npos) << model.quantity;
  EXPECT_EQ(find_series(build("level_loss", frames.input()), "memorised"), nullptr);
  const Frames untrained = with_pictures(canned_frames({.trained = false}), [](PictureFrame& p) {
    p.levels = nullptr;
    p.gaussian_loss = p.empirical_loss = {};
  });
  EXPECT_EQ(build("loss", untrained.input()).empty->sentence,
            "The two known scores are being measured");
}

TEST(PicturePlots, LossPerLevelSpansTheWholeLadder) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& p) {
    auto levels = std::make_shared<PictureLevels>(*p.levels);
    levels->sigma.resize(3);
    p.levels = levels;
  });
  const PlotModel model = build("level_loss", frames.input());
  EXPECT_LE(*model.x.low, frames.training->levels.back());
  EXPECT_GE(*model.x.high, frames.training->levels.front());
}

TEST(PicturePlots, LossPerLevelSaysOfWhichStepItIs) {
  const Frames frames =
      with_pictures(canned_frames(), [](PictureFrame& p) { p.levels_step = 1234; });
  const PlotModel model = build("level_loss", frames.input());
  EXPECT_TRUE(model.quantity.starts_with("at step " + count_text(1234))) << model.quantity;
  EXPECT_EQ(model.short_quantity, "at step " + count_text(1234));
}

TEST(PicturePlots, TheAxisOfDistancesReachesTheFirstMeasurement) {
  const Frames canned = canned_frames();
  auto training = std::make_shared<TrainingFrame>(*canned.training);
  auto spec = std::make_shared<ExperimentSpec>(*training->spec);
  spec->distances.every = 1875;
  spec->distances.samples = 100;
  spec->training.stop_after = 20000;
  training->spec = spec;
  training->step = 80;
  Frames frames = with_pictures(canned, [](PictureFrame& p) { p.distances = nullptr; });
  frames.training = training;
  EXPECT_EQ(build("frechet", frames.input()).x.high, 1875.0);
}

TEST(PicturePlots, ClassesAreBarsInPerCentWithTheUnknownLast) {
  const PlotModel model = build("classes", canned_frames().input());
  const Series* bars = &model.series.front();
  EXPECT_TRUE(bars->label.starts_with("at step ")) << bars->label;
  ASSERT_EQ(bars->y.size(), 11U);
  EXPECT_NEAR(bars->y[1], 14.2, 1e-9);
  EXPECT_NEAR(bars->high[1] - bars->y[1], 100.0 * std::sqrt(0.142 * 0.858 / 1000.0), 1e-9);
  EXPECT_NEAR(bars->y.back(), 3.5, 1e-9);
  EXPECT_EQ(model.x.names.back(), "unknown");
  EXPECT_EQ(model.x.short_names.size(), model.x.names.size());
  EXPECT_EQ(model.x.short_names[1], "1");
  EXPECT_EQ(model.x.short_names.back(), "?");
  EXPECT_NE(model.quantity.find("entropy 2.27 of 2.30"), std::string::npos) << model.quantity;
  EXPECT_NE(find_series(model, "training set"), nullptr);
}

TEST(PicturePlots, ClassesWithNamesAreCutToTheirBeginningsUnlessThoseAreAlike) {
  const auto short_names = [](std::vector<std::string> names) {
    const Frames frames = with_pictures(canned_frames({.trained = false}), [&](PictureFrame& p) {
      p.distances = nullptr;
      p.class_names = names;
    });
    std::vector<std::string> found = build("classes", frames.input()).x.short_names;
    found.resize(names.size());
    return found;
  };
  EXPECT_EQ(short_names({"T-shirt/top", "Trouser", "Ärmel"}),
            (std::vector<std::string>{"T-", "Tr", "Är"}));
  EXPECT_EQ(short_names({"Shirt", "Shoe"}), (std::vector<std::string>{"Shi", "Sho"}));
  EXPECT_EQ(short_names({"cat 1", "cat 2"}), (std::vector<std::string>{"0", "1"}));
}

TEST(PicturePlots, SamplesThatWereNotReadYetAreBeingRead) {
  const auto frames_at = [](std::int64_t step) {
    return with_pictures(canned_frames({.trained = false}), [&](PictureFrame& pictures) {
      auto gallery = std::make_shared<GalleryFrame>(*pictures.galleries[0]);
      gallery->step = step;
      gallery->classes = nullptr;
      gallery->memorised_share.reset();
      pictures.galleries = {gallery, nullptr};
      pictures.distances = nullptr;
    });
  };
  EXPECT_EQ(build("classes", frames_at(0).input()).empty->verb, "Sample");
  EXPECT_EQ(build("memorised", frames_at(0).input()).empty->verb, "Sample");
  const PlotModel classes = build("classes", frames_at(9).input());
  EXPECT_EQ(classes.empty->sentence, "The samples are being read");
  EXPECT_EQ(classes.empty->verb, "");
  EXPECT_EQ(classes.summary.front().text, "being read");
  EXPECT_EQ(build("memorised", frames_at(9).input()).summary.front().text, "being compared");
}

/// On the plane it is where the arrows are, not where the gallery stands.
TEST(PicturePlots, TheShownLevelIsThatOfTheStage) {
  Frames frames = canned_frames();
  const auto line_at = [&] {
    PlotInput input = frames.input();
    input.shown_level = 1;
    for (const ReferenceLine& line : build("level_loss", input).lines) {
      if (line.label == "shown level") return line.at;
    }
    return 0.0;
  };
  auto simulation = std::make_shared<SimulationFrame>(*frames.simulation);
  simulation->plane = nullptr;
  frames.simulation = simulation;
  EXPECT_EQ(line_at(), frames.simulation->pictures->galleries[0]->shown_sigma);
  simulation = std::make_shared<SimulationFrame>(*simulation);
  simulation->plane = std::make_shared<PlaneFrame>();
  frames.simulation = simulation;
  EXPECT_EQ(line_at(), frames.training->levels[1]);
}

TEST(PicturePlots, TwoGalleriesAreTheBarsAAndB) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& pictures) {
    auto other = std::make_shared<GalleryFrame>(*pictures.galleries[0]);
    other->weights = "training set's own score";
    other->learned_score = false;
    other->memorised_share = 1.0;
    pictures.galleries[1] = other;
  });
  const PlotModel model = build("memorised", frames.input());
  EXPECT_EQ(model.x.short_names, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(model.x.names.back(), "training set's own score");
  ASSERT_EQ(model.series.size(), 2U);
  EXPECT_EQ(model.series[1].y, std::vector<double>{1.0});
  EXPECT_EQ(model.series[0].role, Role::kLearned);
  EXPECT_EQ(model.series[1].role, Role::kExact);
}

TEST(PicturePlots, TwoSamplersHaveTheirClassesBesideEachOther) {
  const Frames frames = with_pictures(canned_frames(), [](PictureFrame& pictures) {
    for (const double entropy : {1.25, 2.125}) {
      const auto i = entropy < 2.0 ? 0U : 1U;
      auto gallery = std::make_shared<GalleryFrame>(*pictures.galleries[0]);
      auto row = std::make_shared<ClassRow>(pictures.distances->classes.back());
      row->n = 64;
      row->entropy = entropy;
      gallery->classes = row;
      pictures.galleries[i] = gallery;
    }
  });
  const PlotModel model = build("classes", frames.input());
  ASSERT_EQ(model.series.size(), 3U);
  EXPECT_EQ(model.series[0].label, "A");
  EXPECT_EQ(model.series[0].role, Role::kPlain);
  EXPECT_EQ(model.series[1].role, Role::kAnnealed);
  EXPECT_EQ(model.series[1].bar, 1);
  EXPECT_EQ(model.series[1].bars_beside, 2);
  EXPECT_NE(model.quantity.find("% of 64, entropy A 1.25, B 2.1"), std::string::npos)
      << model.quantity;
}

TEST(PicturePlots, ClassesComeFromTheGalleryBeforeAnyMeasurement) {
  const Frames frames = canned_frames({.trained = false});
  const PlotModel model = build("classes", frames.input());
  EXPECT_NE(model.quantity.find("of 64,"), std::string::npos) << model.quantity;
  const Frames none = with_pictures(frames, [](PictureFrame& pictures) {
    pictures.galleries = {};
    pictures.classifier.clear();
  });
  EXPECT_NE(build("classes", none.input()).empty->sentence.find("No classifier"),
            std::string::npos);
}

TEST(PicturePlots, MemorisedIsTheShareOfTheGallery) {
  const PlotModel model = build("memorised", canned_frames().input());
  ASSERT_FALSE(model.summary.empty());
  EXPECT_EQ(model.summary[0].text, "0.000");
  EXPECT_EQ(model.summary[1].text, "of 64, d₁ / d₂ < 1/3");
}

TEST(PicturePlots, TheColumnTakesOnlyThePlotsOfItsData) {
  PlotsColumnState state;
  state.pictures = true;
  set_open_plots(state, {"mode_weight", "frechet", "loss"});
  EXPECT_EQ(state.open, (std::vector<std::string>{"frechet", "loss"}));
  for (const std::string& id : state.folded) EXPECT_TRUE(find_plot(id)->is_for(true)) << id;
  state.pictures = false;
  set_open_plots(state, {"frechet", "loss"});
  EXPECT_EQ(state.open, (std::vector<std::string>{"loss"}));
}

}  // namespace
}  // namespace scorescope
