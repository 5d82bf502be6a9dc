// What the objectives that match a score without denoising share: which data they see, and how the
// losses of points become one number.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/objective/catalogue.h"
#include "core/objective/weighting.h"

namespace scorescope {

/// Every level of a ladder of `count`: 0, 1, ..., count - 1.
std::vector<std::int64_t> all_levels(std::int64_t count);

/// The points an objective looks at and the noise level given to the network there.
struct MatchedData {
  torch::Tensor points;  // [n, d] noisy, or clean
  torch::Tensor sigma;   // [n] what the network is told
};

MatchedData matched_data(const Batch& batch, const DataSetting& setting);

/// One named part of a loss, before weighting.
struct PointTerm {
  std::string name;
  torch::Tensor values;  // [n]
};

/// The mean over the batch of the weighted sum of `terms`. Reports "loss", then, if there are
/// several, each weighted term's mean.
ObjectiveValue summed(const std::vector<PointTerm>& terms, const torch::Tensor& sigma,
                      const DataSetting& setting);

/// The base of those that may be evaluated on the ladder or on clean data.
class ScoreMatching : public Objective {
 public:
  ScoreMatching(DataSetting setting, const ObjectiveContext& context)
      : setting_(std::move(setting)) {
    setting_.data_std = context.data_std;
  }

  std::vector<std::int64_t> levels_used(std::int64_t count) const override;

 protected:
  const DataSetting& setting() const { return setting_; }

 private:
  DataSetting setting_;
};

/// The options of those that have none beside the setting.
const FieldTable<DataSetting>& data_setting_fields();

/// Their catalogue entry; `Kind` is made from a DataSetting and a context.
template <class Kind>
Entry<ObjectiveFactory> score_matching_entry(std::string id, std::string label, std::string help) {
  return {{std::move(id), std::move(label), std::move(help), data_setting_fields().infos()},
          [](const Values& options, const ObjectiveContext& context) {
            return std::make_unique<Kind>(data_setting_fields().read(options, "objective"),
                                          context);
          }};
}

}  // namespace scorescope
