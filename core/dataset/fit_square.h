// Pictures of any size as small squares.
#pragma once

#include <torch/types.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace scorescope {

/// A grey picture: `pixels` [rows, columns], top row first. Not owned.
struct GreyPicture {
  std::span<const std::uint8_t> pixels;
  std::size_t rows;
  std::size_t columns;
};

/// Writes the picture's largest centred square, resized to side x side, into `out` [side, side]. A
/// new pixel is the mean of the old ones under it, weighted by area, rounded to the nearest whole
/// number (halves up). A square of exactly 28 is not resized to 32 but gets a border of two black
/// pixels, as is usual for MNIST.
void fit_square(const GreyPicture& picture, std::size_t side, std::span<std::uint8_t> out);

/// The same for each of pictures [n, rows, columns] uint8 -> [n, side, side].
torch::Tensor fit_squares(const torch::Tensor& pictures, std::int64_t side);

}  // namespace scorescope
