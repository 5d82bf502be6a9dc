#include "core/objective/score_matching.h"

#include <torch/types.h>

#include <numeric>

namespace scorescope {

std::vector<std::int64_t> all_levels(std::int64_t count) {
  std::vector<std::int64_t> levels(static_cast<std::size_t>(count));
  std::iota(levels.begin(), levels.end(), std::int64_t{0});
  return levels;
}

MatchedData matched_data(const Batch& batch, const DataSetting& setting) {
  return {setting.is_clean() ? batch.clean : batch.noisy, batch.sigma};
}

ObjectiveValue summed(const std::vector<PointTerm>& terms, const torch::Tensor& sigma,
                      const DataSetting& setting) {
  const auto weighted = [&](const torch::Tensor& values) {
    return setting.is_clean() ? values : setting.times_lambda(values, sigma);
  };
  torch::Tensor sum = terms.front().values;
  for (std::size_t i = 1; i < terms.size(); ++i) sum = sum + terms[i].values;
  const torch::Tensor per_point = weighted(sum);
  ObjectiveValue value{per_point.mean(), per_point.detach(), {}};
  value.terms.push_back({"loss", value.loss.detach()});
  if (terms.size() == 1) return value;
  for (const auto& [name, values] : terms) {
    value.terms.push_back({name, weighted(values.detach()).mean()});
  }
  return value;
}

const FieldTable<DataSetting>& data_setting_fields() {
  static const FieldTable<DataSetting> table{{&DataSetting::on, on_field()},
                                             {&DataSetting::weighting, weighting_field()},
                                             {&DataSetting::exponent, exponent_field()}};
  return table;
}

std::vector<std::int64_t> ScoreMatching::levels_used(std::int64_t count) const {
  return setting_.is_clean() ? std::vector<std::int64_t>{} : all_levels(count);
}

}  // namespace scorescope
