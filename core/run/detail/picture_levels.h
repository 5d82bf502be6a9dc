// Measures a network's denoising loss on pictures level by level, between what bounds it from above
// and from below. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <memory>
#include <optional>
#include <vector>

#include "core/empirical_loss.h"
#include "core/empirical_score.h"
#include "core/gaussian_score.h"
#include "core/objective/catalogue.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/picture_result.h"

namespace scorescope {

/// Belongs to one thread. Pictures and noise come from the "probe" seed and are the same in every
/// round, so that a curve shows the network change and not the dice.
class PictureLevelMeasurer {
 public:
  explicit PictureLevelMeasurer(std::shared_ptr<const ExperimentParts> parts);

  /// One more part of a level's references, the best Gaussian score and the training set's own: a
  /// quarter of its pictures, some 30 ms for 60,000 training pictures (the first call takes the
  /// covariance, the next ones the distances of all). False, and nothing done, once all are known.
  bool measure_next_reference();
  bool references_are_known() const { return references_.sigma.size() == parts_->levels.size(); }
  double progress() const;

  /// For training_floor, levels only: of the training set as a law of points, which is what
  /// denoising score matching on a finite set aims at. All levels see the same pictures and noise.
  /// Empty until the references are known.
  const ExactFisher& fisher() const { return fisher_; }

  /// Begins a round with these weights (references must be known), then the averaged or the raw
  /// weights at one level a call; true when the round is complete and table() is new.
  void begin_round(std::shared_ptr<const FrozenNetwork> network);
  bool round_in_progress() const { return network_.is_loaded() && next_ < parts_->levels.size(); }
  bool measure_next_level();

  /// References alone until the first round is complete; an interrupted measurement leaves fewer
  /// rows. In the weight and normalisation of `objective` (a loss weight may change live).
  PictureLevels table(const Objective& objective) const;
  std::int64_t measured_step() const { return measured_step_; }

  /// The training set's own score, for whoever lets it move pictures.
  const EmpiricalScore& training_set() const { return training_set_; }

 private:
  /// The pictures of one level, float32.
  struct Noisy {
    double sigma = 0.0;
    torch::Tensor sigmas;  // [n]
    torch::Tensor noise;   // [n, d]
    torch::Tensor points;  // [n, d]
  };
  Noisy noisy(std::size_t level) const;
  void finish_references();
  /// ||score - target||^2 of each picture, [n] float64 on the CPU.
  torch::Tensor losses(const ScoreFunction& score, const Noisy& pictures) const;

  /// E||score - target||^2 per level, summed over the pixels and not weighted.
  struct Raw {
    std::vector<double> sigma, gaussian;
    std::vector<Estimate> empirical;
    std::vector<torch::Tensor> empirical_each;  // of each picture, [n], until all are known
  };
  struct Round {
    std::vector<Estimate> averaged, raw;
  };

  std::shared_ptr<const ExperimentParts> parts_;
  EmpiricalScore training_set_;
  torch::Tensor clean_;  // [n, d] float64
  torch::Tensor noise_;  // [n, d] float64, of every level: neighbours on the curve are compared
  std::optional<GaussianScore> gaussian_;
  std::optional<EmpiricalLoss> empirical_loss_;  // until the references are known
  Raw references_;
  std::vector<torch::Tensor> reference_parts_;  // of the next level's empirical_each
  ExactFisher fisher_;
  LoadedNetwork network_;
  std::size_t next_ = 0;  // level of the round in progress
  Round draft_, round_;
  std::int64_t measured_step_ = 0;
};

}  // namespace scorescope
