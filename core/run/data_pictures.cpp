#include "core/run/data_pictures.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "core/distribution/catalogue.h"
#include "core/distribution/mixture.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/field_painter.h"

namespace scorescope {
namespace {

constexpr std::chrono::milliseconds kPainterIdle{250};

DataSketch sketch_of(Choice data, int cells) {
  DataSketch sketch{std::move(data), {}, {}};
  try {
    sketch.picture = data_picture(sketch.data, cells);
  } catch (const std::exception& error) {
    sketch.problem = error.what();
  }
  return sketch;
}

}  // namespace

ScalarGrid data_picture(const Choice& data, int cells) {
  const Mixture mixture(make_distribution(data).components);
  const double half = std::max(mixture.extent() * 1.15, 1e-3);
  ScalarGrid grid;
  grid.bounds = {-half, half, -half, half};
  grid.columns = grid.rows = cells;
  const torch::Tensor points = cell_centres(grid.bounds, cells, cells, torch::kCPU);
  const torch::Tensor sigma = torch::full({1}, 0.08 * half, torch::kFloat64);
  const torch::Tensor density =
      mixture.log_density(points, sigma).exp().to(torch::kFloat32).contiguous();
  grid.values.assign(density.data_ptr<float>(), density.data_ptr<float>() + density.numel());
  grid.maximum = *std::max_element(grid.values.begin(), grid.values.end());
  return grid;
}

DataSketcher::DataSketcher(std::function<void()> wake)
    : wake_(std::move(wake)), thread_([this] { run(); }) {}

DataSketcher::~DataSketcher() {
  asked_.push(std::nullopt);
  thread_.join();
}

void DataSketcher::ask(Choice data, int cells) { asked_.push(Request{std::move(data), cells}); }

void DataSketcher::run() {
  use_threads({});  // one: the pictures are small, and the workers want the other cores
  std::vector<std::optional<Request>> waiting;
  while (true) {
    for (auto& request : asked_.take_all()) waiting.push_back(std::move(request));
    // a stop overtakes the pictures that nobody will see
    if (std::ranges::any_of(waiting, [](const auto& request) { return !request; })) return;
    if (waiting.empty()) {
      asked_.wait_for(kPainterIdle);
      continue;
    }
    Request next = std::move(*waiting.front());
    waiting.erase(waiting.begin());
    done_.push(sketch_of(std::move(next.data), next.cells));
    if (wake_) wake_();
  }
}

}  // namespace scorescope
