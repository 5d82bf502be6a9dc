#include "core/run/detail/batch_source.h"

#include <torch/types.h>

#include "core/tensor_draws.h"

namespace scorescope {
namespace {

const auto kFloats = torch::dtype(torch::kFloat32);

Batch on_device(const Batch& batch, torch::Device device) {
  return {batch.clean.to(device), batch.level.to(device), batch.sigma.to(device),
          batch.noise.to(device), batch.noisy.to(device)};
}

}  // namespace

BatchSource::BatchSource(const ExperimentParts& parts, std::vector<std::int64_t> levels_used)
    : levels_used_(std::move(levels_used)),
      sigmas_(torch::tensor(parts.levels).to(parts.device, torch::kFloat32)),
      pictures_(parts.pictures),
      dimension_(parts.dimension()),
      data_(stream_seed(parts.spec.seeds, "data"), "data"),
      batches_(stream_seed(parts.spec.seeds, "batches"), "batches") {
  if (pictures_) {
    shuffle_.emplace(data_, pictures_->images.train.count());
  } else {
    sampler_.emplace(parts.mixture->components(), parts.levels, levels_used_);
  }
}

void BatchSource::go_to(const Place& place) {
  const bool other_order = place.data != data_.state();
  data_ = RandomStream(place.data);
  batches_ = RandomStream(place.batches);
  if (shuffle_ && other_order) shuffle_.emplace(data_, shuffle_->count());
  pictures_seen_ = place.pictures_seen;
}

const TrainingBatch& BatchSource::draw(std::int64_t n) {
  batch_.level.resize(static_cast<std::size_t>(n));
  if (sampler_) {
    draw_points(n);
  } else {
    draw_pictures(n);
  }
  return batch_;
}

void BatchSource::make_room(std::int64_t n) {
  on_cpu_ = {torch::empty({n, 2}, kFloats),
             torch::from_blob(batch_.level.data(), {n}, torch::kInt64), torch::empty({n}, kFloats),
             torch::empty({n, 2}, kFloats), torch::empty({n, 2}, kFloats)};
  batch_.plane = {.count = n,
                  .clean = on_cpu_.clean.data_ptr<float>(),
                  .level = batch_.level.data(),
                  .sigma = on_cpu_.sigma.data_ptr<float>(),
                  .noise = on_cpu_.noise.data_ptr<float>(),
                  .noisy = on_cpu_.noisy.data_ptr<float>()};
  batch_.tensors = on_cpu_;
}

void BatchSource::draw_points(std::int64_t n) {
  if (batch_.plane.count != n) make_room(n);
  sampler_->draw(data_, batches_, batch_.plane);
  if (!sigmas_.is_cpu()) batch_.tensors = on_device(on_cpu_, sigmas_.device());
}

void BatchSource::draw_pictures(std::int64_t n) {
  const torch::Device device = sigmas_.device();
  Batch& batch = batch_.tensors;
  batch.clean =
      image_rows(pictures_->images.train, shuffle_->indices(pictures_seen_, n)).to(device);
  pictures_seen_ += n;
  const bool noised = !levels_used_.empty();
  const std::int64_t last = sigmas_.size(0) - 1;
  if (noised) batches_.fill_index(batch_.level, static_cast<std::int64_t>(levels_used_.size()));
  for (auto& level : batch_.level) {
    level = noised ? levels_used_[static_cast<std::size_t>(level)] : last;
  }
  batch.level = torch::tensor(batch_.level, torch::kInt64).to(device);
  batch.sigma = sigmas_.index_select(0, batch.level);
  batch.noise = draw_normal(batches_, {n, dimension_}, kFloats).to(device);
  batch.noisy =
      noised ? torch::addcmul(batch.clean, batch.noise, batch.sigma.unsqueeze(1)) : batch.clean;
}

}  // namespace scorescope
