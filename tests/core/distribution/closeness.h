// Comparisons of tensors that print both sides where they differ most.
#pragma once

#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/random_stream.h"
#include "core/tensor_draws.h"

namespace scorescope {

/// Largest |found - expected| / (1 + |expected|).
inline double largest_difference(const torch::Tensor& found, const torch::Tensor& expected) {
  const torch::Tensor wanted = expected.detach().to(torch::kFloat64);
  const torch::Tensor error = (found.detach().to(torch::kFloat64) - wanted).abs();
  return (error / (1.0 + wanted.abs())).max().item<double>();
}

inline void expect_close(const torch::Tensor& found, const torch::Tensor& expected, double bound,
                         const std::string& what) {
  ASSERT_EQ(found.sizes(), expected.sizes()) << what;
  ASSERT_TRUE(found.isfinite().all().item<bool>()) << what << ": not finite";
  const torch::Tensor wanted = expected.detach().to(torch::kFloat64);
  const torch::Tensor error =
      (found.detach().to(torch::kFloat64) - wanted).abs() / (1.0 + wanted.abs());
  const auto worst = error.argmax().item<std::int64_t>();
  EXPECT_LE(error.max().item<double>(), bound)
      << what << ": found " << found.detach().reshape(-1)[worst].item<double>() << ", expected "
      << wanted.reshape(-1)[worst].item<double>();
}

inline torch::Tensor sigma_of(double sigma) { return torch::full({1}, sigma, torch::kFloat64); }

/// Points [n, 2] uniform on the square [-half, half]^2.
inline torch::Tensor square_points(std::int64_t n, double half, const char* name) {
  RandomStream stream(31, name);
  return (2.0 * draw_uniform(stream, {n, 2}, torch::kFloat64) - 1.0) * half;
}

/// grad of sum(values) with respect to `points`, where `values` was computed from it.
inline torch::Tensor gradient(const torch::Tensor& values, const torch::Tensor& points) {
  return torch::autograd::grad({values.sum()}, {points}, {}, true, true)[0];
}

}  // namespace scorescope
