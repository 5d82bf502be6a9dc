// Lets the network make pictures beside its training, and holds them against the training set.
// Internal to core/run.
#pragma once

#include <torch/types.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/detail/inspection.h"
#include "core/run/detail/live_distances.h"
#include "core/run/detail/live_simulator.h"
#include "core/run/detail/picture_levels.h"
#include "core/run/detail/picture_sampling.h"
#include "core/run/detail/plane_painter.h"
#include "core/run/detail/step_grid.h"

namespace scorescope {

class PictureSimulator final : public LiveSimulator {
 public:
  /// Throws UserError for a spec that cannot be run. See make_parts for `known`.
  PictureSimulator(const ExperimentSpec& spec, std::uint64_t run_id,
                   const std::shared_ptr<const PictureData>& known);

  std::uint64_t run_id() const override { return run_id_; }

  void adopt(std::shared_ptr<const FrozenNetwork> network) override;
  void set_sampling(const ExperimentSpec& spec) override;
  /// Other weights, another sampler or another number of galleries start the galleries again.
  void look(const StageRequest& request) override;
  void pin(std::shared_ptr<const FrozenNetwork> network, std::uint64_t run_id,
           std::string label) override;
  /// On the plane, while it is shown.
  void probe(std::optional<std::array<double, 2>> position) override { probe_ = position; }

  void reset_sampling() override;
  bool advance_sampling() override;
  bool sampling_finished() const override;

  /// The preview of pictures goes on by itself until somebody samples, and again after a reset:
  /// whenever a newer network is there it makes the same pictures anew from the same noise, out of
  /// sight, and shows them when they are done.
  void set_preview(bool /*on*/) override {}
  bool has_preview() const override;
  bool advance_preview() override;

  void make_step_grid() override;
  void cancel_step_grid() override;

  bool measure_slice(Clock::time_point now) override;
  bool is_measuring() const override;
  Clock::time_point next_slice() const override;
  bool fisher_is_known() const override { return levels_.references_are_known(); }
  ExactFisher fisher() const override { return levels_.fisher(); }

  std::shared_ptr<SimulationFrame> frame() override;

 private:
  /// Whose score moves a gallery.
  struct Source {
    enum class Weights { kAveraged, kRaw, kPinned, kTrainingSet };
    Weights weights = Weights::kAveraged;
    std::size_t sampler = 0;
    bool operator==(const Source&) const = default;
  };
  /// The pictures of one view.
  struct Gallery {
    Source source;
    PictureSampling sampling;
    std::int64_t training_step = 0;  // of the network that moved them last
  };
  using Galleries = std::vector<Gallery>;

  /// What the inspection of a gallery was begun with.
  struct Inspected {
    std::int64_t step = -1;  // of the sampling
    std::int64_t training_step = -1;
    bool operator==(const Inspected&) const = default;
  };

  Source source_of(std::size_t view) const;
  std::vector<Source> sources() const;
  Galleries start_galleries(bool preview) const;
  /// How a source's pictures are made.
  struct Route {
    Choice sampler;
    std::string start;
  };
  Route route_of(const Source& source, bool preview) const;
  /// `network` must outlive it.
  ScoreFunction score_of(const Source& source, const LoadedNetwork& network) const;
  bool has_score(const Source& source) const;
  std::string weights_text(const Source& source) const;
  bool advance(Gallery& gallery, const LoadedNetwork& network);
  bool preview_is_due() const;

  bool measure_levels(Clock::time_point now);
  bool measure_distances(Clock::time_point now);
  bool advance_distances(Clock::time_point now);
  bool advance_step_grid();
  bool inspect(Clock::time_point now);
  /// The sampler that was started is done; previews, one after another, never are.
  bool has_ended(std::size_t view) const;
  /// What was found is of what the gallery shows, or of a moment just passed on its way.
  bool is_inspected(std::size_t view) const;
  bool paint_plane(Clock::time_point now);
  PlaneWish plane_wish() const;
  bool plane_is_busy() const;
  bool plane_is_outdated() const;
  void show_plane(SimulationFrame& frame);
  Inspected state_of(std::size_t view) const;
  void restart_galleries();

  std::shared_ptr<const GalleryFrame> gallery_frame(std::size_t view);
  std::shared_ptr<const InspectedSample> chosen_sample() const;
  /// What the stage shows of `points` [n, d] at the noise levels `sigma` [n]; 0 is that of an end
  /// without noise.
  torch::Tensor shown_content(const Gallery& gallery, const torch::Tensor& points,
                              const torch::Tensor& sigma) const;
  /// [moments reached, d], the chosen sample on its way, as the gallery shows it.
  std::vector<float> strip_of(const Gallery& gallery) const;

  std::uint64_t run_id_;
  std::shared_ptr<const ExperimentParts> parts_;
  std::shared_ptr<const ExperimentSpec> spec_;
  std::unique_ptr<Objective> objective_;
  LoadedNetwork network_, pinned_;
  LoadedNetwork preview_network_;  // one set of weights for the whole of a preview
  std::optional<std::uint64_t> pinned_run_;
  std::string pinned_label_;
  StageRequest stage_;
  Galleries shown_, coming_;         // coming_: the preview, empty while none is on its way
  bool sampled_ = false;             // somebody has sampled into shown_
  std::int64_t previewed_step_ = 0;  // training step of the last preview
  PictureLevelMeasurer levels_;
  std::shared_ptr<FeatureReference> reference_;  // null if the classifier's file is lost
  std::optional<LiveDistances> distances_;
  LoadedNetwork grid_network_;  // one set of weights for all cells
  std::optional<StepGrid> step_grid_;
  PlanePainter plane_;
  std::string plane_problem_;  // why there is none
  std::optional<std::array<double, 2>> probe_;
  std::vector<Advice> ladder_advice_;
  std::optional<Advice> step_advice_;
  std::vector<Inspection> inspections_;  // of both views
  std::array<Inspected, 2> inspected_;
  std::vector<double> training_shares_;
  Clock::time_point next_preview_{}, preview_began_{}, next_reference_{}, next_round_{},
      round_began_{}, next_inspection_{}, inspection_began_{}, next_painting_{}, painting_began_{};
};

}  // namespace scorescope
