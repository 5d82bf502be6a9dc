// The values of a plot as text.
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>

#include "app/plot/plot_model.h"

namespace scorescope {
namespace {

std::string cell(double value) { return std::isfinite(value) ? fmt::format("{:.9g}", value) : ""; }

/// A header cell: quoted if it holds a comma or a quotation mark (RFC 4180).
std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string inside;
  for (const char letter : text) inside += letter == '"' ? "\"\"" : std::string(1, letter);
  return '"' + inside + '"';
}

struct Column {
  std::string name;
  std::map<double, double> values;
};

void add_column(std::vector<Column>& columns, const std::string& name, const Series& series,
                const std::vector<double>& y) {
  if (y.empty()) return;
  Column column{name, {}};
  for (std::size_t i = 0; i < std::min(series.x.size(), y.size()); ++i) {
    column.values[series.x[i]] = y[i];
  }
  columns.push_back(std::move(column));
}

std::vector<Column> columns_of(const PlotModel& model) {
  std::vector<Column> columns;
  for (const Series& series : model.series) {
    const std::string& name = series.label.empty() ? series.band_label : series.label;
    add_column(columns, name, series, series.y);
    add_column(columns, name + " low", series, series.low);
    add_column(columns, name + " high", series, series.high);
  }
  return columns;
}

std::string curves_csv(const PlotModel& model) {
  const std::vector<Column> columns = columns_of(model);
  std::map<double, bool> rows;
  std::string text = quoted(model.x.name);
  for (const Column& column : columns) {
    text += ',' + quoted(column.name);
    for (const auto& [x, y] : column.values) rows[x] = true;
  }
  text += '\n';
  for (const auto& [x, seen] : rows) {
    text += cell(x);
    for (const Column& column : columns) {
      const auto found = column.values.find(x);
      text += ',' + (found == column.values.end() ? std::string() : cell(found->second));
    }
    text += '\n';
  }
  return text;
}

std::string heat_csv(const PlotModel& model) {
  const HeatStrip& heat = *model.heat;
  std::string text =
      quoted(model.x.name) + ',' + quoted(model.y.name) + ',' + quoted(heat.quantity) + '\n';
  for (std::size_t row = 0; row < heat.row_value.size(); ++row) {
    for (std::size_t column = 0; column < heat.column_end.size(); ++column) {
      const float value = heat.values[row * heat.column_end.size() + column];
      text += fmt::format("{},{},{}\n", cell(heat.column_end[column]), cell(heat.row_value[row]),
                          cell(static_cast<double>(value)));
    }
  }
  return text;
}

}  // namespace

std::string plot_csv(const PlotModel& model) {
  std::string text = fmt::format("# {}, {}\n", model.title, model.quantity);
  for (const ReferenceLine& line : model.lines) {
    if (std::isfinite(line.at)) text += fmt::format("# {} = {}\n", line.label, cell(line.at));
  }
  return text + (model.heat ? heat_csv(model) : curves_csv(model));
}

}  // namespace scorescope
