#include "core/run/detail/precision.h"

#include <gtest/gtest.h>
#include <torch/cuda.h>

#include <cmath>
#include <iostream>

#include "core/base/error.h"
#include "core/run/detail/trainer.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/small_spec.h"
#include "tests/core/run/trained_losses.h"

namespace scorescope {
namespace {

class Precision : public SmallPictures {
 protected:
  ExperimentSpec run_with(const std::string& precision, const std::string& device) {
    ExperimentSpec spec = small_run(idx_lines(64));
    spec.training.batch = 16;
    spec.training.stop_after = 1000;
    spec.compute.precision = precision;
    spec.compute.device = device;
    return spec;
  }

  double late_loss(const ExperimentSpec& spec) {
    Trainer trainer(spec);
    const std::vector<double> losses = losses_of(trainer, 120);
    double sum = 0.0;
    for (std::size_t i = 80; i < losses.size(); ++i) sum += losses[i] / 40.0;
    return sum;
  }

  /// Coarser arithmetic may move the loss by a few parts in a hundred, and must move it a little.
  void expect_near(const std::string& precision, const std::string& device, double most) {
    const double full = late_loss(run_with("float32", device));
    const double coarse = late_loss(run_with(precision, device));
    std::cout << precision << " on " << device << ": loss " << coarse << ", float32 " << full
              << ", ratio " << coarse / full << "\n";
    EXPECT_NEAR(coarse / full, 1.0, most);
    EXPECT_NE(coarse, full);
  }
};

TEST_F(Precision, Bf16OnTheCpuTrainsToNearlyTheSameLoss) { expect_near("bf16", "cpu", 0.05); }

TEST_F(Precision, CoarserArithmeticOnAGpuTrainsToNearlyTheSameLoss) {
  if (!torch::cuda::is_available()) GTEST_SKIP() << "no GPU";
  expect_near("bf16", "cuda", 0.05);
  expect_near("tf32", "cuda", 0.02);
}

TEST_F(Precision, Tf32WithoutAGpuIsRefusedWithTheReason) {
  try {
    Trainer trainer(run_with("tf32", "cpu"));
    FAIL() << "taken";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("only NVIDIA GPUs"), std::string::npos)
        << error.what();
  }
}

TEST_F(Precision, Bf16LeavesNothingBehind) {
  const ExperimentSpec full = run_with("float32", "cpu");
  Trainer before(full);
  const std::vector<double> losses = losses_of(before, 5);
  Trainer coarse(run_with("bf16", "cpu"));
  losses_of(coarse, 5);
  Trainer after(full);
  EXPECT_EQ(losses_of(after, 5), losses);
}

TEST(PrecisionOfPoints, Bf16LeavesTheSmallNetworksAlone) {
  ExperimentSpec coarse = small_spec();
  coarse.compute.precision = "bf16";
  Trainer trainer(coarse), full(small_spec());
  EXPECT_EQ(losses_of(trainer, 5), losses_of(full, 5));
}

}  // namespace
}  // namespace scorescope
