// What a saved training holds, and putting it back.
#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>

#include "core/base/error.h"
#include "core/network/averaged_weights.h"
#include "core/run/detail/stored_tensors.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

constexpr const char* kDataKey = "data_seen";

// Stream keys use all 64 bits; the metadata keep them as signed numbers.
std::string text_of(std::uint64_t bits) { return std::to_string(static_cast<std::int64_t>(bits)); }

void store_stream(TensorFile& file, const std::string& name, const StreamState& stream) {
  file.metadata[name + ".key"] = text_of(stream.key);
  file.metadata[name + ".position"] = text_of(stream.position);
}

StreamState load_stream(const TensorFile& file, const std::string& name,
                        const std::string& file_name) {
  const auto part = [&](const char* key) {
    return static_cast<std::uint64_t>(load_number(file, name + key, file_name));
  };
  return {part(".key"), part(".position")};
}

void store_history(TensorFile& file, const std::string& name, const HistoryBuilder& builder) {
  const HistoryBuilder::State state = builder.state();
  file.tensors.push_back(store(name + ".step", state.history.step));
  file.tensors.push_back(store(name + ".low", state.history.low));
  file.tensors.push_back(store(name + ".mean", state.history.mean));
  file.tensors.push_back(store(name + ".high", state.history.high));
  file.tensors.push_back(store(name + ".recent", state.recent));
}

HistoryBuilder::State load_history(const TensorFile& file, const std::string& name,
                                   const std::string& file_name) {
  HistoryBuilder::State state;
  state.history.step = load_values<std::int64_t>(file, name + ".step", file_name);
  state.history.low = load_values<float>(file, name + ".low", file_name);
  state.history.mean = load_values<float>(file, name + ".mean", file_name);
  state.history.high = load_values<float>(file, name + ".high", file_name);
  state.recent = load_values<double>(file, name + ".recent", file_name);
  const std::size_t bins = state.history.step.size();
  if (state.history.low.size() != bins || state.history.mean.size() != bins ||
      state.history.high.size() != bins) {
    throw UserError(file_name + ": the columns of \"" + name + "\" differ in length.");
  }
  return state;
}

/// Of the bytes, eight at a time, by FNV-1a.
std::uint64_t fingerprint(const torch::Tensor& bytes) {
  const torch::Tensor flat = bytes.contiguous().view({-1});
  const auto* at = flat.const_data_ptr<std::uint8_t>();
  const auto* end = at + flat.numel();
  std::uint64_t hash = 0xcbf29ce484222325U;
  while (at != end) {
    std::uint64_t word = 0;
    const auto count = static_cast<std::size_t>(std::min<std::ptrdiff_t>(sizeof word, end - at));
    std::memcpy(&word, at, count);
    hash = (hash ^ word) * 0x100000001b3U;
    at += count;
  }
  return hash;
}

std::string pictures_text(const ImageData& images) {
  std::uint64_t hash = fingerprint(images.train.pixels);
  if (images.train.has_classes()) hash ^= fingerprint(images.train.labels) * 3;
  if (images.test.count() > 0) hash ^= fingerprint(images.test.pixels) * 7;
  return fmt::format("{} pictures ({:016x})", images.train.count(), hash);
}

/// Two sums that any change of a point moves; rounded, as other processors round otherwise.
std::string points_text(const DistributionData& data) {
  double first = 0.0, second = 0.0;
  for (const auto& component : data.components) {
    first += component.weight * std::cos(component.mean[0] + 2.0 * component.mean[1]);
    second += component.weight * std::sin(3.0 * component.mean[0] - component.mean[1]);
  }
  const auto rounded = [](double sum) { return 1e-6 * std::round(1e6 * sum) + 0.0; };  // no -0
  return fmt::format("{} points ({:.6f}, {:.6f})", data.components.size(), rounded(first),
                     rounded(second));
}

/// Tells the data of a file or folder from what lies there later; nothing for other data, which the
/// spec says all about.
std::optional<std::string> data_text(const ExperimentParts& parts) {
  if (!parts.spec.data.options.contains("path")) return std::nullopt;
  return parts.pictures ? pictures_text(parts.pictures->images) : points_text(parts.data);
}

/// States of older versions do not say what they were trained on.
void check_data(const TensorFile& file, const ExperimentParts& parts,
                const std::string& file_name) {
  const auto saved = file.metadata.find(kDataKey);
  const auto now = data_text(parts);
  if (!now || saved == file.metadata.end() || saved->second == *now) return;
  throw UserError(
      fmt::format("{} was saved while training on {}, but the data are {} now: they have changed, "
                  "and the training cannot go on as it was. --from-start trains anew.",
                  file_name, saved->second, *now));
}

}  // namespace

TensorFile Trainer::state() const {
  TensorFile file;
  const std::vector<std::string> names = parameter_names(*network_);
  const EngineState engine = engine_->state(TrainingEngine::Moments::kInclude);
  for (std::size_t i = 0; i < names.size(); ++i) {
    file.tensors.push_back(store("raw." + names[i], engine.raw[i]));
    file.tensors.push_back(store("averaged." + names[i], engine.averaged[i]));
    file.tensors.push_back(store("adam.first." + names[i], engine.first[i]));
    file.tensors.push_back(store("adam.second." + names[i], engine.second[i]));
  }
  store_history(file, "history.loss", loss_history_);
  for (std::size_t i = 0; i < term_names_.size(); ++i) {
    store_history(file, "history." + term_names_[i], term_histories_[i]);
    file.metadata["term." + std::to_string(i)] = term_names_[i];
  }
  const LevelStripBuilder::State& strip = strip_.state();
  file.tensors.push_back(store("strip.last_step", strip.last_step));
  file.tensors.push_back(store("strip.sum", strip.sum));
  file.tensors.push_back(store("strip.count", strip.count));
  file.tensors.push_back(store("strip.recent", strip.recent));
  file.tensors.push_back(store("strip.seen", strip.seen));
  file.metadata["step"] = std::to_string(step_);
  const BatchSource::Place place = source_.place();
  if (parts_->pictures) file.metadata["pictures_seen"] = std::to_string(place.pictures_seen);
  if (const auto data = data_text(*parts_)) file.metadata[kDataKey] = *data;
  store_stream(file, "data", place.data);
  store_stream(file, "batches", place.batches);
  return file;
}

void Trainer::restore(const TensorFile& file, const std::string& name) {
  check_data(file, *parts_, name);
  const std::vector<std::string> names = parameter_names(*network_);
  const std::vector<torch::Tensor> like = network_->parameters();
  step_ = load_number(file, "step", name);
  EngineState engine;
  engine.steps = step_;
  for (std::size_t i = 0; i < names.size(); ++i) {
    engine.raw.push_back(load_tensor(file, "raw." + names[i], like[i], name));
    engine.averaged.push_back(load_tensor(file, "averaged." + names[i], like[i], name));
    engine.first.push_back(load_tensor(file, "adam.first." + names[i], like[i], name));
    engine.second.push_back(load_tensor(file, "adam.second." + names[i], like[i], name));
  }
  engine_->restore(engine);
  loss_history_.restore(load_history(file, "history.loss", name));
  term_names_.clear();
  term_histories_.clear();
  for (std::size_t i = 0; file.metadata.contains("term." + std::to_string(i)); ++i) {
    term_names_.push_back(file.metadata.at("term." + std::to_string(i)));
    term_histories_.emplace_back();
    term_histories_.back().restore(load_history(file, "history." + term_names_[i], name));
  }
  strip_.restore({load_values<std::int64_t>(file, "strip.last_step", name),
                  load_values<double>(file, "strip.sum", name),
                  load_values<std::int64_t>(file, "strip.count", name),
                  load_values<float>(file, "strip.recent", name),
                  load_values<std::int64_t>(file, "strip.seen", name)});
  BatchSource::Place place{load_stream(file, "data", name), load_stream(file, "batches", name), 0};
  if (parts_->pictures) {
    place.pictures_seen = load_number(file, "pictures_seen", name);
    if (place.pictures_seen < 0) throw UserError(name + ": \"pictures_seen\" is below 0.");
  }
  source_.go_to(place);
}

}  // namespace scorescope
