// Tables as CSV and points from CSV.
#include "core/record/csv_table.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/record/file.h"
#include "tests/core/record/record_files.h"

namespace scorescope {
namespace {

std::vector<double> points(std::string_view text) { return points_from_csv(text, "p.csv"); }

std::string complaint(std::string_view text) {
  return message_of([&] { points(text); });
}

TEST(CsvTable, WritesNumbersAndWords) {
  CsvTable table({"step", "loss", "sampler"});
  table.add({std::int64_t{12}, 0.1, std::string("langevin")});
  table.add({std::int64_t{13}, std::nan(""), std::string("a,\"b\"")});
  EXPECT_EQ(table.text(), "step,loss,sampler\n12,0.1,langevin\n13,,\"a,\"\"b\"\"\"\n");
}

TEST(CsvTable, Float32NumbersReadBackAsTheSame) {
  for (const float value : {1.0F / 3.0F, 1e-30F, 16777217.0F, -0.2020131F}) {
    EXPECT_EQ(std::stof(csv_text(static_cast<double>(value))), value);
  }
}

TEST(CsvTable, RowOfAnotherWidthIsOurMistake) {
  CsvTable table({"a", "b"});
  EXPECT_THROW(table.add({1.0}), InternalError);
}

TEST(PointsCsv, ReadsSeparatorsHeadersAndComments) {
  const std::vector<double> expected{1, 2, -3.5, 4e-1};
  EXPECT_EQ(points("x,y\n1,2\n-3.5,4e-1\n"), expected);
  EXPECT_EQ(points("\xEF\xBB\xBFx;y\r\n1;2\r\n-3.5;+0.4\r\n"), expected);
  EXPECT_EQ(points("x,y\r1,2\r-3.5,0.4\r"), expected) << "an old Mac's line ends";
  EXPECT_EQ(points("# made by hand\n1 2\n\n  -3.5   0.4"), expected);
  EXPECT_EQ(points("1\t2\t9\n-3.5\t0.4\t9\n"), expected);
  EXPECT_EQ(points("\"x\",\"y\"\n\"1\",\"2\"\n\"-3.5\",\"0.4\"\n"), expected);
  EXPECT_EQ(points("name,y,x\na,2,1\nb,0.4,-3.5\n"), expected) << "columns go by their names";
}

TEST(PointsCsv, EachMistakeGetsASentenceWithItsLine) {
  EXPECT_EQ(complaint("x,y\n1,2\n3,tall\n"),
            "p.csv: line 3: y is \"tall\", but it must be a finite number.");
  EXPECT_EQ(complaint("x,y\r\n1,2\r\n3,tall\r\n"), complaint("x,y\r1,2\r3,tall\r"));
  EXPECT_EQ(complaint("1,nan\n"), "p.csv: line 1: y is \"nan\", but it must be a finite number.");
  EXPECT_EQ(complaint("inf,1\n"), "p.csv: line 1: x is \"inf\", but it must be a finite number.");
  EXPECT_EQ(complaint("1,2\n3\n"),
            "p.csv: line 2 has one column (\"3\"), but a point needs two: x and y.");
  EXPECT_EQ(complaint("1,\n"), "p.csv: line 1: y is \"\", but it must be a finite number.");
  EXPECT_EQ(complaint("x,y\n"), "p.csv has no points.");
  EXPECT_EQ(complaint("1,5;2,5\n"), "p.csv: line 1: y is \"5;2\", but it must be a finite number.");
  EXPECT_EQ(complaint("1,1e308\n"),
            "p.csv: line 1: y is \"1e308\", but it must be a number from -1e12 to 1e12.");
  EXPECT_EQ(complaint("name,y,x\na,2\n"),
            "p.csv: line 2 has 2 columns, but y and x stand in columns 2 and 3.");
  EXPECT_EQ(complaint(std::string_view("1,2\n\0", 5)).substr(0, 26), "p.csv is not a text file; ");
  EXPECT_EQ(complaint(""), "p.csv has no points.");
  EXPECT_NE(complaint("x,y\nx,y\n1,2\n"), "no error") << "only one header line";
}

TEST(PointsCsv, ReadsFromAFile) {
  const TestFolder folder("csv");
  write_file(folder / "p.csv", "1,2\n");
  EXPECT_EQ(read_points_csv(folder / "p.csv"), (std::vector<double>{1, 2}));
}

}  // namespace
}  // namespace scorescope
