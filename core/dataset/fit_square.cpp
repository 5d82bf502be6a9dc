#include "core/dataset/fit_square.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr std::size_t kPlainSide = 28;
constexpr std::size_t kPaddedSide = 32;

/// How much of an old cell lies under a new one. An old cell is `new_count` units long and a new
/// one `old_count`, so that all lengths are whole numbers.
struct Overlap {
  std::size_t old_cell;
  std::size_t new_cell;
  std::uint64_t length;
};

std::vector<Overlap> overlaps(std::size_t old_count, std::size_t new_count) {
  std::vector<Overlap> all;
  for (std::size_t at = 0; at < old_count * new_count;) {
    const std::size_t old_cell = at / new_count;
    const std::size_t new_cell = at / old_count;
    const std::size_t end = std::min((old_cell + 1) * new_count, (new_cell + 1) * old_count);
    all.push_back({old_cell, new_cell, end - at});
    at = end;
  }
  return all;
}

void pad(const GreyPicture& square, std::span<std::uint8_t> out) {
  constexpr std::size_t kBorder = (kPaddedSide - kPlainSide) / 2;
  std::ranges::fill(out, std::uint8_t{0});
  for (std::size_t row = 0; row < kPlainSide; ++row) {
    std::ranges::copy(
        square.pixels.subspan(row * kPlainSide, kPlainSide),
        out.begin() + static_cast<std::ptrdiff_t>((row + kBorder) * kPaddedSide + kBorder));
  }
}

}  // namespace

void fit_square(const GreyPicture& picture, std::size_t side, std::span<std::uint8_t> out) {
  check_equal(picture.pixels.size(), picture.rows * picture.columns, "fit_square: size of picture");
  check_equal(out.size(), side * side, "fit_square: size of result");
  if (picture.rows == kPlainSide && picture.columns == kPlainSide && side == kPaddedSide) {
    return pad(picture, out);
  }
  const std::size_t length = std::min(picture.rows, picture.columns);
  const std::size_t top = (picture.rows - length) / 2;
  const std::size_t left = (picture.columns - length) / 2;
  const auto parts = overlaps(length, side);
  std::vector<std::uint64_t> sums(side * side, 0);  // at most 255 length^2: far below 2^64
  std::vector<std::uint64_t> line(side);
  std::size_t line_row = length;  // the old row that `line` holds
  for (const auto& [row, new_row, height] : parts) {
    if (row != line_row) {
      const auto pixels = picture.pixels.subspan((top + row) * picture.columns + left, length);
      std::ranges::fill(line, std::uint64_t{0});
      for (const auto& part : parts) line[part.new_cell] += part.length * pixels[part.old_cell];
      line_row = row;
    }
    for (std::size_t i = 0; i < side; ++i) sums[new_row * side + i] += height * line[i];
  }
  const std::uint64_t area = std::uint64_t{length} * length;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    out[i] = static_cast<std::uint8_t>((sums[i] + area / 2) / area);
  }
}

torch::Tensor fit_squares(const torch::Tensor& pictures, std::int64_t side) {
  if (pictures.size(1) == side && pictures.size(2) == side) return pictures;
  const auto rows = static_cast<std::size_t>(pictures.size(1));
  const auto columns = static_cast<std::size_t>(pictures.size(2));
  const auto new_side = static_cast<std::size_t>(side);
  torch::Tensor squares = torch::empty({pictures.size(0), side, side}, torch::kUInt8);
  const std::uint8_t* from = pictures.data_ptr<std::uint8_t>();
  std::uint8_t* to = squares.data_ptr<std::uint8_t>();
  for (std::int64_t i = 0; i < pictures.size(0); ++i) {
    fit_square({{from, rows * columns}, rows, columns}, new_side, {to, new_side * new_side});
    from += rows * columns;
    to += new_side * new_side;
  }
  return squares;
}

}  // namespace scorescope
