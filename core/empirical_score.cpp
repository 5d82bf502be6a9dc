#include "core/empirical_score.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/empirical_score_loop.h"

namespace scorescope {
namespace {

/// A block is so many points by so many centres: 16 MiB a temporary in float64, also for the
/// centres of a block themselves while d <= 1024.
constexpr std::int64_t kPointsAtOnce = 1024;
constexpr std::int64_t kCentresAtOnce = 2048;

/// Calls visit(begin, end) for consecutive pieces of 0 ... count.
template <class Visit>
void in_pieces(std::int64_t count, std::int64_t piece, Visit visit) {
  for (std::int64_t begin = 0; begin < count; begin += piece) {
    visit(begin, std::min(begin + piece, count));
  }
}

/// A softmax-weighted mean over rows that come in blocks.
class SoftmaxMean {
 public:
  /// logits [n, b] of rows [b, d].
  void add(const torch::Tensor& logits, const torch::Tensor& rows) {
    // the result does not depend on what is subtracted, so no gradient goes through it
    auto highest = std::get<0>(logits.detach().max(1, true));  // [n, 1]
    if (highest_.defined()) highest = torch::maximum(highest, highest_);
    const auto weights = torch::exp(logits - highest);
    const auto sum = torch::matmul(weights, rows);  // [n, d]
    const auto total = weights.sum(1, true);        // [n, 1]
    if (!highest_.defined()) {
      sum_ = sum;
      total_ = total;
    } else {
      const auto faded = torch::exp(highest_ - highest);
      sum_ = sum_ * faded + sum;
      total_ = total_ * faded + total;
    }
    highest_ = highest;
  }

  torch::Tensor mean() const { return sum_ / total_; }

 private:
  torch::Tensor highest_, sum_, total_;
};

// In double, on the CPU, without a graph.
bool is_plain(const torch::Tensor& tensor) {
  return tensor.is_cpu() && tensor.scalar_type() == torch::kFloat64 &&
         !(torch::GradMode::is_enabled() && tensor.requires_grad());
}

bool suits_loop(const torch::Tensor& points, const torch::Tensor& sigma,
                const torch::Tensor& centres) {
  return centres.size(1) == 2 && is_plain(points) && is_plain(sigma) && is_plain(centres);
}

torch::Tensor score_by_loop(const torch::Tensor& points, const torch::Tensor& sigma,
                            const torch::Tensor& centres) {
  const auto rows = points.contiguous();
  const auto levels = sigma.expand({points.size(0)}).contiguous();
  const auto held = centres.contiguous();
  auto scores = torch::empty_like(rows);  // [n, 2]
  empirical_score_loop({.points = rows.const_data_ptr<double>(),
                        .sigma = levels.const_data_ptr<double>(),
                        .centres = held.const_data_ptr<double>(),
                        .count = static_cast<std::size_t>(rows.size(0)),
                        .centre_count = static_cast<std::size_t>(held.size(0))},
                       scores.data_ptr<double>());
  return scores;
}

}  // namespace

EmpiricalScore::EmpiricalScore(torch::Tensor centres) : centres_(std::move(centres)) {
  check(centres_.size(0) > 0, "an empirical score needs at least one centre");
  middle_ = torch::zeros({dimension()}, centres_.options().dtype(torch::kFloat64));
  const auto block = [&](std::int64_t begin, std::int64_t end) {
    return centres_.slice(0, begin, end).to(torch::kFloat64);
  };
  in_pieces(size(), kCentresAtOnce, [&](std::int64_t begin, std::int64_t end) {
    middle_ = middle_ + block(begin, end).sum(0) / static_cast<double>(size());
  });
  std::vector<torch::Tensor> halves;
  in_pieces(size(), kCentresAtOnce, [&](std::int64_t begin, std::int64_t end) {
    halves.push_back(0.5 * (block(begin, end) - middle_).square().sum(1));
  });
  half_square_ = torch::cat(halves);
}

torch::Tensor EmpiricalScore::score(const torch::Tensor& points, const torch::Tensor& sigma) const {
  check_equal(points.size(1), dimension(), "coordinates of a point");
  if (suits_loop(points, sigma, centres_)) return score_by_loop(points, sigma, centres_);
  return score_by_torch(points, sigma);
}

ScoreFunction EmpiricalScore::score_function() const {
  return [held = *this](const torch::Tensor& points, const torch::Tensor& sigma) {
    return held.score(points, sigma);
  };
}

torch::Tensor EmpiricalScore::score_by_torch(const torch::Tensor& points,
                                             const torch::Tensor& sigma) const {
  if (points.size(0) == 0) return torch::empty_like(points);
  const auto options = points.options();
  const auto middle = middle_.to(options);  // differences of large numbers lose digits: about it
  const auto shifted = points - middle;
  const auto variance = sigma.to(options).square().expand({points.size(0)}).unsqueeze(1);  // [n, 1]
  std::vector<SoftmaxMean> sums((points.size(0) + kPointsAtOnce - 1) / kPointsAtOnce);
  in_pieces(size(), kCentresAtOnce, [&](std::int64_t first, std::int64_t last) {
    const auto centres =
        (centres_.slice(0, first, last).to(torch::kFloat64) - middle_).to(options);  // [b, d]
    const auto half_square = half_square_.slice(0, first, last).to(options);         // [b]
    in_pieces(points.size(0), kPointsAtOnce, [&](std::int64_t begin, std::int64_t end) {
      // -||x - c||^2 / 2 up to ||x||^2 / 2, which the softmax forgets
      const auto closeness = torch::matmul(shifted.slice(0, begin, end), centres.t()) - half_square;
      sums[begin / kPointsAtOnce].add(closeness / variance.slice(0, begin, end), centres);
    });
  });
  std::vector<torch::Tensor> means;
  for (const auto& sum : sums) means.push_back(sum.mean());
  return (torch::cat(means) - shifted) / variance;
}

torch::Tensor empirical_score(const torch::Tensor& points, const torch::Tensor& sigma,
                              const torch::Tensor& centres) {
  check(centres.size(0) > 0, "an empirical score needs at least one centre");
  if (suits_loop(points, sigma, centres)) return score_by_loop(points, sigma, centres);
  return EmpiricalScore(centres).score(points, sigma);
}

}  // namespace scorescope
