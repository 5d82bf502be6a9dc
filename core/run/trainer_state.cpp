// What a saved training holds, and putting it back.
#include <fmt/format.h>
#include <torch/types.h>

#include <cmath>
#include <cstdlib>

#include "core/base/error.h"
#include "core/network/averaged_weights.h"
#include "core/run/detail/stored_tensors.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

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

/// Mean value of a training pixel, 0 to 255, in ten thousandths.
std::int64_t mean_pixel(const ImageSet& set) {
  const double sum = static_cast<double>(set.pixels.sum(torch::kInt64).item<std::int64_t>());
  return std::llround(1e4 * sum / static_cast<double>(set.pixels.numel()));
}

void store_training_set(TensorFile& file, const ImageSet& set) {
  file.metadata["training_pictures"] = std::to_string(set.count());
  file.metadata["training_mean_pixel"] = std::to_string(mean_pixel(set));
}

/// A file or folder may hold other pictures by now. States of older versions do not say.
void check_training_set(const TensorFile& file, const ImageSet& set, const std::string& file_name) {
  if (!file.metadata.contains("training_pictures")) return;
  constexpr std::int64_t kRounding = 10;  // another machine may resize a pixel by one grey more
  const std::int64_t count = load_number(file, "training_pictures", file_name);
  const std::int64_t mean = load_number(file, "training_mean_pixel", file_name);
  if (count == set.count() && std::abs(mean - mean_pixel(set)) <= kRounding) return;
  throw UserError(fmt::format(
      "{} was saved while training on {} pictures of {} with a mean pixel of {:.3f}, but there are "
      "{} now with {:.3f}: the data have changed, and the training cannot go on as it was.",
      file_name, count, set.name, 1e-4 * static_cast<double>(mean), set.count(),
      1e-4 * static_cast<double>(mean_pixel(set))));
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
  if (parts_->pictures) {
    file.metadata["pictures_seen"] = std::to_string(place.pictures_seen);
    store_training_set(file, parts_->pictures->images.train);
  }
  store_stream(file, "data", place.data);
  store_stream(file, "batches", place.batches);
  return file;
}

void Trainer::restore(const TensorFile& file, const std::string& name) {
  if (parts_->pictures) check_training_set(file, parts_->pictures->images.train, name);
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
