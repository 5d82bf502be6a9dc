// Tables as CSV: a header and rows of numbers and words; and points read back from such files.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace scorescope {

/// A number prints with at most nine significant digits ("%.9g": enough for a float32 to read back
/// as the same number), NaN as an empty cell.
using CsvCell = std::variant<std::int64_t, double, std::string>;

/// Number text as in a table.
std::string csv_text(const CsvCell& cell);

class CsvTable {
 public:
  explicit CsvTable(std::vector<std::string> header);

  /// InternalError unless the row is as wide as the header.
  void add(const std::vector<CsvCell>& row);

  /// Lines end in "\n"; words with a comma, a quote or a line break are quoted (RFC 4180).
  const std::string& text() const { return text_; }

  /// See write_file.
  void write(const std::string& path) const;

 private:
  std::size_t width_;
  std::string text_;
};

/// Points from a CSV file: the columns that a header line names x and y, else the first two,
/// separated by comma, semicolon, tab or blanks; empty lines and lines that begin with '#' are
/// skipped. Returns x, y interleaved. Throws UserError naming file and line for text, NaN,
/// infinity, more than 1e12, one column, no rows, or more than 64 MiB.
std::vector<double> read_points_csv(const std::string& path);

/// The same from text; `name` begins each message.
std::vector<double> points_from_csv(std::string_view text, const std::string& name);

}  // namespace scorescope
