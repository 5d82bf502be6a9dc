#include "core/run/detail/plane_painter.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/run/detail/field_painter.h"

namespace scorescope {
namespace {

constexpr std::int64_t kTrainingAtOnce = 4096;  // of the training set
constexpr std::int64_t kPointsAtOnce = 64;      // of the exact field: one tile of its loop
constexpr std::int64_t kLearnedAtOnce = 48;     // points through the network
constexpr std::int64_t kWeightRows = 8;         // points whose weights are taken together
constexpr std::int64_t kPlanePictures = 700;    // more would hide what lies under them
constexpr int kPictureEvery = 3;                // arrows
constexpr int kPlaneLadderSide = 32;
constexpr double kMargin = 1.15;  // of the view round the pictures on the plane
/// The share of them that a view shows at least: one far picture would make all others small.
constexpr double kInView = 0.995;
constexpr double kNoWeight = 1e-9;

const auto kPlanePoints = torch::dtype(torch::kFloat64);

/// Grid points from the lower left as [rows * columns, 2] to rows from the top.
torch::Tensor rows_from_top(const torch::Tensor& cells, int columns) {
  return cells.view({columns, columns, 2}).flip(0).reshape({-1, 2});
}

/// Of |s|^2 summed over the rows.
double share_along(const AffinePlane& plane, const torch::Tensor& scores) {
  const double all = scores.to(torch::kFloat64).square().sum().item<double>();
  return all > 0.0 ? plane.along(scores).square().sum().item<double>() / all : 0.0;
}

std::shared_ptr<const std::vector<float>> shared_floats(const torch::Tensor& tensor) {
  return std::make_shared<const std::vector<float>>(to_floats(tensor));
}

bool same_exact(const PlaneWish& a, const PlaneWish& b) {
  return a.bounds == b.bounds && a.arrows == b.arrows && a.sigma == b.sigma;
}

bool same_learned(const PlaneWish& a, const PlaneWish& b) {
  return a.network == b.network && a.averaged == b.averaged;
}

/// The chosen training pictures [3, d]. Throws UserError for one that is not there.
torch::Tensor chosen_pictures(const PlaneOptions& options, const ImageSet& training) {
  const std::array<std::int64_t, 3> numbers{options.first, options.second, options.third};
  for (const std::int64_t number : numbers) {
    if (number < training.count()) continue;
    throw UserError(
        fmt::format("plane: there is no training picture {}; they are numbered from 0 "
                    "to {}.",
                    number, training.count() - 1));
  }
  return image_rows(training, torch::tensor({numbers[0], numbers[1], numbers[2]}));
}

/// Point masses at the shown pictures: their noised density is known at every level.
Mixture law_of(const std::vector<float>& points) {
  std::vector<GaussianComponent> components;
  for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
    components.push_back(
        isotropic(1.0, static_cast<double>(points[i]), static_cast<double>(points[i + 1]), 0.0));
  }
  return Mixture(std::move(components));
}

}  // namespace

void check_plane(const PlaneOptions& options, const ImageSet& training) {
  if (options.through == "pictures") plane_through(chosen_pictures(options, training));
}

PlanePainter::PlanePainter(std::shared_ptr<const ExperimentParts> parts)
    : parts_(std::move(parts)) {}

void PlanePainter::change_plane(std::shared_ptr<const ExperimentParts> parts) {
  *this = PlanePainter(std::move(parts));
}

void PlanePainter::make_plane() {
  const PlaneOptions& options = parts_->spec.plane;
  known_ = {};
  known_.side = static_cast<int>(training().side());
  if (options.through == "pictures") {
    const torch::Tensor pictures = chosen_pictures(options, training());
    score_.emplace(plane_through(pictures));
    const torch::Tensor places = score_->plane().coordinates(pictures);
    const std::array<std::int64_t, 3> numbers{options.first, options.second, options.third};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const auto row = static_cast<std::int64_t>(i);
      known_.corners.push_back(
          {numbers[i], {places[row][0].item<double>(), places[row][1].item<double>()}});
    }
    known_.axes = {fmt::format("from no. {} to no. {}", options.first, options.second),
                   fmt::format("towards no. {}", options.third)};
    known_.through = fmt::format("training pictures {}, {} and {}", options.first, options.second,
                                 options.third);
  } else {
    const ImageMoments& moments = parts_->pictures->moments();
    score_.emplace(principal_plane(moments.mean, moments.covariance));
    known_.axes = {"PC 1", "PC 2"};
    known_.through = "the first two principal components";
  }
}

void PlanePainter::add_feet() {
  const std::int64_t first = score_->size();
  const std::int64_t last = std::min(first + kTrainingAtOnce, training().count());
  score_->add(image_rows(training(), torch::arange(first, last)));
  if (ready()) describe_pictures();
}

void PlanePainter::describe_pictures() {
  known_.variance_share = score_->plane().variance_share(parts_->pictures->moments().covariance);
  const std::vector<double>& feet = score_->feet();
  const std::int64_t count = std::min(score_->size(), kPlanePictures);
  std::vector<double> reach;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto row = static_cast<std::size_t>(i * score_->size() / count);
    const double x = feet[2 * row], y = feet[2 * row + 1];
    data_points_.push_back(static_cast<float>(x));
    data_points_.push_back(static_cast<float>(y));
    reach.push_back(std::max(std::abs(x), std::abs(y)));
  }
  std::ranges::sort(reach);
  const auto last = static_cast<double>(reach.size() - 1);
  extent_ = std::max(reach[static_cast<std::size_t>(kInView * last)] * kMargin, 1e-3);
  shown_law_.emplace(law_of(data_points_));
}

bool PlanePainter::is_of(const PlaneWish& wish) const {
  return last_ && same_exact(*last_, wish) && same_learned(*last_, wish);
}

bool PlanePainter::differs_in_weights_only(const PlaneWish& wish) const {
  return last_ && same_exact(*last_, wish) && !same_learned(*last_, wish);
}

void PlanePainter::wish(const PlaneWish& wish) {
  if (painting_ || is_of(wish)) return;
  const bool exact_holds = differs_in_weights_only(wish);
  painting_.emplace();
  painting_->wish = wish;
  painting_->exact_holds = exact_holds;
}

bool PlanePainter::advance() {
  const torch::NoGradGuard no_grad;
  if (!score_) {
    make_plane();
    return false;
  }
  if (!ready()) {
    add_feet();
    return ready();
  }
  if (painting_) return paint();
  return paint_next_level();
}

bool PlanePainter::paint() {
  Painting& now = *painting_;
  if (!now.points.defined()) {
    const int columns = std::max(now.wish.arrows / kPictureEvery, 1);
    now.points = cell_centres(now.wish.bounds, now.wish.arrows, now.wish.arrows, torch::kCPU);
    now.tiles =
        rows_from_top(cell_centres(now.wish.bounds, columns, columns, torch::kCPU), columns);
    if (now.wish.network) network_.load(now.wish.network);
    return false;
  }
  const std::int64_t count = now.points.size(0);
  if (!now.exact_holds && (!now.exact.defined() || now.exact.size(0) < count)) {
    paint_exact();
  } else if (!now.exact_holds && now.seen < score_->size()) {
    add_to_means();
  } else if (now.wish.network && (!now.learned.defined() || now.learned.size(0) < count)) {
    paint_learned();
  } else {
    finish();
    return true;
  }
  return false;
}

void PlanePainter::paint_exact() {
  Painting& now = *painting_;
  const std::int64_t first = now.exact.defined() ? now.exact.size(0) : 0;
  const torch::Tensor rows = now.points.slice(0, first, first + kPointsAtOnce);
  const torch::Tensor scores = score_->along(rows, now.wish.sigma);
  now.exact = first == 0 ? scores : torch::cat({now.exact, scores});
}

/// Weights first, then the pictures that have any, block by block.
void PlanePainter::add_to_means() {
  Painting& now = *painting_;
  const std::int64_t count = now.tiles.size(0);
  const std::int64_t done = now.weights.defined() ? now.weights.size(0) : 0;
  if (done < count) {
    const torch::Tensor weights =
        score_->weights(now.tiles.slice(0, done, done + kWeightRows), now.wish.sigma)
            .to(torch::kFloat32);
    now.weights = done == 0 ? weights : torch::cat({now.weights, weights});
    return;
  }
  if (!now.exact_means.defined()) {
    now.exact_means = torch::zeros({count, training().dimension()}, kPlanePoints);
  }
  const std::int64_t first = now.seen;
  now.seen = std::min(first + kTrainingAtOnce, score_->size());
  const torch::Tensor weights = now.weights.slice(1, first, now.seen);
  const torch::Tensor used = (std::get<0>(weights.max(0)) > kNoWeight).nonzero().view({-1});
  if (used.size(0) == 0) return;
  const torch::Tensor rows = image_rows(training(), used + first);
  now.exact_means += torch::mm(weights.index_select(1, used), rows).to(torch::kFloat64);
}

void PlanePainter::paint_learned() {
  Painting& now = *painting_;
  const AffinePlane& plane = score_->plane();
  const std::int64_t first = now.learned.defined() ? now.learned.size(0) : 0;
  const torch::Tensor places =
      plane.lifted(now.points.slice(0, first, first + kLearnedAtOnce)).to(torch::kFloat32);
  const torch::Tensor on_device = places.to(parts_->device);
  const torch::Tensor scores =
      network_.score(now.wish.averaged)(on_device, sigma_like(on_device, now.wish.sigma));
  const torch::Tensor along = plane.along(scores);
  now.learned = first == 0 ? along : torch::cat({now.learned, along});
}

void PlanePainter::finish() {
  const Painting& now = *painting_;
  const AffinePlane& plane = score_->plane();
  const double variance = now.wish.sigma * now.wish.sigma;
  const torch::Tensor places = plane.lifted(now.tiles);
  auto field = field_ && now.exact_holds ? std::make_shared<FieldFrame>(*field_)
                                         : std::make_shared<FieldFrame>();
  field->sigma = now.wish.sigma;
  field->level = now.wish.level;
  field->averaged = now.wish.averaged;
  if (!now.exact_holds) {
    field->exact = vector_grid(now.wish.bounds, now.wish.arrows, now.exact);
    known_.bounds = now.wish.bounds;
    known_.columns = std::max(now.wish.arrows / kPictureEvery, 1);
    known_.places = shared_floats(places);
    known_.exact_means = shared_floats(now.exact_means);
    known_.exact_share = share_along(plane, (now.exact_means - places) / variance);
  }
  field->learned.reset();
  known_.learned_means.reset();
  known_.learned_share.reset();
  if (now.wish.network) {
    field->learned = vector_grid(now.wish.bounds, now.wish.arrows, now.learned);
    const torch::Tensor on_device = places.to(torch::kFloat32).to(parts_->device);
    const torch::Tensor scores =
        network_.score(now.wish.averaged)(on_device, sigma_like(on_device, now.wish.sigma))
            .to(torch::kCPU, torch::kFloat64);
    known_.learned_share = share_along(plane, scores);
    known_.learned_means = shared_floats(places + variance * scores);
  }
  field_ = std::move(field);
  last_ = now.wish;
  painting_.reset();
}

bool PlanePainter::has_level_left() const {
  return last_ && (ladder_bounds_ != last_->bounds || ladder_.size() < parts_->levels.size());
}

bool PlanePainter::paint_next_level() {
  if (!has_level_left()) return false;
  if (ladder_bounds_ != last_->bounds) ladder_.clear();
  ladder_bounds_ = last_->bounds;
  const double sigma = parts_->levels[ladder_.size()];
  const torch::Tensor cells =
      cell_centres(ladder_bounds_, kPlaneLadderSide, kPlaneLadderSide, torch::kCPU);
  const torch::Tensor density = shown_law_->log_density(cells, sigma_like(cells, sigma)).exp();
  ScalarGrid grid{ladder_bounds_, kPlaneLadderSide, kPlaneLadderSide, to_floats(density), 0.0F};
  grid.maximum = *std::ranges::max_element(grid.values);
  ladder_.push_back(std::move(grid));
  if (ladder_.size() < parts_->levels.size()) return false;
  shown_ladder_ = ladder_;
  return true;
}

std::shared_ptr<PlaneFrame> PlanePainter::frame() const {
  return ready() ? std::make_shared<PlaneFrame>(known_) : nullptr;
}

std::shared_ptr<const CloudFrame> PlanePainter::samples(const PictureSampling& sampling) const {
  auto cloud = std::make_shared<CloudFrame>();
  static_cast<SamplerStatus&>(*cloud) = sampling.run().status(0.0);
  const torch::Tensor now = score_->plane().coordinates(sampling.now());  // [n, 2]
  cloud->positions = to_floats(now);
  std::vector<torch::Tensor> way;
  for (const torch::Tensor& passed : sampling.passed()) {
    way.push_back(score_->plane().coordinates(passed));
  }
  if (!sampling.run().finished()) way.push_back(now);  // else it is the last one passed
  cloud->start = to_floats(way.front());
  cloud->trail_length = static_cast<int>(way.size());
  cloud->trails = to_floats(torch::stack(way, 1));  // [n, length, 2]
  return cloud;
}

void PlanePainter::probe(std::array<double, 2> position, ProbeFrame& values,
                         PlaneFrame::Probe& pictures) {
  const torch::NoGradGuard no_grad;
  const AffinePlane& plane = score_->plane();
  const double sigma = last_ ? last_->sigma : parts_->levels.back();
  const torch::Tensor point = torch::tensor({{position[0], position[1]}}, kPlanePoints);
  const torch::Tensor place = plane.lifted(point);  // [1, d]
  const auto pair = [](const torch::Tensor& v) {
    return std::array<double, 2>{v[0][0].item<double>(), v[0][1].item<double>()};
  };
  values.position = position;
  values.exact = pair(score_->along(point, sigma));
  pictures.place = to_floats(place);
  const torch::Tensor weights = score_->weights(point, sigma)[0];  // [m]
  const torch::Tensor used = (weights > kNoWeight).nonzero().view({-1});
  const torch::Tensor mean = torch::mm(weights.index_select(0, used).unsqueeze(0),
                                       image_rows(training(), used).to(torch::kFloat64));  // [1, d]
  pictures.exact_mean = to_floats(mean);
  pictures.exact_share = share_along(plane, mean - place);
  pictures.nearest = weights.argmax().item<std::int64_t>();
  const torch::Tensor nearest =
      image_rows(training(), torch::tensor({pictures.nearest})).to(torch::kFloat64);
  pictures.nearest_distance = (nearest - place).norm().item<double>();
  values.nearest_data = pair(plane.coordinates(nearest));
  if (!last_ || !last_->network) return;
  const torch::Tensor on_device = place.to(torch::kFloat32).to(parts_->device);
  const torch::Tensor score =
      network_.score(last_->averaged)(on_device, sigma_like(on_device, sigma))
          .to(torch::kCPU, torch::kFloat64);
  values.learned = pair(plane.along(score));
  pictures.learned_mean = to_floats(place + sigma * sigma * score);
}

}  // namespace scorescope
