#include "core/run/detail/headless_distances.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <utility>

namespace scorescope {
namespace {

template <class Row>
void append(std::vector<Row>& rows, std::vector<Row> more, const std::string& sampler) {
  for (Row& row : more) {
    row.sampler = sampler;
    rows.push_back(std::move(row));
  }
}

}  // namespace

HeadlessDistances::HeadlessDistances(const HeadlessRun& run)
    : run_(run), options_(run.spec.distances) {
  if (!run.options.measure || options_.samples == 0) return;
  parts_ = std::make_shared<const ExperimentParts>(run.trainer.parts());
  reference_ = make_reference(*parts_, run.options.features);
}

void HeadlessDistances::measure_if_due() {
  if (options_.every > 0 && run_.trainer.steps_done() % options_.every == 0) measure();
}

void HeadlessDistances::measure_at_end() {
  if (measured_step_ != run_.trainer.steps_done()) measure();
}

void HeadlessDistances::measure() {
  if (!reference_) return;
  measured_step_ = run_.trainer.steps_done();
  const auto names = sampler_names(run_.spec);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!measure_sampler(run_.spec.samplers[i], names[i])) return;
  }
}

/// False if the run was stopped meanwhile.
bool HeadlessDistances::measure_sampler(const Choice& sampler, const std::string& name) {
  DistanceJob job(parts_, run_.trainer.freeze(), sampler, options_.samples, reference_);
  const std::string stage =
      fmt::format("measuring distances{} at step {}",
                  run_.spec.samplers.size() > 1 ? " of " + name : "", measured_step_);
  const auto total = static_cast<double>(options_.samples);
  bool more = true;
  while (more) {
    if (run_.watch.stopped()) return false;
    more = job.advance();
    const auto done = static_cast<std::int64_t>(total * (more ? job.progress() : 1.0));
    run_.watch.tell({stage, std::min(done, more ? options_.samples - 1 : options_.samples),
                     options_.samples, 0.0});
  }
  if (history_.rows.empty()) history_ = reference_->begin_history();
  append(history_.rows, job.result().rows, name);
  append(history_.classes, job.result().classes, name);
  return true;
}

}  // namespace scorescope
