// The only door from the program to the work: owns both workers, takes commands, hands out frames.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/frames.h"

namespace scorescope {

/// What one view of the stage shows; the simulator computes exactly this.
struct ViewRequest {
  enum class Level { kShown, kSamplerA, kSamplerB };
  Level level = Level::kShown;  ///< the ladder's handle, or where that sampler stands
  bool averaged = true;         ///< learned score from the averaged or the raw weights
  bool pinned = false;          ///< learned score from the pinned older run
  bool exact = false;           ///< pictures only: moved by the training set's own score
  bool operator==(const ViewRequest&) const = default;
};

/// What the stage wants to see of pictures. A view's `level` says which sampler moves its gallery:
/// the first, or the second for kSamplerB.
struct GalleryRequest {
  int views = 1;  ///< galleries shown, 1 or 2
  GalleryContent content = GalleryContent::kPictures;
  int moment = -1;                  ///< of GalleryFrame::moments, -1 where the chains stand
  int chosen_view = 0, chosen = 0;  ///< the sample to look at closely
  bool operator==(const GalleryRequest&) const = default;
};

/// What the stage wants to see of the plane through the pictures. Camera and arrows are the
/// request's own; the learned score is that of view 0.
struct PlaneRequest {
  bool shown = false;
  bool follow = false;  ///< at the noise level where the first gallery's sampler stands
  bool operator==(const PlaneRequest&) const = default;
};

/// What the stage wants to see. Cheap to send every time it changes.
struct StageRequest {
  Bounds bounds;         ///< the camera's square, both views
  int shown_level = -1;  ///< index into the ladder, -1 the lowest
  int arrows = 22;       ///< per side
  int picture = 160;     ///< cells per side of density and error
  bool learned = true;   ///< learned arrows are wanted
  bool error = false;    ///< the error picture is wanted
  std::array<ViewRequest, 2> views;
  GalleryRequest gallery;
  PlaneRequest plane;
  bool operator==(const StageRequest&) const = default;
};

/// The newest frames of the current run; either may be null right after the start.
struct Frames {
  std::shared_ptr<const TrainingFrame> training;
  std::shared_ptr<const SimulationFrame> simulation;
};

/// Every function may be called from the UI thread at any time and returns at once; nothing here
/// computes. Only the destructor waits (for the step in progress).
class Session {
 public:
  /// `wake` is called from the workers after something new was published (for example
  /// glfwPostEmptyEvent); it must be thread-safe and quick.
  explicit Session(std::function<void()> wake = {});
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// A new run with this spec, untrained and paused. The spec must be valid (spec_json validate).
  void start(const ExperimentSpec& spec);
  /// Adopts the changes: live ones at once, others by a restart (training keeps going if it was).
  /// Returns what it took.
  Effect apply(const ExperimentSpec& spec);

  void train(bool running);
  void step_training();
  void sample(bool running);
  void step_sampling();
  void reset_sampling();
  /// Moves the sampler's clouds on an unrecorded preview until sampling starts.
  void show_preview(bool on);

  void look(const StageRequest& request);
  void probe(std::optional<std::array<double, 2>> position);
  /// Adds `count` particles to every cloud at this place.
  void drop_particles(std::array<double, 2> position, int count);
  /// Keeps the current run's network for comparison with later runs.
  void pin_run();
  /// Of pictures: makes the grid of the spec's step_grid beside everything else, with the weights
  /// that the network has now; frames show how far it is. A new run cancels it.
  void make_step_grid();
  /// Keeps the cells that are finished.
  void cancel_step_grid();

  /// Writes a resumable state: `path` (JSON, with `lesson_json` (lesson_to_json: spec, layout,
  /// cards) as its body) and the weights beside it. A notice tells when it is done.
  void save_state(const std::string& path, const std::string& lesson_json);
  /// Starts from a state written by save_state. A notice tells if it cannot be used.
  void load_state(const std::string& path);

  Frames newest() const;
  std::vector<Notice> take_notices();

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace scorescope
