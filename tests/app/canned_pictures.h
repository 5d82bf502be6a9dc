// Frames that look like those of Digits from noise (mock/images-dark.png) without a session: digits
// drawn with a pen in code, noise and curves seeded.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/experiment/lesson.h"
#include "core/run/frames.h"
#include "tests/app/canned_frames.h"

namespace scorescope {

/// What canned_picture_frames show.
struct CannedGallery {
  int count = 64;
  int reached = 6;  ///< of eleven moments; 0: nothing was sampled
  int views = 1;
  bool trained = true;  ///< distances, levels of the network and classes are there
  int chosen = 36;
  GalleryContent content = GalleryContent::kPictures;
};

namespace canned {

inline constexpr int kSide = 28;
inline constexpr int kMoments = 11;

/// Strokes of a digit in a square of side 1, y down; a pair of negative numbers lifts the pen.
inline std::vector<Point> digit_strokes(int digit) {
  constexpr Point kLift{-1.0, -1.0};
  switch (digit % 10) {
    case 0:
      return {{0.5, 0.1},  {0.25, 0.3}, {0.25, 0.7}, {0.5, 0.9},
              {0.75, 0.7}, {0.75, 0.3}, {0.5, 0.1}};
    case 1:
      return {{0.4, 0.25}, {0.55, 0.1}, {0.5, 0.9}};
    case 2:
      return {{0.25, 0.3}, {0.45, 0.1}, {0.7, 0.2}, {0.65, 0.45}, {0.25, 0.85}, {0.8, 0.85}};
    case 3:
      return {{0.25, 0.15}, {0.7, 0.15}, {0.45, 0.45}, {0.75, 0.65}, {0.55, 0.9}, {0.25, 0.8}};
    case 4:
      return {{0.3, 0.15}, {0.25, 0.55}, {0.8, 0.55}, kLift, {0.65, 0.15}, {0.6, 0.9}};
    case 5:
      return {{0.75, 0.12}, {0.35, 0.12}, {0.3, 0.45}, {0.7, 0.5}, {0.7, 0.8}, {0.25, 0.88}};
    case 6:
      return {{0.65, 0.1}, {0.3, 0.5}, {0.3, 0.8}, {0.6, 0.9}, {0.7, 0.65}, {0.35, 0.6}};
    case 7:
      return {{0.25, 0.15}, {0.75, 0.15}, {0.45, 0.9}};
    case 8:
      return {{0.5, 0.5}, {0.3, 0.3}, {0.5, 0.1}, {0.7, 0.3},
              {0.3, 0.7}, {0.5, 0.9}, {0.7, 0.7}, {0.5, 0.5}};
    default:
      return {{0.7, 0.35}, {0.45, 0.45}, {0.3, 0.25}, {0.5, 0.1}, {0.7, 0.2}, {0.65, 0.9}};
  }
}

inline double distance_to_segment(Point p, Point a, Point b) {
  const double dx = b[0] - a[0], dy = b[1] - a[1];
  const double t =
      std::clamp(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy), 0.0, 1.0);
  return std::hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/// A digit, -1 the paper and 1 the ink, a little slanted and displaced by the seed.
inline std::vector<float> digit_picture(int digit, std::uint64_t seed) {
  Draws draws(seed + 1);
  const double slant = 0.25 * (draws.uniform() - 0.5), shift = 0.08 * (draws.uniform() - 0.5);
  const double pen = 0.035 + 0.03 * draws.uniform();
  const std::vector<Point> strokes = digit_strokes(digit);
  std::vector<float> picture;
  for (int row = 0; row < kSide; ++row) {
    for (int column = 0; column < kSide; ++column) {
      const double y = (row + 0.5) / kSide;
      const Point p{(column + 0.5) / kSide + slant * (y - 0.5) + shift, y};
      double nearest = 1.0;
      for (std::size_t i = 1; i < strokes.size(); ++i) {
        if (strokes[i][0] < 0.0 || strokes[i - 1][0] < 0.0) continue;
        nearest = std::min(nearest, distance_to_segment(p, strokes[i - 1], strokes[i]));
      }
      picture.push_back(
          static_cast<float>(std::clamp(1.0 - 2.0 * (nearest - pen) * 25.0, -1.0, 1.0)));
    }
  }
  return picture;
}

inline void add_noise(std::vector<float>& picture, double sigma, std::uint64_t seed) {
  Draws draws(seed);
  for (float& pixel : picture) pixel += static_cast<float>(sigma * draws.normal());
}

inline double moment_sigma(int moment) {
  return moment + 1 == kMoments ? 0.01 : std::pow(0.01, moment / 9.0);
}

inline int sample_digit(int index) { return (index * 7 + index / 8) % 10; }

inline std::vector<float> sample_at(int index, int moment) {
  const auto seed = static_cast<std::uint64_t>(index);
  std::vector<float> picture = digit_picture(sample_digit(index), seed);
  add_noise(picture, moment_sigma(moment), seed + 1000);
  return picture;
}

inline std::vector<float> score_at(int index, int moment) {
  std::vector<float> picture(kSide * kSide);
  add_noise(picture, 1.0, static_cast<std::uint64_t>(index + 77 * moment));
  for (float& pixel : picture) pixel = std::abs(pixel);
  return picture;
}

inline void append(std::vector<float>& to, const std::vector<float>& what) {
  to.insert(to.end(), what.begin(), what.end());
}

inline ClassRow class_row(std::int64_t n) {
  ClassRow row{
      .step = 9380, .epoch = 20.0, .weights = "averaged", .sampler = "annealed_langevin", .n = n};
  for (const double share :
       {0.104, 0.142, 0.089, 0.085, 0.090, 0.081, 0.099, 0.118, 0.093, 0.064}) {
    row.shares.push_back(share);
    row.errors.push_back(std::sqrt(share * (1.0 - share) / static_cast<double>(n)));
  }
  row.unknown = 0.035;
  row.unknown_error = 0.006;
  row.entropy = 2.27;
  return row;
}

inline std::shared_ptr<const GalleryFrame> gallery_frame(const CannedGallery& scene,
                                                         const std::string& weights) {
  auto frame = std::make_shared<GalleryFrame>();
  frame->sampler = "annealed_langevin";
  frame->label = "Annealed Langevin";
  frame->update_rule = "x ← x + ½ α s(x, σ) + √α z";
  frame->learned_score = true;
  frame->weights = weights;
  frame->content = scene.content;
  frame->side = kSide;
  frame->step_count = 1000;
  for (int moment = 0; moment < kMoments; ++moment) frame->moments.push_back(moment_sigma(moment));
  if (scene.reached == 0) return frame;
  frame->count = scene.count;
  const int newest = scene.reached - 1;
  frame->finished = scene.reached == kMoments;
  frame->step = frame->finished ? 1000 : newest * 100 + 62;
  frame->level = std::min(newest, 9);
  frame->sigma = frame->shown_sigma = moment_sigma(newest);
  frame->step_size = 0.001199;
  frame->shown_moment = kMoments;
  frame->moments_reached = scene.reached;
  for (int i = 0; i < scene.count; ++i) {
    append(frame->tiles,
           scene.content == GalleryContent::kScore ? score_at(i, newest) : sample_at(i, newest));
  }
  for (int moment = 0; moment < scene.reached; ++moment) {
    append(frame->strip, sample_at(scene.chosen, moment));
  }
  frame->classes = std::make_shared<ClassRow>(class_row(scene.count));
  frame->memorised_share = 0.0;
  return frame;
}

inline std::shared_ptr<const InspectedSample> inspected_sample(const CannedGallery& scene) {
  auto sample = std::make_shared<InspectedSample>();
  sample->index = scene.chosen;
  sample->pixels = sample_at(scene.chosen, std::max(scene.reached - 1, 0));
  sample->reads_as = sample_digit(scene.chosen);
  sample->probability = 0.94;
  sample->ratio = 0.89;
  constexpr std::array<double, 6> kDistances{4.59, 5.14, 5.66, 5.87, 5.90, 5.93};
  constexpr std::array<std::int64_t, 6> kNumbers{39487, 8924, 47603, 29839, 16209, 24491};
  for (std::size_t i = 0; i < kDistances.size(); ++i) {
    sample->nearest.push_back(
        {kNumbers[i], kDistances[i], sample->reads_as, digit_picture(sample->reads_as, 500 + i)});
  }
  return sample;
}

inline std::shared_ptr<const PictureLevels> picture_levels(bool trained) {
  auto levels = std::make_shared<PictureLevels>();
  levels->pictures = 512;
  for (int i = 0; i < 10; ++i) {
    const double sigma = std::pow(0.01, i / 9.0), hump = std::exp(-0.15 * (i - 5) * (i - 5));
    levels->sigma.push_back(sigma);
    levels->gaussian.push_back(0.05 + 0.25 * hump);
    levels->empirical.push_back(0.01 + 0.05 * hump);
    levels->empirical_error.push_back(0.002);
    if (!trained) continue;
    levels->averaged.push_back(0.03 + 0.18 * hump);
    levels->averaged_error.push_back(0.004);
    levels->raw.push_back(0.035 + 0.19 * hump);
    levels->raw_error.push_back(0.004);
  }
  return levels;
}

inline std::shared_ptr<const DistanceHistory> distance_history() {
  auto history = std::make_shared<DistanceHistory>();
  history->features_name = "64 features, MNIST classifier";
  Draws draws(8);
  for (int i = 1; i <= 18; ++i) {
    for (const char* weights : {"averaged", "raw"}) {
      const bool raw = std::string(weights) == "raw";
      for (const char* reference : {"train", "test"}) {
        DistanceRow row;
        row.step = i * 521;
        row.epoch = i;
        row.weights = weights;
        row.sampler = "annealed_langevin";
        row.reference = reference;
        row.n = 1000;
        row.reference_n = std::string(reference) == "test" ? 10000 : 60000;
        row.fd = (3.3 + 80.0 / (i * i)) * (raw ? 1.6 + draws.uniform() : 1.0);
        row.fd_floor = 2.20;
        row.fd_floor_spread = 0.1;
        row.floor_n = 1000;
        row.kd = 0.01 + 0.4 / (i * i) + (raw ? 0.02 * draws.uniform() : 0.0);
        row.kd_error = 0.0006 + 0.01 / i;
        row.kd_floor = 0.0002;
        history->rows.push_back(row);
      }
    }
  }
  for (int i = 0; i < 10; ++i) {
    history->class_names.push_back(std::to_string(i));
    history->reference_shares.push_back(0.0993 + 0.012 * (i == 1) - 0.009 * (i == 5));
  }
  history->classes = {class_row(1000)};
  return history;
}

}  // namespace canned

/// A spec of pictures on ten annealed levels, as in the mock.
inline ExperimentSpec canned_picture_spec() {
  ExperimentSpec spec = picture_defaults();
  spec.samplers = {{"annealed_langevin", {}}};
  return spec;
}

inline std::shared_ptr<const TrainingFrame> canned_picture_training(std::int64_t step = 9380) {
  auto frame = std::make_shared<TrainingFrame>(*canned_training_frame(step));
  frame->spec = std::make_shared<ExperimentSpec>(canned_picture_spec());
  frame->levels = canned::picture_levels(false)->sigma;
  frame->level_strip = {};
  frame->level_loss.clear();
  frame->floor.reset();
  frame->loss_formula = "λ σ² |s − target|² / d, mean over levels";
  frame->network_description = "U-Net, 16 wide";
  frame->parameter_count = 155233;
  frame->epoch = static_cast<double>(step) / 469.0;
  if (step > 0) frame->steps_per_second = 6.4;
  return frame;
}

inline std::shared_ptr<const SimulationFrame> canned_picture_simulation(
    const CannedGallery& scene = {}) {
  auto frame = std::make_shared<SimulationFrame>();
  frame->run_id = 1;
  frame->spec = std::make_shared<ExperimentSpec>(canned_picture_spec());
  frame->levels = canned::picture_levels(false)->sigma;
  frame->training_step = scene.trained ? 9380 : 0;
  frame->sampling = scene.reached > 0 && scene.reached < canned::kMoments;
  auto pictures = std::make_shared<PictureFrame>();
  pictures->side = canned::kSide;
  pictures->training_pictures = 60000;
  pictures->test_pictures = 10000;
  pictures->classifier = "MNIST classifier";
  for (int i = 0; i < 10; ++i) {
    pictures->class_names.push_back(std::to_string(i));
    pictures->training_shares.push_back(0.0993 + 0.012 * (i == 1) - 0.009 * (i == 5));
  }
  pictures->galleries[0] = canned::gallery_frame(scene, "averaged weights");
  if (scene.views > 1) pictures->galleries[1] = canned::gallery_frame(scene, "raw weights");
  if (scene.reached > 0) pictures->chosen = canned::inspected_sample(scene);
  pictures->levels = canned::picture_levels(scene.trained);
  pictures->gaussian_loss = 0.2431;
  pictures->empirical_loss = 0.0712;
  pictures->empirical_loss_error = 0.001;
  if (scene.trained) pictures->distances = canned::distance_history();
  frame->pictures = pictures;
  return frame;
}

/// Digits from noise as in the mock.
inline Lesson canned_picture_lesson() {
  Lesson lesson;
  lesson.id = "digits";
  lesson.title = "Digits from noise";
  lesson.about = "A small network learns digits.";
  lesson.spec = canned_picture_spec();
  LessonCard card;
  card.text = "64 samples, level by level:";
  card.emphasis = "shapes settle before strokes do.";
  lesson.cards = {card, card, card};
  return lesson;
}

}  // namespace scorescope
