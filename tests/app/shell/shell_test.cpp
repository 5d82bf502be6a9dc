// What the shell does with files, lessons and requests, drawn on canned frames.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "app/shell/figure_picture.h"
#include "tests/app/panels/small_state.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that is the current one while the test runs.
class Shells : public testing::Test {
 protected:
  Shells() : before_(fs::current_path()) {
    folder_ = fs::temp_directory_path() / ("scorescope-shell-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  ~Shells() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  fs::path before_, folder_;
};

TEST_F(Shells, AnUnknownFileIsANoticeThatSaysWhatIsExpected) {
  CannedShell canned;
  const ExperimentSpec before = canned.state().draft;
  std::ofstream("notes.pdf") << "no data";
  canned.shell().open("notes.pdf");
  ASSERT_EQ(canned.state().notices.size(), 1U);
  EXPECT_NE(canned.state().notices[0].notice.detail.find("CSV"), std::string::npos);
  EXPECT_EQ(canned.state().draft, before);
}

TEST_F(Shells, PresetsAreOpenedByTheirIdLikeLessons) {
  CannedShell canned;
  Lesson poster = small_lesson();
  poster.id = "poster";
  poster.title = "Poster";
  poster.cards.clear();
  poster.spec.noise.options["max"] = 10.0;
  canned.state().presets = {poster};
  canned.state().ask(action::OpenLesson{"poster"});
  canned.draw(1600, 900);
  EXPECT_EQ(canned.state().lesson.title, "Poster");
  EXPECT_EQ(canned.state().draft, poster.spec);
  EXPECT_TRUE(canned.state().notices.empty());
}

TEST_F(Shells, ValuesOfAPlotAreWrittenBesideTheRun) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().ask(action::ExportValues{"loss"});
  canned.draw(1600, 900);
  ASSERT_TRUE(fs::exists("runs/why-annealing-01/loss.csv"));
  std::ifstream file("runs/why-annealing-01/loss.csv");
  std::string header;
  std::getline(file, header);
  EXPECT_NE(header.find(','), std::string::npos) << header;
  EXPECT_EQ(canned.state().saved_to, "runs/why-annealing-01/loss.csv");
}

/// Lines of a CSV file, the header first.
std::vector<std::string> lines_of(const std::string& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

TEST_F(Shells, FieldAndParticlesOfAViewAreWrittenAsTables) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().ask(action::ExportView{1, false});
  canned.state().ask(action::ExportView{1, true});
  canned.draw(1600, 900);
  const auto field = lines_of("runs/why-annealing-01/view_b.csv");
  const FieldFrame& shown = *canned.state().frames.simulation->fields[1];
  ASSERT_EQ(field.size(), 1U + shown.exact.vectors.size() / 2);
  EXPECT_EQ(field[0], "sigma,x,y,density,exact_x,exact_y,learned_x,learned_y,error");
  double sigma = 0, x = 0, y = 0, density = 0, exact_x = 0, exact_y = 0;
  ASSERT_EQ(std::sscanf(field[1].c_str(), "%lf,%lf,%lf,%lf,%lf,%lf", &sigma, &x, &y, &density,
                        &exact_x, &exact_y),
            6);
  EXPECT_NEAR(sigma, shown.sigma, 1e-6);
  // the arrow at the lower left, half a cell inside
  const Bounds& bounds = shown.exact.bounds;
  EXPECT_NEAR(x, bounds.left + 0.5 * (bounds.right - bounds.left) / shown.exact.columns, 1e-6);
  EXPECT_NEAR(y, bounds.bottom + 0.5 * (bounds.top - bounds.bottom) / shown.exact.rows, 1e-6);
  EXPECT_NEAR(exact_x, shown.exact.vectors[0], 1e-6);
  EXPECT_GT(density, 0.0);
  const auto particles = lines_of("runs/why-annealing-01/view_b_particles.csv");
  EXPECT_EQ(particles.size(),
            1U + canned.state().frames.simulation->clouds[1]->positions.size() / 2);
}

TEST_F(Shells, PicturesOfViewsAndPlotsAreWrittenAtTwiceTheSize) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().ask(action::ExportPicture{"view_b"});
  canned.state().ask(action::ExportPicture{"mode_weight"});
  canned.draw(1600, 900);
  EXPECT_GT(fs::file_size("runs/why-annealing-01/view_b.png"), 50000U);
  EXPECT_GT(fs::file_size("runs/why-annealing-01/mode_weight.png"), 10000U);
  const RgbaImage view = figure_picture({canned.state(), canned.shell().plots(), "view_b", 2.0F});
  EXPECT_EQ(view.size.width, 2 * 486);
  keep_shot(view, "figure-view");
  keep_shot(figure_picture({canned.state(), canned.shell().plots(), "mode_weight", 2.0F}),
            "figure-plot");
}

TEST_F(Shells, AWindowPictureIsAskedForOnce) {
  CannedShell canned;
  canned.state().ask(action::ExportPicture{"window"});
  canned.draw(1600, 900);
  EXPECT_EQ(canned.shell().take_window_picture(), "runs/why-annealing-01/window.png");
  EXPECT_FALSE(canned.shell().take_window_picture().has_value());
}

TEST_F(Shells, AnUnknownFigureListsWhatThereIs) {
  CannedShell canned;
  try {
    figure_picture({canned.state(), canned.shell().plots(), "lots", 1.0F});
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("view_a"), std::string::npos) << error.what();
  }
}

TEST_F(Shells, CardsOpenThroughTheirAction) {
  CannedShell canned;
  canned.state().ask(action::OpenCard{1});
  canned.draw(1600, 900);
  EXPECT_EQ(canned.state().card, 1);
  EXPECT_EQ(canned.state().view.pair, StagePair::kSamplers);
}

TEST_F(Shells, AScaleTheWindowHasNoRoomForIsSaidOnce) {
  CannedShell canned;
  canned.state().view.scale = 2.0F;
  canned.settle(1600, 900, 6);
  ASSERT_EQ(canned.state().notices.size(), 1U);
  const ShownNotice& shown = canned.state().notices.front();
  EXPECT_EQ(shown.merged, 1);
  EXPECT_EQ(shown.notice.title, "Interface at scale 1.54 instead of 2");
  EXPECT_NE(shown.notice.detail.find("2\u2009080 × 1\u2009170"), std::string::npos)
      << shown.notice.detail;
  EXPECT_NEAR(canned.state().scale_limit, 1600.0 / 1040.0, 1e-3);
}

TEST_F(Shells, KeysRestWhileAFieldIsTypedIn) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().open_card = true;
  canned.settle(1600, 900, 4);
  const bool presenter = canned.state().view.presenter;
  canned.io().KeysDown['F'] = true;
  canned.draw(1600, 900);
  canned.io().KeysDown['F'] = false;
  canned.draw(1600, 900);
  EXPECT_EQ(canned.state().view.presenter, presenter);
  canned.state().open_card = false;
  canned.settle(1600, 900, 3);
  canned.io().KeysDown['F'] = true;
  canned.draw(1600, 900);
  EXPECT_NE(canned.state().view.presenter, presenter);
}

}  // namespace
}  // namespace scorescope
