// The loss of denoising score matching, shared by its one-level and its ladder form.
#pragma once

#include "core/objective/catalogue.h"
#include "core/objective/weighting.h"

namespace scorescope {

/// Mean over the batch of 1/2 sigma^p ||s + noise / sigma||^2, summed over the d dimensions: the
/// normalisation of NCSN (maths.md section 0.2) when p = 2. Target: -(noisy - clean) / sigma^2
/// (Vincent 2011; maths.md section 1, identity 1). Few operations, because it runs every step.
ObjectiveValue denoising_loss(const ScoreFunction& score, const Batch& batch,
                              const Weighting& weighting);

/// lambda / 2 (d / sigma^2 - J), d = 2 (maths.md section 1, identities 2 and 3).
double denoising_floor(const Weighting& weighting, double sigma, double fisher);

/// "½ λ ‖s(x + σε, σ) + ε/σ‖², λ = σ²".
std::string denoising_formula(const Weighting& weighting);

}  // namespace scorescope
