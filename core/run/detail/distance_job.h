// One measurement of how far a network's pictures are from the data: sample, see, compare.
// Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/random_stream.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/feature_reference.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/distance_result.h"

namespace scorescope {

/// Makes `samples` pictures with averaged and as many with raw weights, from the same starts and
/// the same noise (streams of the "probe" seed, the same for every measurement of a run), and
/// measures them in `reference`'s features. Belongs to one thread; dropping it cancels it. Draws
/// nothing but its own streams and writes to nothing that it was given but `reference`, which it
/// prepares.
class DistanceJob {
 public:
  /// parts of pictures; samples >= 2. Throws UserError for options that do not fit the sampler.
  DistanceJob(std::shared_ptr<const ExperimentParts> parts,
              std::shared_ptr<const FrozenNetwork> network, const Choice& sampler,
              std::int64_t samples, std::shared_ptr<FeatureReference> reference);

  /// One slice: one step of 32 pictures (of 512 on a GPU), or some 10 to 30 ms of something else;
  /// but a start that has the data's covariance takes that once per 1,024 samples. False once the
  /// result is there.
  bool advance();

  /// Done so far, 0 to 1, about in proportion to the time.
  double progress() const;

  std::int64_t step() const { return network_.frozen().step; }

  /// Once advance() has returned false.
  const DistanceMeasurement& result() const { return result_; }

 private:
  struct Chunk {
    std::int64_t rows;
    torch::Tensor start;  // [rows, d]
    RandomStream noise;
  };

  void begin_chunk();
  void advance_chunk();
  void finish_chunk();
  void compare();
  void add_distance_row();
  /// Nothing without a classifier.
  void add_class_row(std::size_t weights);

  std::shared_ptr<const ExperimentParts> parts_;
  LoadedNetwork network_;
  Choice choice_;
  std::unique_ptr<Sampler> sampler_;
  std::int64_t samples_;
  std::shared_ptr<FeatureReference> reference_;
  RandomStream start_stream_, noise_stream_;

  double unseen_;           // share of the reference that had not been seen when this began
  torch::Tensor starts_;    // [block, d]: those of the chunks to come
  std::int64_t begun_ = 0;  // samples of the chunks so far
  std::optional<Chunk> chunk_;
  std::size_t weights_ = 0;  // of the chunk in progress, index into kWeights
  torch::Tensor points_;     // [rows, d] float64
  std::int64_t sampler_step_ = 0;
  std::int64_t steps_done_ = 0;  // over all chunks and weights
  std::array<std::vector<torch::Tensor>, 2> features_, probabilities_;

  std::optional<FeatureDistance> distance_;
  std::size_t compared_ = 0;  // pairs of weights and reference
  std::array<torch::Tensor, 2> sample_features_;
  DistanceMeasurement result_;
};

/// The shares of a row without any, from probabilities [n, classes] (see metric/class_shares.h).
void set_shares(ClassRow& row, const torch::Tensor& probabilities);

/// The reference that a run of pictures is measured against: its data in the features of the
/// classifier that fits them. Throws UserError if the classifier's file is missing or damaged.
/// `features` may name others (see load_feature_space).
std::shared_ptr<FeatureReference> make_reference(const ExperimentParts& parts,
                                                 const std::string& features = {});

}  // namespace scorescope
