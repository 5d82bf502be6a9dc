// Tables and pictures that a user gives: what is read, and how what cannot be read is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/distribution/catalogue.h"
#include "core/distribution/csv.h"
#include "core/distribution/mixture.h"
#include "core/distribution/picture.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

class CsvFile : public testing::Test {
 protected:
  CsvReading read(std::string_view text) const {
    return read_csv(files.write("points.csv", text), 1000);
  }
  std::string refused(std::string_view text, Values options = {}) const {
    options["path"] = files.write("points.csv", text);
    return refusal([&] { make_distribution({"csv", options}); });
  }
  DistributionData make(std::string_view text, Values options = {}) const {
    options["path"] = files.write("points.csv", text);
    return make_distribution({"csv", options});
  }

  SampleFiles files;
};

void expect_says(const std::string& message, std::initializer_list<std::string_view> parts) {
  for (const auto part : parts) {
    EXPECT_NE(message.find(part), std::string::npos) << "no \"" << part << "\" in: " << message;
  }
}

TEST_F(CsvFile, ReadsTheUsualSpellings) {
  for (const std::string_view text :
       {"1,2\n-3.5,4e-1\n", "x,y\n1,2\n-3.5,4e-1\n", "\xef\xbb\xbfx;y\r\n1;2\r\n-3.5;0.4\r\n",
        "# from a program\n\n1\t2\n-3.5\t.4", "  1   2\n -3.5  +0.4  \n",
        "\"1\", \"2\"\n\"-3.5\",\"0.4\"\n", "x,y\r1,2\r-3.5,0.4\r", "1,2\r-3.5,0.4"}) {
    const CsvReading reading = read(text);
    ASSERT_EQ(reading.points.size(), 2U) << text;
    EXPECT_EQ(reading.points[0].x, 1.0) << text;
    EXPECT_EQ(reading.points[0].y, 2.0) << text;
    EXPECT_EQ(reading.points[1].x, -3.5) << text;
    EXPECT_EQ(reading.points[1].y, 0.4) << text;
    EXPECT_EQ(reading.points[1].weight, 1.0) << text;
    EXPECT_EQ(reading.bad_rows, 0) << text;
  }
}

TEST_F(CsvFile, ReadsWeightsAndNamedColumns) {
  EXPECT_EQ(read("0,1,3\n1,0,1\n").points[0].weight, 3.0);
  EXPECT_EQ(read("x,y,w\n0,1,3\n").points[0].weight, 3.0);
  const CsvReading wide = read("id,Y,label,X,weight\n7,2,9,1,0.5\n");
  EXPECT_EQ(wide.points[0].x, 1.0);
  EXPECT_EQ(wide.points[0].y, 2.0);
  EXPECT_EQ(wide.points[0].weight, 0.5);
}

TEST_F(CsvFile, BecomesPointMassesOrKernels) {
  const auto masses = make("x,y,weight\n1,2,3\n-2,0,1\n");
  EXPECT_EQ(masses.components[0], (GaussianComponent{0.75, {1.0, 2.0}, {0.0, 0.0, 0.0}}));
  EXPECT_TRUE(masses.exact_law);
  EXPECT_EQ(masses.description, "points.csv, 2 points weighted by column 3");
  const auto kernels = make("1,2\n-2,0\n", {{"kernel_std", 0.5}});
  EXPECT_EQ(kernels.description, "points.csv, 2 points");
  EXPECT_EQ(kernels.components[1].covariance, (std::array{0.25, 0.0, 0.25}));
}

TEST_F(CsvFile, IsFittedToTheViewOnlyIfNeeded) {
  EXPECT_EQ(make("6,0\n-6,1\n").components[0].mean, (std::array{6.0, 0.0}));
  const auto far = make("100,50\n300,150\n");
  EXPECT_EQ(far.components[0].mean, (std::array{-6.0, -3.0}));
  EXPECT_EQ(far.components[1].mean, (std::array{6.0, 3.0}));
  expect_says(far.description, {"moved", "scaled by 0.06"});
  EXPECT_EQ(make("100,50\n300,150\n", {{"fit", std::string("never")}}).components[0].mean,
            (std::array{100.0, 50.0}));
}

TEST_F(CsvFile, NamesRowColumnAndTextOfABadCell) {
  const std::string message = refused("x,y\n1,2\n3,abc\n4,5\n");
  expect_says(message, {"points.csv", "row 3", "column 2 (y)", "\"abc\"", "not a number",
                        "2 of 3 rows", "data.skip_bad_rows=true"});
  expect_says(refused("x,y\r1,2\r\r3,abc\r"), {"row 4", "\"abc\""});
  expect_says(refused("x,y\r\n1,2\r\n\r\n3,abc\r\n"), {"row 4", "\"abc\""});
}

TEST_F(CsvFile, RefusesNumbersThatAreNotFinite) {
  expect_says(refused("1,2\nnan,3\n"), {"row 2", "column 1 (x)", "\"nan\"", "not a finite number"});
  expect_says(refused("1,2\n1,inf\n"), {"row 2", "column 2 (y)", "\"inf\""});
  expect_says(refused("1,2\n1,1e999\n"), {"row 2", "\"1e999\""});
  expect_says(refused("1,2\n1,1e15\n"), {"larger than 1e12"});
}

TEST_F(CsvFile, RefusesMissingCellsAndBadWeights) {
  expect_says(refused("1,2\n1,\n"), {"row 2", "column 2 (y)", "\"\""});
  expect_says(refused("1,2\n1,2,3\n"), {"row 2", "3 columns where 2 are expected"});
  expect_says(refused("1,2,-1\n"), {"row 1", "weight", "-1", "negative"});
  expect_says(refused("1,2,0\n3,4,0\n"), {"weights are zero"});
}

TEST_F(CsvFile, SkipsBadRowsIfAsked) {
  const auto data = make("x,y\n1,2\n3,abc\n4,5\n", {{"skip_bad_rows", true}});
  EXPECT_EQ(data.components.size(), 2U);
  expect_says(data.description, {"1 rows left out"});
  expect_says(refused("1,b\n3,c\n", {{"skip_bad_rows", true}}), {"row 1", "No row can be used"});
}

TEST_F(CsvFile, RefusesTablesOfTheWrongShape) {
  expect_says(refused("1\n2\n3\n"), {"one column", "two or three"});
  expect_says(refused("1,2,3,4\n"), {"4 columns", "two or three"});
  expect_says(refused("x,y\n"), {"no rows"});
  expect_says(refused("\n\n# nothing\n"), {"no rows"});
  expect_says(refused(""), {"empty"});
  expect_says(refused(std::string_view("1,2\0\n", 5)), {"not a text file"});
}

TEST_F(CsvFile, RefusesMoreRowsThanAllowed) {
  expect_says(refused("1,2\n3,4\n5,6\n", {{"max_rows", std::int64_t{2}}}),
              {"more than 2 rows", "max_rows"});
}

TEST_F(CsvFile, NamesAPathThatCannotBeRead) {
  const auto refuse = [](const std::string& path) {
    return refusal([&] { make_distribution({"csv", {{"path", path}}}); });
  };
  expect_says(refuse(files.path("missing.csv")), {"missing.csv", "No such file"});
  expect_says(refuse(files.path("")), {"is a folder"});
  expect_says(refuse(""), {"path is empty"});
}

class PictureFile : public testing::Test {
 protected:
  std::string refused(const std::string& path, Values options = {}) const {
    options["path"] = path;
    return refusal([&] { make_distribution({"picture", options}); });
  }
  Mixture make(const std::string& path, Values options = {}) const {
    options["path"] = path;
    return Mixture(make_distribution({"picture", options}).components);
  }

  SampleFiles files;
};

TEST_F(PictureFile, PutsTheInkInTheMiddleOfTheView) {
  for (const std::string name : {"bar.png", "bar.bmp", "bar.jpg"}) {
    const Mixture mixture = make(files.write_bar(name));
    EXPECT_NEAR(mixture.mean()[0], 0.0, 0.1) << name;
    EXPECT_NEAR(mixture.mean()[1], 0.0, 0.1) << name;
    // A bar from -6 to 6 of a fifth of that height, blurred by 0.6 pixels.
    const auto [xx, xy, yy] = mixture.covariance();
    const double pixel = 12.0 / 20.0;
    EXPECT_NEAR(xx, 12.0 + 0.36 * pixel * pixel, 0.3) << name;
    EXPECT_NEAR(xy, 0.0, 0.05) << name;
    EXPECT_NEAR(yy, 2.4 * 2.4 / 12.0 + 0.36 * pixel * pixel, 0.1) << name;
  }
}

TEST_F(PictureFile, PointsUpWherePixelsGoDown) {
  // Bright ink: all but the bar, which lies in the upper part of the picture.
  const Mixture mixture = make(files.write_bar("bar.png"), {{"ink", std::string("bright")}});
  EXPECT_LT(mixture.mean()[1], -0.05);
}

TEST_F(PictureFile, KeepsToItsNumberOfComponents) {
  const Mixture mixture = make(files.write_bar("bar.png"), {{"most_components", std::int64_t{16}}});
  EXPECT_LE(mixture.components().size(), 16U);
  EXPECT_GE(mixture.components().size(), 8U);
}

TEST_F(PictureFile, RefusesATruncatedPicture) {
  for (const std::string name : {"bar.png", "bar.jpg", "bar.bmp"}) {
    files.write_bar(name);
    const std::string whole = files.read(name);
    for (const std::size_t kept : {whole.size() / 2, whole.size() - 20}) {
      const std::string path = files.write("cut-" + name, whole.substr(0, kept));
      expect_says(refused(path), {"cut-" + name, "truncated"});
    }
  }
}

TEST_F(PictureFile, SaysWhyAGifCannotBeDecodedWhereThatIsKnown) {
  const std::string header("GIF89a\x0a\0\x0a\0\x80\0\0\0\0\0\xff\xff\xff", 19);
  const std::string without = files.write("without.gif", header + ";");
  EXPECT_EQ(refused(without), without + " cannot be decoded; it may be truncated or damaged.");
  const std::string damaged = files.write("damaged.gif", header + "Z;");
  EXPECT_EQ(refused(damaged),
            damaged + " cannot be decoded; it may be truncated or damaged (unknown code).");
}

TEST_F(PictureFile, SurvivesEveryPossibleCut) {
  for (const std::string name : {"bar.png", "bar.jpg", "bar.bmp"}) {
    files.write_bar(name);
    const std::string whole = files.read(name);
    for (std::size_t kept = 1; kept < whole.size(); kept += 3) {
      const std::string path = files.write("cut.bin", whole.substr(0, kept));
      try {
        make(path);
      } catch (const UserError&) {
        continue;
      }
      // What is lost at the very end of a file may be nothing that matters.
      EXPECT_GT(kept + 20, whole.size()) << name << " cut to " << kept << " of " << whole.size();
    }
  }
}

TEST_F(PictureFile, RefusesAHugePictureFromItsHeaderAlone) {
  files.write_bar("bar.png");
  std::string bytes = files.read("bar.png");
  const auto set_size = [&](std::size_t at, unsigned size) {
    for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(size >> (24 - 8 * i));
  };
  set_size(16, 20000);
  expect_says(refused(files.write("wide.png", bytes)), {"wide.png", "20000 x 20", "16384"});
  set_size(16, 16000);
  set_size(20, 16000);
  expect_says(refused(files.write("large.png", bytes)), {"16000 x 16000", "64 million"});
}

TEST_F(PictureFile, RefusesWhatIsNoPicture) {
  expect_says(refused(files.write("words.png", "these are words")), {"words.png", "PNG, JPEG"});
  expect_says(refused(files.write("empty.png", "")), {"empty"});
  expect_says(refused(files.path("missing.png")), {"missing.png", "No such file"});
}

TEST_F(PictureFile, RefusesAPictureWithoutInk) {
  const std::string path = files.write_bar("bar.png");
  expect_says(refused(path, {{"threshold", 1.0}}), {"threshold 1", "darkest is 1"});
}

}  // namespace
}  // namespace scorescope
