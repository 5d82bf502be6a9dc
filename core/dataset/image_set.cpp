#include "core/dataset/image_set.h"

#include "core/base/error.h"

namespace scorescope {
namespace {

void write_row(const std::uint8_t* pixels, std::int64_t dimension, float* out) {
  for (std::int64_t i = 0; i < dimension; ++i) {
    out[i] = static_cast<float>(pixels[i]) / 127.5F - 1.0F;
  }
}

void check_indices(const torch::Tensor& indices, std::int64_t count) {
  check(indices.scalar_type() == torch::kInt64 && indices.dim() == 1 && indices.is_cpu(),
        "indices of pictures are int64 [b] on the CPU");
  const auto index = indices.accessor<std::int64_t, 1>();
  for (std::int64_t i = 0; i < index.size(0); ++i) {
    check(index[i] >= 0 && index[i] < count, "index of a picture out of range");
  }
}

}  // namespace

torch::Tensor image_rows(const ImageSet& set) {
  torch::Tensor rows = torch::empty({set.count(), set.dimension()}, torch::kFloat32);
  write_row(set.pixels.data_ptr<std::uint8_t>(), rows.numel(), rows.data_ptr<float>());
  return rows;
}

torch::Tensor image_rows(const ImageSet& set, const torch::Tensor& indices) {
  check_indices(indices, set.count());
  const std::int64_t d = set.dimension();
  torch::Tensor rows = torch::empty({indices.size(0), d}, torch::kFloat32);
  const auto index = indices.accessor<std::int64_t, 1>();
  const auto* pixels = set.pixels.data_ptr<std::uint8_t>();
  for (std::int64_t i = 0; i < index.size(0); ++i) {
    write_row(pixels + index[i] * d, d, rows.data_ptr<float>() + i * d);
  }
  return rows;
}

ImageSet pictures_at(const ImageSet& set, const torch::Tensor& indices) {
  check_indices(indices, set.count());
  ImageSet chosen = set;
  chosen.pixels = set.pixels.index_select(0, indices);
  if (set.has_classes()) chosen.labels = set.labels.index_select(0, indices);
  return chosen;
}

}  // namespace scorescope
