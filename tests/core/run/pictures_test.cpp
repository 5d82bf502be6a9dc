// Pictures through the same trainer, starts and headless runs as points in the plane.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/dataset/image_moments.h"
#include "core/empirical_score.h"
#include "core/metric/nearest_rows.h"
#include "core/run/detail/state_file.h"
#include "core/run/headless.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/trained_losses.h"

namespace scorescope {
namespace {

class Pictures : public SmallPictures {
 protected:
  /// 20 pictures: an epoch ends within the third batch of seven.
  ExperimentSpec spec() { return small_run(idx_lines(20)); }

  static std::string refusal(const ExperimentSpec& spec) {
    try {
      run_headless(spec, {});
    } catch (const UserError& error) {
      return error.what();
    }
    return "not refused";
  }
};

TEST_F(Pictures, NamingTheDataIsEnoughForASpec) {
  const ExperimentSpec mnist = spec_from_json(schema(), R"({"data": {"kind": "mnist"}})", "a.json");
  EXPECT_EQ(mnist, picture_defaults());
  EXPECT_NO_THROW(validate(schema(), mnist));
  EXPECT_EQ(spec_from_json(schema(), spec_to_json(schema(), mnist), "b.json"), mnist);
  const ExperimentSpec other = spec_from_json(
      schema(), R"({"data": {"kind": "fashion_mnist"}, "training": {"batch": 64}})", "c.json");
  EXPECT_EQ(other.network.kind, "unet");
  EXPECT_EQ(other.training.batch, 64);
  EXPECT_EQ(other.sampling.start, "mean_noise");
}

TEST_F(Pictures, MeanAndSpreadAreThoseOfTheExactMoments) {
  const auto data = load_pictures(spec().data);
  const ImageMoments moments = image_moments(data->images.train);
  EXPECT_TRUE(torch::equal(data->moments().covariance, moments.covariance));
  EXPECT_EQ(data->moments().covariance.data_ptr(), data->moments().covariance.data_ptr())
      << "measured once";
  EXPECT_TRUE(torch::allclose(data->spread.mean, moments.mean, 0.0, 1e-12));
  EXPECT_NEAR(data->spread.rms_std, moments.rms_std, 1e-12);
}

TEST_F(Pictures, AreReadOnceIfTheyAreKnown) {
  const ExperimentParts first = make_parts(spec());
  ExperimentSpec other = spec();
  other.noise.options["levels"] = std::int64_t{3};
  EXPECT_EQ(make_parts(other, first.pictures).pictures, first.pictures);
  other.data.options["first_n"] = std::int64_t{10};
  EXPECT_NE(make_parts(other, first.pictures).pictures, first.pictures);
  EXPECT_EQ(first.dimension(), 784);
  EXPECT_EQ(first.network_context.picture_side, 28);
  EXPECT_EQ(first.network_context.data_std, first.pictures->spread.rms_std);
}

TEST_F(Pictures, TrainingResumesBitForBitWithinAnEpochAndAcrossItsEnd) {
  Trainer whole(spec());
  const std::vector<double> all = losses_of(whole, 12);
  for (const int pause : {2, 5}) {  // 14 and 35 of 20 pictures seen
    Trainer first(spec());
    losses_of(first, pause);
    Trainer second(spec());
    second.restore(first.state(), "test state");
    EXPECT_EQ(losses_of(second, 12 - pause), std::vector<double>(all.begin() + pause, all.end()));
    const auto a = whole.freeze();
    const auto b = second.freeze();
    for (std::size_t i = 0; i < a->raw.size(); ++i) {
      EXPECT_TRUE(torch::equal(a->raw[i], b->raw[i])) << "parameter " << i;
      EXPECT_TRUE(torch::equal(a->averaged[i], b->averaged[i])) << "average " << i;
    }
  }
}

TEST_F(Pictures, AnotherLossWeightInBetweenCostsNoPicture) {
  Trainer plain(spec());
  Trainer changed(spec());
  ExperimentSpec weighted = spec();
  weighted.objective.options["weighting"] = std::string("one");
  changed.set_live_options(weighted);
  changed.set_live_options(spec());
  EXPECT_EQ(losses_of(changed, 6), losses_of(plain, 6));
}

TEST_F(Pictures, RefuseWhatNeedsAClosedForm) {
  ExperimentSpec bad = spec();
  bad.objective = {"explicit", {}};
  EXPECT_NE(refusal(bad).find("denoising, denoising_one_level, sliced, sliced_vr"),
            std::string::npos)
      << refusal(bad);
  bad.objective = {"implicit", {}};
  EXPECT_NE(refusal(bad).find("\"implicit\""), std::string::npos) << refusal(bad);
  bad = spec();
  bad.sampling.score = "exact";
  EXPECT_NE(refusal(bad).find("\"learned\""), std::string::npos) << refusal(bad);
  bad = spec();
  bad.sampling.start = "collapsed";
  EXPECT_NE(refusal(bad).find("mean_noise"), std::string::npos) << refusal(bad);
  bad = spec();
  bad.network = {"mlp", {}};
  EXPECT_NE(refusal(bad).find("unet"), std::string::npos) << refusal(bad);
  EXPECT_THROW(floor_table(spec()), UserError);
}

TEST_F(Pictures, SlicedScoreMatchingTrains) {
  ExperimentSpec sliced = spec();
  sliced.objective = {"sliced_vr", {}};
  Trainer trainer(sliced);
  for (const double loss : losses_of(trainer, 3)) EXPECT_TRUE(std::isfinite(loss));
  EXPECT_FALSE(trainer.failed()) << trainer.failure();
}

/// 4,000 starts of that kind; the sampler's first level is 2.
torch::Tensor starts(const ExperimentSpec& spec, const std::string& kind) {
  ExperimentParts parts = make_parts(spec);
  parts.spec.sampling.start = kind;
  parts.spec.sampling.start_width = 1.5;
  RandomStream stream(3, "start");
  return starting_points(parts, 4000, 2.0, stream);
}

TEST_F(Pictures, StartsHaveTheMomentsTheyName) {
  const auto data = load_pictures(spec().data);
  const ImageMoments law = image_moments(data->images.train);
  const torch::Tensor eye = torch::eye(784, torch::kFloat64);
  const torch::Tensor zero = torch::zeros({784}, torch::kFloat64);
  struct Expected {
    std::string kind;
    torch::Tensor mean, covariance;
  };
  for (const auto& [kind, mean, covariance] :
       {Expected{"mean_noise", law.mean, 4.0 * eye},
        Expected{"matched", law.mean, law.covariance + 4.0 * eye},
        Expected{"gaussian", zero, 2.25 * eye}, Expected{"square", zero, 0.75 * eye}}) {
    const torch::Tensor points = starts(spec(), kind);
    ASSERT_EQ(points.sizes(), (std::vector<std::int64_t>{4000, 784})) << kind;
    const torch::Tensor centred = points - mean;
    // mean and second moments of 4,000 draws: within six standard errors each
    const double width = std::sqrt(covariance.diagonal().max().item<double>() / 4000.0);
    EXPECT_LT(centred.mean(0).abs().max().item<double>(), 6.0 * width) << kind;
    const torch::Tensor found = centred.t().mm(centred) / 4000.0;
    const double largest = covariance.diagonal().max().item<double>();
    EXPECT_LT((found - covariance).abs().max().item<double>(),
              6.0 * largest * std::sqrt(2.0 / 4000.0))
        << kind;
  }
  EXPECT_LE(starts(spec(), "square").abs().max().item<double>(), 1.5);
  const torch::Tensor rows = image_rows(data->images.train).to(torch::kFloat64);
  const torch::Tensor nearest = torch::cdist(starts(spec(), "data").slice(0, 0, 50), rows).amin(1);
  EXPECT_LT(nearest.max().item<double>(), 1e-4) << "a start that is no training picture";
}

TEST_F(Pictures, ARunSamplesWithBothWeightsAndMeasuresEveryLevel) {
  HeadlessOptions options;
  options.weights_path = (folder_ / "weights.safetensors").string();
  const HeadlessResult result = run_headless(spec(), options);
  EXPECT_EQ(result.losses.size(), 12U);
  EXPECT_EQ(result.training->state, TrainingState::kFinished);
  ASSERT_TRUE(result.simulation);
  EXPECT_TRUE(result.simulation->plane);
  EXPECT_TRUE(result.simulation->clouds.empty());
  ASSERT_TRUE(result.pictures);
  EXPECT_EQ(result.pictures->side, 28);
  ASSERT_EQ(result.pictures->samples.size(), 2U);
  for (const SampledPictures& samples : result.pictures->samples) {
    EXPECT_EQ(samples.pictures.size(), 5U * 784U);
    EXPECT_EQ(samples.steps, 3);
    EXPECT_EQ(samples.strip_sigma.size(), 4U) << "three levels and the end";
    EXPECT_EQ(samples.strip_sigma.back(), 0.0);
    EXPECT_EQ(samples.strip.size(), 4U * 5U * 784U);
    EXPECT_TRUE(samples.failure.empty()) << samples.failure;
  }
  const SampledPictures& averaged = result.pictures->samples[0];
  const SampledPictures& raw = result.pictures->samples[1];
  EXPECT_EQ(averaged.weights, "averaged");
  EXPECT_NE(averaged.pictures, raw.pictures);
  const std::vector<float> start(averaged.strip.begin(), averaged.strip.begin() + 784);
  EXPECT_TRUE(std::equal(start.begin(), start.end(), raw.strip.begin())) << "another start";
  const PictureLevels& levels = result.pictures->levels;
  ASSERT_EQ(levels.sigma.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    // the order of the three is the theory's: memorising beats any line through the pictures
    EXPECT_LT(levels.empirical[i], levels.gaussian[i] + 3.0 * levels.empirical_error[i]) << i;
    EXPECT_LT(levels.empirical[i], levels.averaged[i]) << i;
  }
  EXPECT_TRUE(result.training->floor);
  EXPECT_NO_THROW(read_weights(make_parts(spec()), options.weights_path));
}

TEST_F(Pictures, TheSameSpecGivesTheSameNumbers) {
  const HeadlessResult first = run_headless(spec(), {});
  const std::string json = spec_to_json(schema(), spec());
  const HeadlessResult second = run_headless(spec_from_json(schema(), json, "spec.json"), {});
  EXPECT_EQ(first.losses, second.losses);
  EXPECT_EQ(first.pictures->samples[0].pictures, second.pictures->samples[0].pictures);
  EXPECT_EQ(first.pictures->levels.empirical, second.pictures->levels.empirical);
}

TEST_F(Pictures, StoppingKeepsWhatThereIs) {
  HeadlessOptions options;
  int polls = 0;
  options.stop = [&polls] { return ++polls > 4; };
  const HeadlessResult result = run_headless(spec(), options);
  EXPECT_TRUE(result.interrupted);
  EXPECT_EQ(result.losses.size(), 4U);
  EXPECT_TRUE(result.pictures->samples.empty());
  EXPECT_TRUE(result.pictures->levels.sigma.empty());
}

/// Loss of the exact score of two points +-1 at noise r, per unit of squared distance: E (1 -
/// tanh((1 + r z) / r^2))^2, z standard normal (maths.md section 7.4).
double two_point_loss(double r) {
  double sum = 0.0;
  for (int k = 0; k < 4000; ++k) {
    const double z = -8.0 + (k + 0.5) * 0.004;
    const double error = 1.0 - std::tanh((1.0 + r * z) / (r * r));
    sum += 0.004 * std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI) * error * error;
  }
  return sum;
}

// A black picture and one with nine white pixels, 64 times each: the only eigenvalue that is not 0
// is lambda = |a - b|^2 / 4. The best line's loss is lambda / (lambda + sigma^2) / d.
TEST_F(Pictures, ReferenceLossesOfTwoPicturesAreTheirClosedForms) {
  std::string bytes(128 * 784, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i / 784 % 2 == 1 && i % 784 < 9) bytes[i] = static_cast<char>(255);
  }
  ExperimentSpec two = small_run(idx_file("two.idx", 128, bytes));
  two.objective = {"denoising", {{"normalisation", std::string("mean")}}};
  two.training.stop_after = 0;
  const HeadlessResult result = run_headless(two, {});
  const PictureLevels& levels = result.pictures->levels;
  const double lambda = 9.0;  // nine pixels from -1 to 1
  ASSERT_EQ(levels.pictures, 128);
  for (std::size_t i = 0; i < levels.sigma.size(); ++i) {
    const double variance = levels.sigma[i] * levels.sigma[i];
    EXPECT_NEAR(levels.gaussian[i], lambda / (lambda + variance) / 784.0, 1e-12);
    const double expected =
        lambda / variance / 784.0 * two_point_loss(levels.sigma[i] / std::sqrt(lambda));
    if (levels.sigma[i] > 1.0) {
      EXPECT_NEAR(levels.empirical[i], expected, 4.5 * levels.empirical_error[i])
          << "sigma " << levels.sigma[i];
    } else if (levels.sigma[i] < 0.2) {
      EXPECT_NEAR(levels.empirical[i], expected, 1e-9) << "sigma " << levels.sigma[i];
    }
  }
}

TEST_F(Pictures, UntrainedAveragedAndRawWeightsSampleTheSame) {
  ExperimentSpec untrained = spec();
  untrained.training.stop_after = 0;
  untrained.samplers = {
      {"annealed_langevin",
       {{"steps_per_level", std::int64_t{2}}, {"epsilon", 1e-5}, {"clamp", 1.2}}}};
  const HeadlessResult result = run_headless(untrained, {});
  EXPECT_EQ(result.pictures->samples[0].pictures, result.pictures->samples[1].pictures);
  EXPECT_EQ(result.pictures->samples[0].strip_sigma.size(), 6U);
}

// Issue on images, section 7; maths.md section 9.2: the score of the training set, in the network's
// place, makes training pictures and nothing else.
TEST_F(Pictures, TheScoreOfTheTrainingSetGeneratesOnlyItsPictures) {
  ExperimentSpec digits = picture_defaults();
  digits.data.options["first_n"] = std::int64_t{200};
  const ExperimentParts parts = make_parts(digits);
  const torch::Tensor rows = image_rows(parts.pictures->images.train);
  const ScoreFunction memory = EmpiricalScore(rows).score_function();
  for (const Choice& choice : {digits.samplers.front(), Choice{"ancestral", {}}}) {
    const auto sampler = make_sampler(choice, parts.levels);
    RandomStream start(1, "start");
    RandomStream noise(1, "noise");
    torch::Tensor points = starting_points(parts, 200, sampler->first_sigma(), start);
    for (std::int64_t step = 0; step < sampler->step_count(); ++step) {
      sampler->advance(points, step, {memory, noise});
    }
    NearestRows nearest(points);
    nearest.add(rows);
    EXPECT_GE(memorised_share(nearest.nearest()).value, 0.99) << choice.kind;
  }
}

}  // namespace
}  // namespace scorescope
