// How commands get pictures without knowing how they are drawn: the program hands them a function,
// and a build without window libraries hands them none.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/experiment/lesson.h"
#include "core/run/frames.h"

namespace scorescope {

/// Everything a picture shows.
struct PictureSource {
  Lesson lesson;
  std::shared_ptr<const TrainingFrame> training;
  std::shared_ptr<const SimulationFrame> simulation;
};

/// One file to write: a plot's id, "stage", "view_a" or "view_b", and where to.
struct PictureFile {
  std::string figure;
  std::string path;
};

struct PictureWriter {
  /// Ids that can be drawn, for messages and for "all of them".
  std::vector<std::string> figures;
  /// Those of them that show the network and the levels, but nothing of the samplers unless these
  /// move the data.
  std::vector<std::string> without_samples{};
  /// Draws the files. Throws UserError in one sentence where nothing can be drawn here (no EGL).
  std::function<void(const PictureSource& source, const std::vector<PictureFile>& files)> write;

  explicit operator bool() const { return static_cast<bool>(write); }
};

}  // namespace scorescope
