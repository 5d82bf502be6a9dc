#include "core/run/detail/field_painter.h"

#include <torch/types.h>

#include <algorithm>

#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::size_t kManyComponents =
    64;  // beyond, pictures are coarser: each cell sums over all
constexpr int kCoarsePicture = 96;
constexpr int kErrorSide = 96;  // the learned score costs a network pass a cell
constexpr int kLadderSide = 54;
constexpr int kCoarseLadderSide = 32;
constexpr std::int64_t kRingDraws = 4096;

const auto kPoints = torch::dtype(torch::kFloat64);

ScalarGrid scalar_grid(const Bounds& bounds, int side, const torch::Tensor& values) {
  ScalarGrid grid{bounds, side, side, to_floats(values), 0.0F};
  grid.maximum = *std::max_element(grid.values.begin(), grid.values.end());
  return grid;
}

bool same_exact(const StageRequest& a, const StageRequest& b) {
  return a.bounds == b.bounds && a.arrows == b.arrows && a.picture == b.picture;
}

}  // namespace

VectorGrid vector_grid(const Bounds& bounds, int side, const torch::Tensor& vectors) {
  return {bounds, side, side, to_floats(vectors), vectors.norm(2, 1).max().item<float>()};
}

torch::Tensor cell_centres(const Bounds& bounds, int columns, int rows, torch::Device device) {
  const auto line = [](double from, double to, int count) {
    return from + (torch::arange(count, kPoints) + 0.5) * ((to - from) / count);
  };
  const auto axes = torch::meshgrid(
      {line(bounds.left, bounds.right, columns), line(bounds.bottom, bounds.top, rows)}, "xy");
  return torch::stack({axes[0].reshape({-1}), axes[1].reshape({-1})}, 1).to(device);
}

int FieldPainter::picture_side(int wanted) const {
  const bool many = parts_->data.components.size() > kManyComponents;
  return many ? std::min(wanted, kCoarsePicture) : wanted;
}

std::array<float, 3> FieldPainter::ring_levels(double sigma) {
  const auto known = rings_.find(sigma);
  if (known != rings_.end()) return known->second;
  // The contour that holds a share p of the mass is the (1 - p) quantile of the density at draws.
  RandomStream stream(stream_seed(parts_->spec.seeds, "probe"), "rings");
  const torch::Tensor clean = parts_->mixture->sample(kRingDraws, stream);
  const torch::Tensor noisy =
      (clean + sigma * draw_normal(stream, clean.sizes(), kPoints)).to(parts_->device);
  const torch::Tensor density =
      std::get<0>(parts_->mixture->log_density(noisy, sigma_like(noisy, sigma)).exp().sort());
  const auto quantile = [&](double share) {
    return density[static_cast<std::int64_t>((1.0 - share) * (kRingDraws - 1))].item<float>();
  };
  return rings_[sigma] = {quantile(0.5), quantile(0.9), quantile(0.99)};
}

std::shared_ptr<FieldFrame> FieldPainter::paint_exact(const StageRequest& request,
                                                      double sigma) const {
  auto frame = std::make_shared<FieldFrame>();
  const int side = picture_side(request.picture);
  const torch::Tensor cells = cell_centres(request.bounds, side, side, parts_->device);
  frame->density = scalar_grid(request.bounds, side,
                               parts_->mixture->log_density(cells, sigma_like(cells, sigma)).exp());
  const torch::Tensor points =
      cell_centres(request.bounds, request.arrows, request.arrows, parts_->device);
  frame->exact =
      vector_grid(request.bounds, request.arrows, parts_->exact(points, sigma_like(points, sigma)));
  return frame;
}

void FieldPainter::paint_learned(FieldFrame& frame, const StageRequest& request, double sigma,
                                 const ScoreFunction& score) const {
  const torch::Tensor points =
      cell_centres(request.bounds, request.arrows, request.arrows, parts_->device);
  frame.learned =
      vector_grid(request.bounds, request.arrows, score(points, sigma_like(points, sigma)));
  if (!request.error) return;
  const int side = picture_side(std::min(request.picture, kErrorSide));
  const torch::Tensor cells = cell_centres(request.bounds, side, side, parts_->device);
  const torch::Tensor level = sigma_like(cells, sigma);
  frame.error = scalar_grid(request.bounds, side,
                            (score(cells, level) - parts_->exact(cells, level)).norm(2, 1));
}

std::shared_ptr<const FieldFrame> FieldPainter::paint(std::size_t view, const StageRequest& request,
                                                      double sigma, int level,
                                                      const LearnedSource& learned) {
  Painted& last = painted_[view];
  const bool wants_learned = request.learned && learned.score != nullptr;
  const bool exact_holds = last.frame && last.sigma == sigma && same_exact(last.request, request);
  const bool learned_holds =
      last.had_learned == wants_learned &&
      (!wants_learned || (last.version == learned.version && last.request.error == request.error));
  if (exact_holds && learned_holds) return last.frame;
  std::shared_ptr<FieldFrame> frame;
  if (exact_holds) {
    frame = std::make_shared<FieldFrame>(*last.frame);
    frame->learned.reset();
    frame->error.reset();
  } else {
    frame = paint_exact(request, sigma);
    frame->ring_levels = ring_levels(sigma);
  }
  frame->sigma = sigma;
  frame->level = level;
  frame->averaged = request.views[view].averaged;
  if (wants_learned) paint_learned(*frame, request, sigma, *learned.score);
  last = {request, sigma, learned.version, wants_learned, frame};
  return frame;
}

const std::vector<ScalarGrid>& FieldPainter::ladder_pictures(const Bounds& bounds) {
  if (!ladder_.empty() && ladder_bounds_ == bounds) return ladder_;
  const bool many = parts_->data.components.size() > kManyComponents;
  const int side = many ? kCoarseLadderSide : kLadderSide;
  const torch::Tensor cells = cell_centres(bounds, side, side, parts_->device);
  ladder_.clear();
  for (const double sigma : parts_->levels) {
    ladder_.push_back(scalar_grid(
        bounds, side, parts_->mixture->log_density(cells, sigma_like(cells, sigma)).exp()));
  }
  ladder_bounds_ = bounds;
  return ladder_;
}

}  // namespace scorescope
