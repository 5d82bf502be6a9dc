// Mean and covariance of a set of pictures: what a Gaussian can know of it.
#pragma once

#include <torch/types.h>

#include "core/dataset/image_set.h"

namespace scorescope {

/// Moments of the law that gives each picture of a set the weight 1 / n (so the covariance is
/// divided by n), in the units of image_rows. For starts N(mean, covariance + sigma^2 I) and the
/// best Gaussian score -(covariance + sigma^2 I)^{-1} (x - mean) (maths.md sections 7.1 and 9.4).
struct ImageMoments {
  torch::Tensor mean;        ///< [d] float64
  torch::Tensor covariance;  ///< [d, d] float64
  double rms_std = 0.0;      ///< root mean square over coordinates of the centred pixels
};

/// The sums behind them are whole numbers and exact, so the result is the same bit for bit whatever
/// the order or the number of threads (up to some 370,000 pictures; beyond, correct to about
/// 1e-16 of the second moment). InternalError for an empty set. 60,000 pictures of d = 784 take
/// 37 billion multiplications: about a second a core.
ImageMoments image_moments(const ImageSet& set);

}  // namespace scorescope
