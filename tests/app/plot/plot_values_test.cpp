// Axis marks, fitted ranges, decimation, CSV, and numbers as text.
#include "app/plot/ticks.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "app/plot/decimate.h"
#include "app/plot/end_labels.h"
#include "app/plot/number_text.h"
#include "app/plot/plot_model.h"
#include "app/plot/range.h"

namespace scorescope {
namespace {

/// Every character eight pixels wide, as a monospaced face of that size.
float eight_a_letter(const std::string& text) {
  std::size_t letters = 0;
  for (const char c : text) letters += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  return 8.0F * static_cast<float>(letters);
}

TickWish wish(double low, double high, bool logarithmic, float length = 304.0F) {
  return {.low = low,
          .high = high,
          .logarithmic = logarithmic,
          .length = length,
          .least_gap = 60.0F,
          .label_gap = 8.0F,
          .extent = eight_a_letter};
}

std::vector<std::string> texts(const std::vector<Tick>& ticks) {
  std::vector<std::string> result;
  for (const Tick& tick : ticks) result.push_back(tick.text);
  return result;
}

TEST(Ticks, NeverOverlapOverManyRanges) {
  std::mt19937_64 engine(1);
  std::uniform_real_distribution<double> exponent(-7.0, 7.0), span(0.01, 9.0);
  for (int i = 0; i < 2000; ++i) {
    const bool logarithmic = i % 2 == 0;
    const double low = std::pow(10.0, exponent(engine));
    const double high = logarithmic ? low * std::pow(10.0, span(engine)) : low * (1 + span(engine));
    const auto length = static_cast<float>(80 + i % 700);
    const std::vector<Tick> ticks = axis_ticks(wish(low, high, logarithmic, length));
    for (std::size_t k = 1; k < ticks.size(); ++k) {
      const float gap = ticks[k].position - ticks[k - 1].position;
      const float labels = (eight_a_letter(ticks[k].text) + eight_a_letter(ticks[k - 1].text)) / 2;
      EXPECT_GE(gap, labels) << low << " to " << high << " over " << length << " px";
      // parts of a decade that join two marks may stand closer
      const float least = logarithmic && ticks.size() < 6 ? 35.0F : 59.0F;
      EXPECT_GE(gap, least) << low << " to " << high << " over " << length << " px";
      EXPECT_LT(ticks[k - 1].value, ticks[k].value);
    }
  }
}

TEST(Ticks, AreAlwaysThereOnAnAxisOfOrdinaryLength) {
  std::mt19937_64 engine(2);
  std::uniform_real_distribution<double> exponent(-5.0, 5.0), span(0.3, 6.0);
  for (int i = 0; i < 500; ++i) {
    const double low = std::pow(10.0, exponent(engine));
    const bool logarithmic = i % 2 == 0;
    const double high = logarithmic ? low * std::pow(10.0, span(engine)) : low * (1 + span(engine));
    EXPECT_GE(axis_ticks(wish(low, high, logarithmic)).size(), 2U) << low << " to " << high;
  }
}

TEST(Ticks, LinearStepsAreOneTwoTwoAndAHalfOrFive) {
  const std::vector<std::string> expected{"0",   "200", "400",
                                          "600", "800", "1" + std::string(kThinSpace) + "000"};
  EXPECT_EQ(texts(axis_ticks(wish(0, 1000, false, 310))), expected);
  EXPECT_EQ(texts(axis_ticks(wish(0, 0.5, false, 140))),
            (std::vector<std::string>{"0.00", "0.25", "0.50"}));
}

TEST(Ticks, LogarithmicAxesShowDecadesOrTheirParts) {
  EXPECT_EQ(texts(axis_ticks(wish(1, 9000, true))),
            (std::vector<std::string>{"1", "10", "100", "1" + std::string(kThinSpace) + "000"}));
  EXPECT_EQ(texts(axis_ticks(wish(1, 20, true))),
            (std::vector<std::string>{"1", "2", "5", "10", "20"}));
}

TEST(Ticks, TwoDecadesAreParted) {
  const std::vector<Tick> ticks = axis_ticks(wish(0.7, 14, true, 150));
  EXPECT_GT(ticks.size(), 2U);
}

TEST(Ticks, AnImpossibleRangeHasNone) {
  EXPECT_TRUE(axis_ticks(wish(1, 1, false)).empty());
  EXPECT_TRUE(axis_ticks(wish(-1, 10, true)).empty());
  EXPECT_TRUE(axis_ticks(wish(0, std::nan(""), false)).empty());
}

TEST(FittedRange, OneOutlierDoesNotSqueezeTheCurve) {
  std::vector<double> values;
  for (int i = 0; i < 500; ++i) values.push_back(1.0 + 0.1 * std::sin(i));
  values[250] = 1e6;
  const PlotRange range = fitted_range(values, false, true);
  EXPECT_LT(range.high, 1.5);
  EXPECT_DOUBLE_EQ(fitted_range(values, false, false).high, 1e6);
}

TEST(FittedRange, OneOfTenPointsFarAwayIsLeftOut) {
  const std::vector<double> values{1, 1.1, 1.2, 0.9, 1, 1.05, 0.95, 1, 400, 1.1};
  EXPECT_DOUBLE_EQ(fitted_range(values, false, true).high, 1.2);
}

TEST(FittedRange, KeepsEveryPointOfASteadyCurve) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) values.push_back(i);
  const PlotRange range = fitted_range(values, false, true);
  EXPECT_DOUBLE_EQ(range.low, 1.0);
  EXPECT_DOUBLE_EQ(range.high, 1000.0);
}

TEST(FittedRange, IgnoresWhatALogarithmicAxisCannotShow) {
  const PlotRange range = fitted_range({-1.0, 0.0, 0.5, 2.0, std::nan("")}, true, true);
  EXPECT_NEAR(range.low, 0.5, 1e-12);
  EXPECT_NEAR(range.high, 2.0, 1e-12);
  EXPECT_LT(fitted_range({}, true, true).low, fitted_range({}, true, true).high);
}

TEST(RoundedRange, EndsOnRoundNumbersAndIsNeverEmpty) {
  const PlotRange range = rounded_range({0.03, 0.57}, false);
  EXPECT_DOUBLE_EQ(range.low, 0.0);
  EXPECT_NEAR(range.high, 0.6, 1e-12);
  const PlotRange point = rounded_range({5.0, 5.0}, false);
  EXPECT_LT(point.low, 5.0);
  EXPECT_GT(point.high, 5.0);
  const PlotRange flat = rounded_range({1.0, 1.001}, true);
  EXPECT_GE(flat.high / flat.low, 3.9);
}

TEST(Decimation, KeepsExtremesOfEveryColumnAndTheEnds) {
  std::mt19937_64 engine(3);
  std::normal_distribution<float> noise;
  std::vector<ImVec2> points;
  for (int i = 0; i < 100000; ++i) {
    points.emplace_back(static_cast<float>(i) * 300.0F / 100000.0F, noise(engine));
  }
  const std::vector<ImVec2> kept = decimated(points);
  EXPECT_LE(kept.size(), 4U * 301U);
  std::vector<float> low(301, 1e9F), high(301, -1e9F), kept_low = low, kept_high = high;
  for (const ImVec2& p : points) {
    const auto column = static_cast<std::size_t>(p.x);
    low[column] = std::min(low[column], p.y);
    high[column] = std::max(high[column], p.y);
  }
  for (const ImVec2& p : kept) {
    const auto column = static_cast<std::size_t>(p.x);
    kept_low[column] = std::min(kept_low[column], p.y);
    kept_high[column] = std::max(kept_high[column], p.y);
  }
  EXPECT_EQ(low, kept_low);
  EXPECT_EQ(high, kept_high);
  EXPECT_EQ(kept.front().y, points.front().y);
  EXPECT_EQ(kept.back().y, points.back().y);
}

TEST(Decimation, OfABandKeepsItsUnion) {
  const std::vector<BandColumn> kept =
      decimated_band({{1.1F, 10, 5}, {1.4F, 12, 7}, {1.9F, 9, 2}, {2.5F, 8, 6}});
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_FLOAT_EQ(kept[0].low, 12.0F);
  EXPECT_FLOAT_EQ(kept[0].high, 2.0F);
}

TEST(PlotCsv, JoinsCurvesOverTheUnionOfTheirX) {
  const PlotModel model{
      .title = "Loss",
      .quantity = "q",
      .x = {.name = "step"},
      .series =
          {{.label = "a", .x = {1, 2}, .y = {0.5, std::nan("")}, .low = {0, 1}, .high = {1, 2}},
           {.label = "b, c", .x = {2, 3}, .y = {7, 8}}},
      .lines = {{.at = 0.25, .label = "floor"}}};
  EXPECT_EQ(plot_csv(model),
            "# Loss, q\n# floor = 0.25\nstep,a,a low,a high,\"b, c\"\n"
            "1,0.5,0,1,\n2,,1,2,7\n3,,,,8\n");
}

TEST(PlotCsv, WritesAHeatStripInLongForm) {
  PlotModel model{.title = "t", .quantity = "q", .x = {.name = "step"}, .y = {.name = "sigma"}};
  model.heat = HeatStrip{{10, 20}, {2, 1}, {1, 2, 3, std::nanf("")}, "loss"};
  EXPECT_EQ(plot_csv(model), "# t, q\nstep,sigma,loss\n10,2,1\n20,2,2\n10,1,3\n20,1,\n");
}

TEST(NumberText, HasFourSignificantDigits) {
  EXPECT_EQ(number_text(20.0), "20.00");
  EXPECT_EQ(number_text(1.94637), "1.946");
  EXPECT_EQ(number_text(0.00627), "0.006270");
  EXPECT_EQ(number_text(9.99999), "10.00");
  EXPECT_EQ(number_text(12340.0),
            "12\xE2\x80\x89"
            "340");
  EXPECT_EQ(number_text(-0.4), "-0.4000");
  EXPECT_EQ(number_text(0.0), "0");
}

TEST(NumberText, WritesPowersOfTenOut) {
  EXPECT_EQ(number_text(2.855e-6), "2.855·10⁻⁶");
  EXPECT_EQ(number_text(1.5e12, 2), "1.5·10¹²");
  EXPECT_EQ(number_text(std::nan("")), "–");
  EXPECT_EQ(number_text(-INFINITY), "-∞");
}

TEST(NumberText, ShortFormDropsTrailingZeros) {
  EXPECT_EQ(short_number_text(0.1), "0.1");
  EXPECT_EQ(short_number_text(20.0), "20");
  EXPECT_EQ(short_number_text(2e-5), "2·10⁻⁵");
  EXPECT_EQ(short_number_text(0.999), "0.999");
}

TEST(NumberText, UncertaintyHasTwoDigitsAndSetsTheDecimals) {
  EXPECT_EQ(uncertain_text(0.21034, 0.00198).value, "0.2103");
  EXPECT_EQ(uncertain_text(0.21034, 0.00198).error, "± 0.0020");
  EXPECT_EQ(uncertain_text(1234.6, 12.0).value,
            "1\xE2\x80\x89"
            "235");
  EXPECT_EQ(uncertain_text(0.5, 0.0).error, "");
}

TEST(NumberText, PercentAndDuration) {
  EXPECT_EQ(percent_text(0.514), "51\xE2\x80\x89%");
  EXPECT_EQ(duration_text(38.2), "0:38");
  EXPECT_EQ(duration_text(3725), "1:02:05");
}

TEST(EndLabels, StandApartInTheirOrderInsideThePlot) {
  std::mt19937_64 engine(3);
  std::uniform_real_distribution<float> height(0.0F, 200.0F), place(0.0F, 60.0F);
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<EndLabel> labels;
    for (int i = 0; i < 3; ++i) labels.push_back({place(engine), height(engine), 40.0F});
    const std::vector<EndLabel> wanted = labels;
    push_apart(labels, 14.0F, 0.0F, 200.0F);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      EXPECT_GE(labels[i].y, 7.0F);
      EXPECT_LE(labels[i].y, 193.0F);
      for (std::size_t j = 0; j < labels.size(); ++j) {
        if (wanted[i].y >= wanted[j].y || std::abs(labels[i].x - labels[j].x) >= 40.0F) continue;
        EXPECT_GE(labels[j].y - labels[i].y, 13.0F) << trial;
      }
    }
  }
}

TEST(EndLabels, StayWhereNothingIsInTheWay) {
  std::vector<EndLabel> labels{{0.0F, 50.0F, 40.0F}, {0.0F, 80.0F, 40.0F}, {45.0F, 51.0F, 40.0F}};
  push_apart(labels, 14.0F, 0.0F, 200.0F);
  EXPECT_EQ(labels[0].y, 50.0F);
  EXPECT_EQ(labels[1].y, 80.0F);
  EXPECT_EQ(labels[2].y, 51.0F);
}

}  // namespace
}  // namespace scorescope
