// How much noise is left in pictures: the snow of a sampler whose steps do not fit.
#pragma once

#include <torch/types.h>

namespace scorescope {

/// Of each picture [n, side, side] (side >= 3) the standard deviation of its pixel noise, [n]
/// float64: the median size of a second difference that is blind to constants, slopes and straight
/// edges along the axes (Immerkaer, Fast noise variance estimation, 1996), over what it is for unit
/// noise. The median makes it blind to strokes too as long as they cover less than half of the
/// picture: a clean digit has 0, a woven cloth has not. NaN for a picture with a number that is not
/// finite.
torch::Tensor picture_noise(const torch::Tensor& pictures);

}  // namespace scorescope
