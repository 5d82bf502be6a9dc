// How far a network's pictures are from the data, measured along a run: plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace scorescope {

/// One measurement. Distances are in the features of a classifier (see features_name), whose
/// training features have a covariance of trace 64 (maths.md section 9.4).
struct DistanceRow {
  std::int64_t step = 0;  ///< training steps made
  double epoch = 0.0;     ///< training pictures seen, in passes through the set
  std::string weights;    ///< "averaged" | "raw"
  std::string sampler;    ///< catalogue id
  std::string reference;  ///< "train" | "test": the pictures that the samples are held against
  std::int64_t n = 0;     ///< samples
  std::int64_t reference_n = 0;
  double fd = std::numeric_limits<double>::quiet_NaN();  ///< NaN if a sample is not finite
  /// The same distance of n real pictures: mean over draws, and standard deviation of one draw.
  /// NaN where there are too few real pictures to tell, as for the kernel distance.
  double fd_floor = std::numeric_limits<double>::quiet_NaN(), fd_floor_spread = 0.0;
  double kd = std::numeric_limits<double>::quiet_NaN();  ///< unbiased: below 0 now and then
  double kd_error = 0.0;                                 ///< standard error
  double kd_floor = std::numeric_limits<double>::quiet_NaN(), kd_floor_spread = 0.0;
  std::int64_t kd_n = 0, kd_reference_n = 0;  ///< the kernel distance is of 5,000 a side at most
  std::int64_t floor_n = 0;                   ///< real pictures a draw: n where there are as many
};

/// What the classifier sees in the same samples.
struct ClassRow {
  std::int64_t step = 0;
  double epoch = 0.0;
  std::string weights;
  std::string sampler;
  std::int64_t n = 0;
  std::vector<double> shares, errors;  ///< per class, of all samples, with binomial errors
  double unknown = 0.0;                ///< share whose largest probability is below 0.8
  double unknown_error = 0.0;
  double entropy = 0.0;  ///< of the known classes, in nats; NaN if none is known
};

/// One measurement of everything: a row per weights and reference, and one per weights.
struct DistanceMeasurement {
  std::vector<DistanceRow> rows;
  std::vector<ClassRow> classes;
};

/// What a value means: pictures made worse in a known way, held against the training pictures.
struct ScaleMark {
  std::string what;  ///< "one class missing"
  double fd = 0.0, kd = 0.0;
  std::int64_t n = 0;  ///< pictures
};

/// Everything measured so far, oldest first.
struct DistanceHistory {
  std::string features_name;  ///< "64 features, MNIST classifier"
  std::vector<DistanceRow> rows;
  std::vector<ClassRow> classes;
  std::vector<std::string> class_names;  ///< of the classifier
  /// Smallest distance first; empty if it was not measured for the classifier.
  std::vector<ScaleMark> scale;
  std::vector<double> reference_shares;  ///< of the training pictures, as the classifier sees them
};

}  // namespace scorescope
