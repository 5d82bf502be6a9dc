// Steps that are recorded and repeated: what the engine does about them, with a recorder that keeps
// the work and calls it again; the recorder of CUDA graphs where there is a GPU.
#include "core/run/detail/recorded_work.h"

#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/run/detail/torch_engine.h"
#include "core/run/detail/trainer.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/small_spec.h"
#include "tests/core/run/trained_losses.h"

namespace scorescope {
namespace {

struct Counts {
  int recorded = 0;
  int repeated = 0;
};

class RepeatedCall final : public RecordedWork {
 public:
  RepeatedCall(std::function<void()> work, Counts& counts)
      : work_(std::move(work)), counts_(counts) {
    ++counts_.recorded;
  }
  void repeat() override {
    ++counts_.repeated;
    work_();
  }

 private:
  std::function<void()> work_;
  Counts& counts_;
};

/// As on a GPU, the work is also run when it is recorded.
WorkRecorder calling_again(Counts& counts) {
  return [&counts](const std::function<void()>& work) {
    work();
    return std::make_unique<RepeatedCall>(work, counts);
  };
}

/// One of two engines for the same steps: its own network and draws.
struct Side {
  explicit Side(const ExperimentSpec& spec, const WorkRecorder& recorder = {})
      : parts(make_parts(spec)),
        objective(objective_of(parts)),
        source(parts, objective->levels_used(static_cast<std::int64_t>(parts.levels.size()))),
        engine({parts,
                make_initial_network(spec.network, parts.network_context,
                                     stream_seed(spec.seeds, "weights"), parts.device),
                objective, parts.exact},
               recorder) {}

  double step(std::int64_t batch) {
    const BatchLoss found = engine.evaluate(source.draw(batch), source.directions());
    EXPECT_TRUE(found.finite);
    EXPECT_EQ(found.per_point.size(), static_cast<std::size_t>(batch));
    engine.update(parts.spec.training);
    return found.loss;
  }

  ExperimentParts parts;
  std::shared_ptr<const Objective> objective;
  BatchSource source;
  TorchEngine engine;
};

class RecordedSteps : public SmallPictures {
 protected:
  ExperimentSpec pictures() { return small_run(idx_lines(64)); }

  static void expect_same_losses(const ExperimentSpec& spec) {
    Counts counts;
    Side plain(spec), recorded(spec, calling_again(counts));
    for (const std::int64_t batch : {8, 8, 8, 5, 5, 8}) {
      EXPECT_EQ(recorded.step(batch), plain.step(batch));
    }
    EXPECT_EQ(counts.recorded, 3);  // anew for each other size of the batch
    EXPECT_EQ(counts.repeated, 6);
    EXPECT_EQ(recorded.engine.name(), "LibTorch, CUDA graph");
    EXPECT_EQ(plain.engine.name(), "LibTorch");
  }
};

TEST_F(RecordedSteps, OfPicturesAreTheSameBitForBit) { expect_same_losses(pictures()); }

TEST_F(RecordedSteps, OfPointsAreTheSameBitForBit) { expect_same_losses(small_spec()); }

TEST_F(RecordedSteps, AreOfDenoisingOnly) {
  for (const char* kind : {"explicit", "implicit", "sliced", "sliced_vr"}) {
    ExperimentSpec spec = small_spec();
    spec.objective.kind = kind;
    Counts counts;
    Side plain(spec), recorded(spec, calling_again(counts));
    EXPECT_EQ(recorded.step(8), plain.step(8)) << kind;
    EXPECT_EQ(counts.recorded, 0) << kind;
    EXPECT_EQ(recorded.engine.name(), "LibTorch") << kind;
  }
}

TEST_F(RecordedSteps, ALossThatExplodesIsSeenInThem) {
  ExperimentSpec spec = small_spec();
  spec.training.learning_rate = 1e30;
  Counts counts;
  Side recorded(spec, calling_again(counts));
  bool finite = true;
  for (int i = 0; i < 5 && finite; ++i) {
    finite = recorded.engine.evaluate(recorded.source.draw(8), recorded.source.directions()).finite;
    recorded.engine.update(spec.training);
  }
  EXPECT_FALSE(finite);
}

TEST_F(RecordedSteps, WithoutAGpuAreRefusedWithTheReason) {
  for (ExperimentSpec spec : {small_spec(), pictures()}) {
    spec.compute.device = "cpu";
    spec.compute.cuda_graphs = true;
    try {
      const Trainer trainer(spec);
      FAIL() << "taken";
    } catch (const UserError& error) {
      EXPECT_EQ(std::string(error.what()),
                "compute.cuda_graphs is true, but only NVIDIA GPUs have them, and this run is on "
                "the CPU; set it to false.");
    }
  }
}

TEST_F(RecordedSteps, OnAGpuTrainToTheSameLossToRounding) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no GPU";
  for (ExperimentSpec spec : {small_spec(), pictures()}) {
    spec.compute.device = "cuda";
    Trainer plain(spec);
    spec.compute.cuda_graphs = true;
    Trainer recorded(spec);
    ASSERT_EQ(recorded.frame()->engine, "LibTorch, CUDA graph");
    const std::vector<double> expected = losses_of(plain, 50), losses = losses_of(recorded, 50);
    for (std::size_t i = 0; i < losses.size(); ++i) {
      EXPECT_NEAR(losses[i], expected[i], 1e-3 * std::abs(expected[i])) << "step " << i + 1;
    }
    std::cout << "loss after 50 steps " << losses.back() << ", without graphs " << expected.back()
              << "\n";
  }
}

}  // namespace
}  // namespace scorescope
