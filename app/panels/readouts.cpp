#include "app/panels/readouts.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "app/panels/gallery.h"
#include "app/plot/number_text.h"

namespace scorescope {
namespace {

/// A floor near 0, as of pictures, makes percents of many digits: from here on the ratio is shown.
constexpr double kTimesNotPercent = 20.0;

Readout step_readout(const TrainingFrame& frame) {
  Readout readout{"Step", count_text(frame.step), "", false, false};
  if (frame.epoch > 0.0) {
    readout.rest = fmt::format("epoch {:.{}f}", frame.epoch, frame.epoch < 10.0 ? 1 : 0);
  } else if (frame.spec && frame.spec->training.stop_after > 0) {
    readout.rest = "of " + count_text(frame.spec->training.stop_after);
  }
  return readout;
}

Readout rate_readout(const TrainingFrame& frame) {
  switch (frame.state) {
    case TrainingState::kRunning:
      return {"Rate",
              frame.steps_per_second < 10.0 ? fmt::format("{:.1f}", frame.steps_per_second)
                                            : count_text(std::llround(frame.steps_per_second)),
              "/s", true, false};
    case TrainingState::kFinished:
      return {"Rate", "finished", "", false, false};
    case TrainingState::kFailed:
      return {"Rate", "stopped", "", false, false};
    case TrainingState::kPaused:
      break;
  }
  return {"Rate", "paused", "", false, false};
}

/// Of pictures there is no floor here: that of the distance stands beside it, and of the loss it
/// would be what memorising the training set reaches, far below.
void add_loss_readouts(const TrainingFrame& frame, bool of_pictures, std::vector<Readout>& out) {
  if (frame.loss) {
    const UncertainText text = uncertain_text(*frame.loss, frame.loss_error);
    if (frame.step == 0) {
      out.push_back({"Loss", number_text(*frame.loss), "untrained", false, false});
    } else {
      out.push_back({"Loss", text.value, text.error, true, false});
    }
  }
  if (of_pictures) return;
  if (frame.floor) out.push_back({"Floor", number_text(*frame.floor), "", false, true});
  if (!frame.loss || !frame.floor || frame.step == 0 || !(*frame.floor > 0.0)) return;
  // The error of the ratio: loss and floor are measured on different draws, and the floor's error
  // moves the ratio by loss / floor of itself.
  const double ratio = *frame.loss / *frame.floor;
  if (ratio > kTimesNotPercent) {
    out.push_back({"Above floor", "×" + number_text(ratio, 3), "", true, false});
    return;
  }
  const double above = 100.0 * (ratio - 1.0);
  const double error =
      100.0 * std::hypot(frame.loss_error, ratio * frame.floor_error) / *frame.floor;
  const int decimals = std::abs(above) < 100.0 ? 1 : 0;
  out.push_back({"Above floor", fmt::format("{:+.{}f}", above, decimals),
                 error > 0.0 ? fmt::format("% ± {:.{}f}", error, decimals) : "%", true, false});
}

/// The newest distance of averaged weights against the training pictures.
const DistanceRow* newest_distance(const ProgramState& state) {
  const PictureFrame* frame = picture_frame(state);
  if (!frame || !frame->distances) return nullptr;
  const DistanceRow* newest = nullptr;
  for (const DistanceRow& row : frame->distances->rows) {
    if (row.weights == "averaged" &&
        (!newest || row.reference == "train" || newest->reference != "train")) {
      newest = &row;
    }
  }
  return newest;
}

void add_distance_readouts(const ProgramState& state, std::vector<Readout>& out) {
  const DistanceRow* row = newest_distance(state);
  if (!row) return;
  out.push_back({"Fréchet distance", number_text(row->fd, 3), "", false, false});
  out.push_back({"Floor", number_text(row->fd_floor, 3), "", false, true});
}

double mean(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return values.empty() ? std::numeric_limits<double>::quiet_NaN()
                        : sum / static_cast<double>(values.size());
}

std::vector<Readout> cloud_readouts(const ProgramState& state) {
  const auto& tables = state.frames.simulation->cloud_tables;
  std::vector<Readout> out;
  if (!tables.empty() && tables.front()) {
    const CloudTable& table = *tables.front();
    out.push_back({"DSM, view A", number_text(mean(table.dsm)),
                   table.dsm_start.empty() ? "" : "from " + number_text(mean(table.dsm_start)),
                   true, false});
    out.push_back({"ESM, view A", number_text(mean(table.esm)), "", true, false});
  }
  out.push_back({"Score", "exact", "", false, true});
  return out;
}

}  // namespace

bool training_is_off(const ProgramState& state) {
  const auto& frame = state.frames.simulation;
  return frame && !frame->cloud_tables.empty() && state.draft.sampling.score == "exact";
}

std::vector<Readout> training_readouts(const ProgramState& state) {
  if (training_is_off(state)) return cloud_readouts(state);
  std::vector<Readout> out;
  if (!state.frames.training) return out;
  const TrainingFrame& frame = *state.frames.training;
  out.push_back(step_readout(frame));
  out.push_back(rate_readout(frame));
  add_loss_readouts(frame, shows_gallery(state), out);
  if (shows_gallery(state)) add_distance_readouts(state, out);
  return out;
}

}  // namespace scorescope
