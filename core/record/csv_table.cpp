// Tables as CSV.
#include "core/record/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/quoted.h"
#include "core/base/text.h"
#include "core/record/file.h"

namespace scorescope {
namespace {

constexpr std::size_t kMostBytes = std::size_t{64} << 20U;
constexpr double kLargest = 1e12;  // beyond, squares of distances lose the points themselves

std::string csv_word(const std::string& word) {
  if (word.find_first_of(",\"\r\n") == std::string::npos) return word;
  std::string out = "\"";
  for (const char c : word) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + '"';
}

struct ToCsv {
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const {
    return std::isnan(value) ? std::string{} : fmt::format("{:.9g}", value);
  }
  std::string operator()(const std::string& word) const { return csv_word(word); }
};

using Cells = std::vector<std::string_view>;

/// The cells of a line. The separator is the first of comma, semicolon and tab that the line has,
/// else blanks: "1,5;2,5" is refused for its "5;2", not read as (1, 5).
Cells cells_of(std::string_view line) {
  char mark = ' ';
  for (const char candidate : {',', ';', '\t'}) {
    if (line.find(candidate) == std::string_view::npos) continue;
    mark = candidate;
    break;
  }
  Cells cells;
  while (true) {
    const auto end = line.find(mark);
    const auto cell = trimmed(line.substr(0, end), " \t\"");
    if (mark != ' ' || !cell.empty()) cells.push_back(cell);
    if (end == std::string_view::npos) return cells;
    line = line.substr(end + 1);
  }
}

std::optional<double> number_in(std::string_view cell) {
  if (cell.starts_with('+')) cell.remove_prefix(1);
  double value = 0.0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

struct LinePlace {
  const std::string& name;
  std::size_t number;
};

double coordinate(std::string_view cell, const char* axis, const LinePlace& line) {
  const auto value = number_in(cell);
  if (value && std::isfinite(*value) && std::abs(*value) <= kLargest) return *value;
  const bool large = value && std::isfinite(*value);
  throw UserError(fmt::format("{}: line {}: {} is {}, but it must be {}.", line.name, line.number,
                              axis, in_quotes(cell),
                              large ? "a number from -1e12 to 1e12" : "a finite number"));
}

/// Where x and y stand in a row.
struct PointColumns {
  std::size_t x = 0, y = 1;
};

/// The columns that a first row of words names x and y, else the first two.
PointColumns named_columns(const Cells& header) {
  PointColumns named{header.size(), header.size()};
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == "x" || header[i] == "X") named.x = i;
    if (header[i] == "y" || header[i] == "Y") named.y = i;
  }
  return std::max(named.x, named.y) < header.size() ? named : PointColumns{};
}

void add_point(const Cells& cells, const PointColumns& columns, const LinePlace& line,
               std::vector<double>& points) {
  if (cells.size() < 2) {
    throw UserError(fmt::format("{}: line {} has one column ({}), but a point needs two: x and y.",
                                line.name, line.number,
                                in_quotes(cells.empty() ? std::string_view{} : cells[0])));
  }
  if (cells.size() <= std::max(columns.x, columns.y)) {
    throw UserError(
        fmt::format("{}: line {} has {} columns, but y and x stand in columns {} and {}.",
                    line.name, line.number, cells.size(), columns.y + 1, columns.x + 1));
  }
  points.push_back(coordinate(cells[columns.x], "x", line));
  points.push_back(coordinate(cells[columns.y], "y", line));
}

}  // namespace

std::string csv_text(const CsvCell& cell) { return std::visit(ToCsv{}, cell); }

CsvTable::CsvTable(std::vector<std::string> header) : width_(header.size()) {
  add({header.begin(), header.end()});
}

void CsvTable::add(const std::vector<CsvCell>& row) {
  check_equal(row.size(), width_, "cells in a row of a table");
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) text_ += ',';
    text_ += csv_text(row[i]);
  }
  text_ += '\n';
}

void CsvTable::write(const std::string& path) const { write_file(path, text_); }

std::vector<double> points_from_csv(std::string_view text, const std::string& name) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.find('\0') != std::string_view::npos) {
    throw UserError(name + " is not a text file; expected rows of numbers separated by commas.");
  }
  std::vector<double> points;
  PointColumns columns;
  std::size_t lines = 0;    // as an editor counts them
  std::size_t content = 0;  // without comments and empty lines
  while (!text.empty()) {
    const std::string_view line = trimmed(take_line(text));
    ++lines;
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = cells_of(line);
    const bool words = cells.size() >= 2 && !number_in(cells[0]) && !number_in(cells[1]);
    if (++content == 1 && words) {
      columns = named_columns(cells);
      continue;
    }
    add_point(cells, columns, {name, lines}, points);
  }
  if (points.empty()) throw UserError(fmt::format("{} has no points.", name));
  return points;
}

std::vector<double> read_points_csv(const std::string& path) {
  return points_from_csv(read_file(path, kMostBytes), path);
}

}  // namespace scorescope
