// Steps that are recorded and repeated: what the engine does about them, with a recorder that keeps
// the work and calls it again; the recorder of CUDA graphs where there is a GPU.
#include "core/run/detail/recorded_work.h"

#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <cmath>
#include <functional>
#include <iostream>
#include <list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/run/detail/torch_engine.h"
#include "core/run/detail/trainer.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/small_spec.h"

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

/// One of two engines for the same steps: its own network and draws. A batch is spoiled once it was
/// used, so that a record must read its own.
struct Side {
  explicit Side(const ExperimentSpec& spec, const WorkRecorder& recorder = {})
      : parts(make_parts(spec)),
        network(make_initial_network(spec.network, parts.network_context,
                                     stream_seed(spec.seeds, "weights"), parts.device)),
        objective(objective_of(parts)),
        source(parts, objective->levels_used(static_cast<std::int64_t>(parts.levels.size()))),
        engine({parts, network, objective, parts.exact}, recorder) {}

  BatchLoss evaluate(std::int64_t batch) {
    for (TrainingBatch& used : batches) {
      for (auto* part : {&used.tensors.sigma, &used.tensors.noise, &used.tensors.noisy}) {
        part->fill_(std::nan(""));
      }
    }
    batches.push_back(source.draw(batch));
    Batch& tensors = batches.back().tensors;
    tensors = {tensors.clean.clone(), tensors.level.clone(), tensors.sigma.clone(),
               tensors.noise.clone(), tensors.noisy.clone()};
    return engine.evaluate(batches.back(), source.directions());
  }

  double step(std::int64_t batch) {
    const BatchLoss found = evaluate(batch);
    EXPECT_TRUE(found.finite);
    EXPECT_EQ(found.per_point.size(), static_cast<std::size_t>(batch));
    engine.update(parts.spec.training);
    return found.loss;
  }

  std::vector<void*> gradient_places() const {
    std::vector<void*> places;
    for (const auto& parameter : network->parameters()) {
      places.push_back(parameter.grad().mutable_data_ptr());
    }
    return places;
  }

  ExperimentParts parts;
  std::shared_ptr<ScoreNetwork> network;
  std::shared_ptr<const Objective> objective;
  BatchSource source;
  TorchEngine engine;
  std::list<TrainingBatch> batches;  // each keeps its place and its memory
};

class RecordedSteps : public SmallPictures {
 protected:
  ExperimentSpec pictures() { return small_run(idx_lines(64)); }

  static void expect_same_losses(const ExperimentSpec& spec) {
    Counts counts;
    Side plain(spec), recorded(spec, calling_again(counts));
    const std::vector<void*> places = recorded.gradient_places();
    for (const std::int64_t batch : {8, 8, 8, 5, 5, 8}) {
      EXPECT_EQ(recorded.step(batch), plain.step(batch));
    }
    EXPECT_EQ(recorded.gradient_places(), places);  // a record writes to the same memory for ever
    EXPECT_EQ(counts.recorded, 3);                  // anew for each other size of the batch
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

/// Last hidden units of 3e38 that no output listens to: the loss is that of a score of zero, and
/// the gradient of the output's weights overflows.
EngineState with_overflowing_gradient(EngineState state) {
  const std::size_t last = state.raw.size() - 1;
  state.raw[last].zero_();
  state.raw[last - 1].zero_();
  state.raw[last - 2].fill_(3e38);
  return state;
}

TEST_F(RecordedSteps, AGradientThatIsNotFiniteIsSeenBesideAFiniteLoss) {
  Counts counts;
  for (const WorkRecorder& recorder : {WorkRecorder(), calling_again(counts)}) {
    Side side(small_spec(), recorder);
    side.step(8);
    EngineState state = side.engine.state(TrainingEngine::Moments::kInclude);
    side.engine.restore(with_overflowing_gradient(std::move(state)));
    const BatchLoss found = side.evaluate(8);
    EXPECT_TRUE(std::isfinite(found.loss));
    EXPECT_FALSE(found.finite);
  }
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
    for (const char* precision : {"float32", "bf16"}) {
      spec.compute.device = "cuda";
      spec.compute.precision = precision;
      spec.compute.cuda_graphs = true;
      spec.training.clip = 1.0;
      WorkRecorder recorder;
      try {
        recorder = make_work_recorder(spec.compute, torch::kCUDA);
      } catch (const UserError& error) {
        GTEST_SKIP() << error.what();  // built without the headers
      }
      Side plain(spec), recorded(spec, recorder);
      double loss = 0.0, expected = 0.0;
      for (int i = 0; i < 60; ++i) {
        const std::int64_t batch = i < 40 ? 32 : 20;
        if (i == 50) {
          recorded.engine.restore(recorded.engine.state(TrainingEngine::Moments::kInclude));
        }
        loss = recorded.step(batch);
        expected = plain.step(batch);
        EXPECT_NEAR(loss, expected, 1e-2 * std::abs(expected)) << precision << ", step " << i + 1;
      }
      std::cout << precision << ": loss after 60 steps " << loss << ", without graphs " << expected
                << "\n";
    }
  }
}

}  // namespace
}  // namespace scorescope
