#include "core/fused/mlp_layout.h"

#include <algorithm>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr std::align_val_t kAlignment{64};

std::int64_t up_to_multiple(std::int64_t value, std::int64_t of) {
  return (value + of - 1) / of * of;
}

// Room for `units` numbers, the 1 of the bias and, for the widest strip of rows, three zeros.
std::int64_t row_stride(std::int64_t units) {
  const std::int64_t lines = (units + 4 + kPanelColumns - 1) / kPanelColumns;
  return (lines % 2 == 0 && lines > 2 ? lines + 1 : lines) * kPanelColumns;
}

LayerLayout hidden_layer(std::int64_t inputs, std::int64_t outputs, MlpLayout& layout) {
  LayerLayout layer{};
  layer.inputs = inputs;
  layer.outputs = outputs;
  layer.rows = std::max<std::int64_t>(4, up_to_multiple(inputs + 1, 2));
  layer.panels = up_to_multiple(outputs, kPanelColumns) / kPanelColumns;
  layer.offset = layout.size;
  layer.transposed_offset = layout.transposed_size;
  layer.transposed_rows = layer.panels * kPanelColumns;
  layout.size += layer.panels * layer.panel();
  return layer;
}

// Calls body(packed place, place in PyTorch's tensor) for each number of tensor `index`.
template <class Body>
void for_each_number(const MlpLayout& layout, std::size_t index, const Body& body) {
  const std::size_t l = index / 2;
  const bool is_bias = index % 2 == 1;
  const bool is_output = l == layout.hidden.size();
  const std::int64_t inputs = is_output ? layout.width : layout.hidden[l].inputs;
  const std::int64_t outputs = is_output ? 2 : layout.hidden[l].outputs;
  for (std::int64_t j = 0; j < outputs; ++j) {
    const std::int64_t first = is_output ? layout.output_offset + j * layout.hidden_stride
                                         : layout.hidden[l].offset +
                                               j / kPanelColumns * layout.hidden[l].panel() +
                                               j % kPanelColumns;
    const std::int64_t step = is_output ? 1 : kPanelColumns;
    if (is_bias) {
      body(first + inputs * step, j);
      continue;
    }
    for (std::int64_t i = 0; i < inputs; ++i) body(first + i * step, j * inputs + i);
  }
}

}  // namespace

AlignedFloats::AlignedFloats(std::int64_t size)
    : data_(static_cast<float*>(
          ::operator new[](static_cast<std::size_t>(size) * sizeof(float), kAlignment))),
      size_(size) {
  std::fill_n(data_.get(), size, 0.0f);
}

void AlignedFloats::Free::operator()(float* data) const { ::operator delete[](data, kAlignment); }

MlpLayout::MlpLayout(const MlpShape& shape)
    : width(shape.width),
      columns(input_columns(shape)),
      input_stride(row_stride(columns)),
      hidden_stride(row_stride(shape.width)),
      output_offset(0),
      size(0),
      transposed_size(0) {
  std::int64_t inputs = columns;
  for (std::int64_t l = 0; l < shape.depth; ++l) {
    hidden.push_back(hidden_layer(inputs, width, *this));
    if (l > 0) {
      transposed_size += up_to_multiple(inputs, kPanelColumns) * hidden.back().transposed_rows;
    }
    inputs = width;
  }
  output_offset = size;
  size += 2 * hidden_stride;
}

void MlpLayout::pack(const ParameterValues& from, float* buffer) const {
  check_equal(from.size(), 2 * hidden.size() + 2, "tensors of a fused network");
  for (std::size_t index = 0; index < from.size(); ++index) {
    std::int64_t count = 0;
    for_each_number(*this, index, [&](std::int64_t, std::int64_t) { ++count; });
    check_equal(static_cast<std::int64_t>(from[index].size()), count, "numbers of a tensor");
    for_each_number(*this, index, [&](std::int64_t packed, std::int64_t place) {
      buffer[packed] = from[index][static_cast<std::size_t>(place)];
    });
  }
}

void MlpLayout::unpack(const float* buffer, const ParameterPlaces& into) const {
  check_equal(into.size(), 2 * hidden.size() + 2, "tensors of a fused network");
  for (std::size_t index = 0; index < into.size(); ++index) {
    for_each_number(*this, index, [&](std::int64_t packed, std::int64_t place) {
      into[index][static_cast<std::size_t>(place)] = buffer[packed];
    });
  }
}

}  // namespace scorescope
