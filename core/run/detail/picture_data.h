// The pictures of a run and what is known of their law. Internal to core/run (it shows Torch
// types).
#pragma once

#include <memory>
#include <mutex>

#include "core/dataset/image_moments.h"
#include "core/dataset/image_set.h"
#include "core/experiment/spec.h"

namespace scorescope {

/// Immutable once loaded, so that everyone who works on the same data can share one.
struct PictureData {
  Choice choice;  ///< what it was read from
  ImageData images;
  ImageSpread spread;  ///< of the training pictures, on the CPU

  /// With the covariance, on the CPU: measured by the first who asks (about a second for 60,000
  /// pictures), kept for the others. Any thread.
  const ImageMoments& moments() const;

  std::int64_t side() const { return images.train.side(); }
  std::int64_t dimension() const { return images.train.dimension(); }

 private:
  mutable std::once_flag moments_measured_;
  mutable ImageMoments moments_;
};

/// Reads the files and takes mean and spread: some 0.5 s for 60,000 pictures. The covariance costs
/// more and is left to moments(). Throws UserError naming the file and the fault.
std::shared_ptr<const PictureData> load_pictures(const Choice& choice);

}  // namespace scorescope
