// The files of a headless run.
#pragma once

#include <string>

#include "core/experiment/lesson.h"
#include "core/run/headless.h"

namespace scorescope {

std::string path_in(const std::string& folder, const std::string& name);

/// What the figures of a headless run show: the lesson's camera and level, with the error picture.
StageRequest picture_stage(const Lesson& lesson);

/// Writes into `folder`, which must exist:
/// - loss.csv: step,loss (every step made in this run; a resumed one begins after the state's)
/// - levels.csv: level,sigma,loss,floor,J_DSM,J_DSM_error,J_ESM,B,norm_learned,norm_exact,
///   norm_exact_error,score_error,score_error_grid,residual,residual_error; one row per noise
///   level, highest first. Of the averaged weights but for `loss`, which is that of training, so of
///   the raw ones.
///   `loss` and `floor` are the objective's own, in its weight (of denoising by default 1/2 sigma^2
///   E|.|^2); J_DSM, J_ESM, B and the residual |J_DSM - J_ESM - B| are 1/2 sigma^2 E|.|^2; norms
///   E|s|^2 and score_error E|s - s*|^2 under q_sigma (or on the grid) have no factor
/// - modes.csv: sampler,score,step,heavy_share,standard_error
/// - samples_<sampler>_<score>.npy: [particles, 2] float64, where each chain ended; with one
/// sampler also
///   samples.npy, moved by the score the experiment chose
/// - summary.json: the numbers of the run
/// For pictures, in place of levels.csv, modes.csv and samples: those of write_picture_outputs.
/// Throws UserError if one cannot be written.
void write_run_outputs(const Lesson& lesson, const HeadlessResult& result,
                       const std::string& folder);

}  // namespace scorescope
