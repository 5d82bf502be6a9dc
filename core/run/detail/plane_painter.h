// Paints the exact and the learned score of pictures on a plane through their space, slice by
// slice. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/distribution/mixture.h"
#include "core/plane_score.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/detail/picture_sampling.h"
#include "core/run/plane_frame.h"

namespace scorescope {

/// What a painting is of.
struct PlaneWish {
  Bounds bounds;
  int arrows = 21;  ///< per side; every third gets a picture
  double sigma = 1.0;
  int level = 0;
  std::shared_ptr<const FrozenNetwork> network;  ///< null: nothing learned yet
  bool averaged = true;
};

/// Throws UserError for chosen pictures that are not there or lie on a line.
void check_plane(const PlaneOptions& options, const ImageSet& training);

/// Belongs to one thread. A painting that was begun is finished, whatever is wished for meanwhile.
class PlanePainter {
 public:
  /// parts of pictures; the plane is what `parts->spec.plane` says.
  explicit PlanePainter(std::shared_ptr<const ExperimentParts> parts);

  /// Another plane: everything is painted anew. `parts` of the same pictures.
  void change_plane(std::shared_ptr<const ExperimentParts> parts);

  /// Begins a painting unless one is in progress or the last one was of the same.
  void wish(const PlaneWish& wish);
  bool is_painting() const { return painting_.has_value(); }
  /// Whether the last complete painting is of just that, or of that but for the weights.
  bool is_of(const PlaneWish& wish) const;
  bool differs_in_weights_only(const PlaneWish& wish) const;
  bool in_progress() const { return !ready() || painting_ || has_level_left(); }
  /// One slice of some 10 to 30 ms, but the first, which measures the covariance once per data set
  /// (about a second for 60,000 pictures). True if there is something new to show. Throws UserError
  /// for a plane that the pictures do not span.
  bool advance();

  /// The plane is known, and where the pictures fall on it.
  bool ready() const { return score_ && score_->size() == training().count(); }
  /// The last complete painting, or null.
  std::shared_ptr<const FieldFrame> field() const { return field_; }
  /// All but samples and probe; null before ready().
  std::shared_ptr<PlaneFrame> frame() const;
  /// Half width of a square about the origin that shows the pictures.
  double extent() const { return extent_; }
  /// Up to 700 of the pictures, interleaved.
  const std::vector<float>& data_points() const { return data_points_; }
  /// Density of the noised pictures over the plane, per level, over the bounds wished for last;
  /// empty until they are made.
  const std::vector<ScalarGrid>& ladder_pictures() const { return shown_ladder_; }

  /// Only when ready(): a sampler's pictures and their way, seen on the plane.
  std::shared_ptr<const CloudFrame> samples(const PictureSampling& sampling) const;
  /// Only when ready(): the scores at one point, as the last painting has noise level and weights.
  void probe(std::array<double, 2> position, ProbeFrame& values, PlaneFrame::Probe& pictures);

 private:
  /// One painting on its way; what is equal to the last one's is taken over.
  struct Painting {
    PlaneWish wish;
    torch::Tensor points, tiles;   // [n, 2], [k, 2]
    torch::Tensor exact, learned;  // [<= n, 2]
    torch::Tensor weights;         // [k, m]
    torch::Tensor exact_means;     // [k, d] float64, sum so far
    std::int64_t seen = 0;         // pictures in it
    bool exact_holds = false;
  };

  const ImageSet& training() const { return parts_->pictures->images.train; }
  void make_plane();
  void add_feet();
  void describe_pictures();
  bool paint();
  void paint_exact();
  void add_to_means();
  void paint_learned();
  void finish();
  bool has_level_left() const;
  bool paint_next_level();

  std::shared_ptr<const ExperimentParts> parts_;
  std::optional<PlaneScore> score_;
  PlaneFrame known_;  // what a frame says of the plane and the last painting
  double extent_ = 10.0;
  std::vector<float> data_points_;
  std::optional<Mixture> shown_law_;  // of the data points

  std::optional<PlaneWish> last_;
  std::optional<Painting> painting_;
  LoadedNetwork network_;  // of the painting, or of the last one
  std::shared_ptr<const FieldFrame> field_;
  Bounds ladder_bounds_;
  std::vector<ScalarGrid> ladder_, shown_ladder_;
};

}  // namespace scorescope
