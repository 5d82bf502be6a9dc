#include "core/distribution/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/text.h"

namespace scorescope {
namespace {

constexpr std::uintmax_t kMostBytes = 64U << 20;
constexpr double kLargest = 1e12;  // beyond, squares of distances lose the points themselves

using Cells = std::vector<std::string_view>;

/// What may stand around a cell.
constexpr std::string_view kAroundCells = " \t\"'";

/// The separator is the first of comma, semicolon and tab that the line has, else blanks.
Cells split(std::string_view line) {
  std::string_view separators = " ";
  for (const std::string_view candidate : {",", ";", "\t"}) {
    if (line.find(candidate) == std::string_view::npos) continue;
    separators = candidate;
    break;
  }
  Cells cells;
  while (true) {
    const auto end = line.find_first_of(separators);
    const std::string_view cell = line.substr(0, end);
    if (separators != " " || !cell.empty()) cells.push_back(trimmed(cell, kAroundCells));
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

/// The number that the whole cell is (nan and inf included), or nothing.
std::optional<double> number_in(std::string_view cell) {
  if (cell.starts_with('+')) cell.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (cell.empty() || end != cell.data() + cell.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
  if (error != std::errc{}) return std::nullopt;
  return value;
}

/// Where x, y and weight stand in a row.
struct Columns {
  std::size_t x = 0;
  std::size_t y = 1;
  std::optional<std::size_t> weight;
  std::size_t count = 0;  ///< cells that every row must have
};

std::optional<std::size_t> column_named(const Cells& header, std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i].size() != name.size()) continue;
    const bool same = std::equal(name.begin(), name.end(), header[i].begin(), [](char a, char b) {
      return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
    });
    if (same) return i;
  }
  return std::nullopt;
}

bool is_header(const Cells& cells) {
  return std::none_of(cells.begin(), cells.end(),
                      [](std::string_view cell) { return number_in(cell).has_value(); });
}

/// Reads one table; keeps what its messages need.
class CsvReader {
 public:
  CsvReader(const std::string& path, std::int64_t max_rows) : path_(path), max_rows_(max_rows) {}

  CsvReading read(std::string_view text) {
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);  // byte order mark
    while (!text.empty()) {
      ++row_;
      read_line(take_line(text));
    }
    if (reading_.points.empty() && reading_.bad_rows == 0) {
      throw UserError(path_ +
                      " has no rows of numbers; expected the columns x, y and maybe weight.");
    }
    if (columns_.weight) reading_.weight_column = *columns_.weight + 1;
    return std::move(reading_);
  }

 private:
  void read_line(std::string_view line) {
    line = trimmed(line);
    if (line.empty() || line.starts_with('#')) return;
    const Cells cells = split(line);
    if (columns_.count == 0) {
      choose_columns(cells);
      if (is_header(cells)) return;
    }
    if (++data_rows_ > max_rows_) {
      throw UserError(fmt::format(
          "{} has more than {} rows; allow more with max_rows, or give fewer.", path_, max_rows_));
    }
    read_row(cells);
  }

  /// From the first row, be it names or numbers.
  void choose_columns(const Cells& cells) {
    columns_.count = cells.size();
    if (cells.size() < 2) {
      throw UserError(fmt::format(
          "{}, row {} has one column (\"{}\"); expected two or three: x, y and maybe weight.",
          path_, row_, cells.empty() ? "" : cells[0].substr(0, 40)));
    }
    if (cells.size() == 3) columns_.weight = 2;
    if (!is_header(cells)) {
      if (cells.size() > 3) refuse_width(cells.size());
      return;
    }
    const auto x = column_named(cells, "x");
    const auto y = column_named(cells, "y");
    if (x && y) {
      auto weight = column_named(cells, "weight");
      if (!weight) weight = column_named(cells, "w");
      columns_ = {*x, *y, weight, cells.size()};
    } else if (cells.size() > 3) {
      refuse_width(cells.size());
    }
  }

  [[noreturn]] void refuse_width(std::size_t count) const {
    throw UserError(
        fmt::format("{} has {} columns; expected two or three (x, y and maybe weight), or a first "
                    "row that names "
                    "\"x\" and \"y\".",
                    path_, count));
  }

  void read_row(const Cells& cells) {
    if (cells.size() != columns_.count) {
      return add_problem(
          fmt::format("has {} columns where {} are expected", cells.size(), columns_.count));
    }
    const auto x = value_of(cells, columns_.x, "x");
    const auto y = x ? value_of(cells, columns_.y, "y") : std::nullopt;
    const auto weight = !y                ? std::nullopt
                        : columns_.weight ? value_of(cells, *columns_.weight, "weight")
                                          : std::optional(1.0);
    if (!weight) return;
    if (*weight < 0.0) {
      return add_problem(
          fmt::format("column {} (weight) says {}, but a weight must not be negative",
                      *columns_.weight + 1, cells[*columns_.weight]));
    }
    reading_.points.push_back({*x, *y, *weight});
  }

  std::optional<double> value_of(const Cells& cells, std::size_t column, std::string_view name) {
    const auto value = number_in(cells[column]);
    if (value && std::abs(*value) <= kLargest) return value;
    const std::string_view why = !value                  ? "which is not a number"
                                 : std::isfinite(*value) ? "which is larger than 1e12"
                                                         : "which is not a finite number";
    add_problem(fmt::format("column {} ({}) says \"{}\", {}", column + 1, name,
                            cells[column].substr(0, 40), why));
    return std::nullopt;
  }

  void add_problem(const std::string& what) {
    if (reading_.bad_rows++ == 0) {
      reading_.first_problem = fmt::format("{}, row {}: {}.", path_, row_, what);
    }
  }

  const std::string& path_;
  std::int64_t max_rows_;
  std::int64_t row_ = 0;
  std::int64_t data_rows_ = 0;
  Columns columns_;
  CsvReading reading_;
};

}  // namespace

CsvReading read_csv(const std::string& path, std::int64_t max_rows) {
  const std::string text = read_input_file(path, "CSV", kMostBytes);
  if (text.find('\0') != std::string::npos) {
    throw UserError(path + " is not a text file; expected rows of numbers separated by commas.");
  }
  return CsvReader(path, max_rows).read(text);
}

}  // namespace scorescope
