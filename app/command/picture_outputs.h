// The files of a headless run of pictures, beside those that every run writes.
#pragma once

#include <string>

#include "core/experiment/lesson.h"
#include "core/run/headless.h"

namespace scorescope {

/// Writes into `folder`, which must exist:
/// - levels.csv: level,sigma,averaged,averaged_error,raw,raw_error,gaussian,empirical,
///   empirical_error (see PictureLevels); one row per noise level, highest first
/// - distances.csv: step,epoch,weights,sampler,reference,n,reference_n,fd,fd_floor,fd_floor_spread,
///   kd,kd_se,kd_floor,kd_floor_spread,kd_n,kd_reference_n,floor_n (see DistanceRow), and
/// - classes.csv: step,epoch,weights,sampler,n,class,share,share_se, a row for each class and one
///   for "unknown"; both only if something was measured
/// - plane.csv: level,sigma,x,y,exact_x,exact_y,learned_x,learned_y,exact_share,learned_share (see
///   PlaneFrame): the arrows on the plane through the pictures, at some noise levels
/// - grid.csv (see step_grid_csv) and grid.npy, [rows, columns, samples, side, side] float32 with
/// NaN
///   where a cell was not finished; only if the grid was made
/// - samples_<sampler>_<weights>.npy: [n, side, side] float32, where each chain ended; with one
///   sampler also samples.npy, with the weights that the experiment chose
/// Throws UserError if one cannot be written.
void write_picture_outputs(const Lesson& lesson, const HeadlessResult& result,
                           const std::string& folder);

/// Writes the grid of T x epsilon without words to `path` (PNG): a row for each T, in it the
/// pictures of each epsilon. For where no window's figure can be drawn. Throws UserError.
void write_plain_grid(const StepGridFrame& grid, const std::string& path);

/// Writes into `folder` samples_<sampler>_<weights>.png, a sheet of the first 1,024 samples, and
/// strip_<sampler>_<weights>.png, some of them on their way: a row each, noise levels from left to
/// right. Throws UserError if one cannot be written.
void write_picture_sheets(const Lesson& lesson, const HeadlessResult& result,
                          const std::string& folder);

}  // namespace scorescope
