// What a headless run of pictures hands over: plain values.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/run/distance_result.h"
#include "core/run/step_grid_frame.h"

namespace scorescope {

/// Pictures are rows of side * side pixels from the top; -1 is black, 1 is white, and a sampler may
/// go beyond.
struct SampledPictures {
  std::string sampler;  ///< catalogue id
  std::string label;
  std::string weights;  ///< "averaged" | "raw"
  std::string update_rule;
  std::string failure;     ///< a sentence if the pictures left the finite numbers
  std::int64_t steps = 0;  ///< made
  std::int64_t count = 0;
  std::vector<float> pictures;  ///< [count, side, side], where each chain ended
  /// The first few on their way: before the first step of some noise levels, and at the end.
  std::int64_t strip_count = 0;
  std::vector<double> strip_sigma;  ///< [moments]
  std::vector<float> strip;         ///< [moments, strip_count, side, side]
};

/// Per noise level, highest first, the denoising loss on the same training pictures under the same
/// noise, in the objective's own weight and normalisation (1/2 sigma^2 sum for one that does not
/// denoise). Shorter than the ladder if the run was interrupted.
struct PictureLevels {
  std::int64_t pictures = 0;  ///< per level
  std::vector<double> sigma;
  std::vector<double> averaged, averaged_error;  ///< of the network; standard errors
  std::vector<double> raw, raw_error;
  /// The least that a score linear in the picture reaches, exact, over the whole training set.
  std::vector<double> gaussian;
  /// Of the exact score of the training set itself: the least of all, and memorisation.
  std::vector<double> empirical, empirical_error;
};

struct PictureResult {
  std::string description;  ///< of the data
  std::int64_t side = 0;
  double data_std = 0.0;   ///< root mean square over pixels of the centred training pictures
  double data_mean = 0.0;  ///< of all training pixels
  std::vector<SampledPictures>
      samples;  ///< averaged weights first, then raw ones on the same noise
  PictureLevels levels;
  DistanceHistory distances;
  std::shared_ptr<const StepGridFrame> step_grid;  ///< null if it was not asked for
};

}  // namespace scorescope
