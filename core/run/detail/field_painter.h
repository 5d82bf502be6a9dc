// Evaluates exact and learned fields on the grids that the stage shows, and only what changed.
// Internal to core/run (it shows Torch types); nothing outside may include it.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/frames.h"
#include "core/run/session.h"

namespace scorescope {

/// The learned score a view wants, with a number that changes with the weights.
struct LearnedSource {
  const ScoreFunction* score = nullptr;  ///< null: nothing learned yet
  std::uint64_t version = 0;
};

/// Belongs to one thread.
class FieldPainter {
 public:
  explicit FieldPainter(std::shared_ptr<const ExperimentParts> parts) : parts_(std::move(parts)) {}

  /// The frame of one view; the one returned before if nothing it shows has changed.
  std::shared_ptr<const FieldFrame> paint(std::size_t view, const StageRequest& request,
                                          double sigma, int level, const LearnedSource& learned);

  /// The density of every level over the camera's square, for the noise ladder.
  const std::vector<ScalarGrid>& ladder_pictures(const Bounds& bounds);

 private:
  struct Painted {
    StageRequest request;
    double sigma = -1.0;
    std::uint64_t version = 0;
    bool had_learned = false;
    std::shared_ptr<const FieldFrame> frame;
  };

  std::shared_ptr<FieldFrame> paint_exact(const StageRequest& request, double sigma) const;
  void paint_learned(FieldFrame& frame, const StageRequest& request, double sigma,
                     const ScoreFunction& score) const;
  std::array<float, 3> ring_levels(double sigma);
  int picture_side(int wanted) const;

  std::shared_ptr<const ExperimentParts> parts_;
  std::array<Painted, 2> painted_;
  std::map<double, std::array<float, 3>> rings_;  // by sigma; independent of the camera
  Bounds ladder_bounds_;
  std::vector<ScalarGrid> ladder_;
};

/// Of side x side cells; vectors [side * side, 2], bottom row first.
VectorGrid vector_grid(const Bounds& bounds, int side, const torch::Tensor& vectors);

/// Centres of columns x rows equal cells of `bounds`, bottom row first: [rows * columns, 2]
/// float64.
torch::Tensor cell_centres(const Bounds& bounds, int columns, int rows, torch::Device device);

}  // namespace scorescope
