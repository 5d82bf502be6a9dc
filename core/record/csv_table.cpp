// Tables as CSV.
#include "core/record/csv_table.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/record/file.h"

namespace scorescope {
namespace {

std::string quoted(const std::string& word) {
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
  std::string operator()(const std::string& word) const { return quoted(word); }
};

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// The cells of a line; blanks separate only where no comma, semicolon or tab does.
std::vector<std::string_view> cells_of(std::string_view line) {
  const bool has_marks = line.find_first_of(",;\t") != std::string_view::npos;
  const std::string_view marks = has_marks ? ",;\t" : " ";
  std::vector<std::string_view> cells;
  while (true) {
    const auto end = line.find_first_of(marks);
    const auto cell = trimmed(line.substr(0, end));
    if (has_marks || !cell.empty()) cells.push_back(cell);
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
  if (value && std::isfinite(*value)) return *value;
  throw UserError(fmt::format("{}: line {}: {} is \"{}\", but it must be a finite number.",
                              line.name, line.number, axis, cell));
}

void add_point(std::string_view text, const LinePlace& line, std::vector<double>& points) {
  const auto cells = cells_of(text);
  if (cells.size() < 2) {
    throw UserError(
        fmt::format("{}: line {} has one column (\"{}\"), but a point needs two: x and y.",
                    line.name, line.number, text));
  }
  points.push_back(coordinate(cells[0], "x", line));
  points.push_back(coordinate(cells[1], "y", line));
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
  std::vector<double> points;
  std::size_t lines = 0;    // as an editor counts them
  std::size_t content = 0;  // without comments and empty lines
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++lines;
    if (line.empty() || line.starts_with('#')) continue;
    const auto cells = cells_of(line);
    const bool words = cells.size() >= 2 && !number_in(cells[0]) && !number_in(cells[1]);
    if (++content == 1 && words) continue;  // the header
    add_point(line, {name, lines}, points);
  }
  if (points.empty()) throw UserError(fmt::format("{} has no points.", name));
  return points;
}

std::vector<double> read_points_csv(const std::string& path) {
  return points_from_csv(read_file(path), path);
}

}  // namespace scorescope
