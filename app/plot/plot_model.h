// PlotModel: everything a plot says, as plain values without any drawing: curves, reference lines,
// axes, the sentence for the empty state and the one-line summary for the folded state.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/plot/plot_style.h"

namespace scorescope {

enum class LineStyle {
  kSolid,
  kDash,  ///< 6+4: floors and true values
  kRaw,   ///< 5+4: raw weights
  kDot,   ///< 2+3: explicit score matching
  kNone   ///< markers or band only
};

enum class Marker {
  kNone,
  kRound,
  kSquare,
  kDiamond,
  kLevel  ///< a short horizontal line: what a bar ought to reach
};

/// A curve. x and y have one length; points that are not finite are gaps.
struct Series {
  std::string label{};  ///< in the legend; empty hides it there
  Role role = Role::kLearned;
  LineStyle style = LineStyle::kSolid;
  Marker marker = Marker::kNone;
  bool marker_at_end = false;  ///< mark only the newest point
  float width = 1.0F;          ///< times the style's line width
  std::vector<double> x{}, y{};
  std::vector<double> low{}, high{};  ///< band round the curve; empty, or of the length of x
  bool whiskers = false;              ///< the band as a bar of error at each point
  bool bars = false;                  ///< a bar from zero at each x instead of a curve
  int bar = 0, bars_beside = 1;       ///< which of how many series of bars that share each x
  std::string value{};                ///< beside the label in the legend
  std::string end_text{};             ///< beside the newest point
  bool band_in_legend = false;        ///< an own legend entry for the band
  std::string band_label{};
};

/// A horizontal or vertical line across the plot.
struct ReferenceLine {
  enum class Direction { kHorizontal, kVertical };
  Direction direction = Direction::kHorizontal;
  double at = 0.0;  ///< not finite: not drawn, its legend entry is dimmed
  std::string label{};
  std::string value{};
  Role role = Role::kExact;
  LineStyle style = LineStyle::kDash;
};

/// The region between two series (by index; below == -1 is the bottom of the plot).
struct Area {
  int above = 0;
  int below = -1;
  Role role = Role::kLearned;
  float alpha = 0.16F;
};

struct PlotAxis {
  std::string name{};  ///< with its unit; the y quantity stands in the header instead
  bool logarithmic = false;
  bool may_be_logarithmic = true;
  bool falls = false;                   ///< larger values at the left (noise levels)
  std::optional<double> low{}, high{};  ///< fixed ends; otherwise fitted to the data
  bool robust = true;                   ///< a fitted range leaves out single outliers
  double least_span = 0.0;  ///< of a fitted linear range: keeps noise on a flat curve small
  /// What the quantity can be at all; a fitted range ends there.
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  /// Of an axis of classes: what stands at 0, 1, ...; slanting where they have no room beside each
  /// other but there is height for it. Else `short_names` stand there (as many), and where those
  /// have no room either, numbers (but a short name of one letter stays).
  std::vector<std::string> names{};
  std::vector<std::string> short_names{};
};

/// Values on a grid of bins: rows from the top, columns along x.
struct HeatStrip {
  std::vector<double> column_end{};  ///< [columns] x at the right edge of each
  std::vector<double> row_value{};   ///< [rows] what a row stands for, top first
  std::vector<float> values{};       ///< [rows * columns], NaN where nothing is known
  std::string quantity{};            ///< beside the colour bar
};

/// A choice that the plot's menu offers, "Against the test pictures".
struct PlotChoice {
  std::string id{}, label{};
};

struct EmptyState {
  std::string sentence{};  ///< what will appear
  std::string verb{};      ///< "Train": what to press; empty leaves the second line out
  std::string key{};       ///< "T"
};

/// A piece of the folded line: muted words, or a number in a role's colour.
struct SummaryPart {
  enum class Kind { kWords, kNumber };
  Kind kind = Kind::kWords;
  std::string text{};
  std::optional<Role> role{};  ///< none: text colour for numbers, muted for words
  bool joined = false;         ///< says nothing without the part before it, nor that one without it
};

struct PlotModel {
  std::string id{};
  std::string title{};
  std::string quantity{};        ///< quantity and unit, after the title
  std::string short_quantity{};  ///< instead, where that has no room; empty: that is cut
  std::string help{};            ///< what it shows and how to read it, one to three sentences
  PlotAxis x{}, y{};
  std::vector<Series> series{};
  std::vector<ReferenceLine> lines{};
  std::vector<Area> areas{};
  std::optional<HeatStrip> heat{};
  std::optional<EmptyState> empty{};  ///< set while what matters most is missing
  std::vector<SummaryPart> summary{};
  std::vector<PlotChoice> choices{};  ///< what else it can show; `choice` is shown
  std::string choice{};
};

/// Comma-separated values with a header line. Curves become columns "label", with "label low" and
/// "label high" where they have a band; rows are the union of all x; a missing value is an empty
/// cell. Reference lines are comment lines "# label = value". A heat strip is written in long form.
/// Nine significant digits.
std::string plot_csv(const PlotModel& model);

}  // namespace scorescope
