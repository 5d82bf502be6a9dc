// What is shown of an experiment on pictures, as plain values. Pictures are rows of side * side
// pixels from the top; -1 is black, 1 is white, and a sampler may go beyond.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/distance_result.h"
#include "core/run/picture_result.h"
#include "core/run/sampler_status.h"
#include "core/run/step_grid_frame.h"

namespace scorescope {

/// What the tiles of a gallery show.
enum class GalleryContent {
  kPictures,  ///< where the chains stand, x
  kDenoised,  ///< the posterior mean there, x + sigma^2 s(x, sigma)
  kScore      ///< |sigma s(x, sigma)| pixel by pixel: about 1 where the score sees noise, else 0
};

/// Samples under one sampler and one set of weights.
struct GalleryFrame : SamplerStatus {
  std::string weights;  ///< "averaged weights", "raw weights", "training set's own score"
  std::int64_t training_step = 0;  ///< of the network that moved them
  GalleryContent content = GalleryContent::kPictures;
  int side = 0;
  int count = 0;
  /// The moment shown: an index into `moments`, or moments.size() for where the chains stand now.
  int shown_moment = 0;
  double shown_sigma = 0.0;
  std::vector<float> tiles;  ///< [count, side, side], as `content` says
  /// Noise levels at which the way was kept: before the first step of each (at most 11, evenly
  /// thinned), and the end. Those up to `moments_reached` have been passed.
  std::vector<double> moments;
  int moments_reached = 0;
  std::vector<float> strip;  ///< [moments_reached, side, side], the chosen one's way, as tiles
  /// By the classifier, of all samples now; nothing before they were looked at.
  std::shared_ptr<const ClassRow> classes;
  std::optional<double> memorised_share;  ///< d1 / d2 < 1/3 to the training pictures
};

struct NearestPicture {
  std::int64_t number = 0;  ///< row in the training set
  double distance = 0.0;    ///< L2 over the pixels
  int label = -1;           ///< its class, or -1
  std::vector<float> pixels;
};

/// The sample that was clicked, and what lies near it.
struct InspectedSample {
  int view = 0;   ///< which gallery
  int index = 0;  ///< tile
  std::vector<float> pixels;
  int reads_as = -1;                    ///< the classifier's class; -1 without a classifier
  double probability = 0.0;             ///< of that class
  bool unknown = false;                 ///< that is below 0.8, as class shares count it
  std::vector<NearestPicture> nearest;  ///< six training pictures, nearest first
  double ratio = 0.0;  ///< distance of the nearest over that of the second; memorised below 1/3
};

struct PictureFrame {
  int side = 28;
  std::int64_t training_pictures = 0, test_pictures = 0;
  std::vector<std::string> class_names;  ///< empty if the data have no classes
  std::vector<double> training_shares;   ///< share of each class in the training set
  std::string classifier;                ///< "MNIST classifier", or empty without one
  /// One per view of the stage; the second is null unless it was asked for.
  std::array<std::shared_ptr<const GalleryFrame>, 2> galleries;
  std::shared_ptr<const InspectedSample> chosen;

  /// Losses of the network per level, between the best Gaussian score and the training set's own;
  /// null before they were measured. `levels_step` is the training step of the network in it (its
  /// columns averaged and raw are empty while untrained).
  std::shared_ptr<const PictureLevels> levels;
  std::int64_t levels_step = 0;
  std::optional<double> gaussian_loss;  ///< mean of levels->gaussian over the levels trained on
  std::optional<double> empirical_loss, empirical_loss_error;

  std::shared_ptr<const DistanceHistory> distances;  ///< null before the first
  std::optional<double> distance_progress;           ///< of the measurement on its way, 0 to 1
  double distance_share = 0.0;  ///< of the background thread's time spent on distances, 0 to 1

  std::shared_ptr<const StepGridFrame> step_grid;  ///< null before the first was asked for
};

}  // namespace scorescope
