// Milliseconds of one training step's network part (forward, backward; no optimiser) and of one
// forward without a graph, for the networks on 28x28 pictures.
// usage: bench_network_rate NETWORK BATCH THREADS SECONDS -> "train_ms <median> forward_ms
// <median>" With one thread the times are the process's own, so that other work on the machine
// counts less.
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "core/base/process_memory.h"
#include "core/network/catalogue.h"
#include "core/tensor_draws.h"

namespace {

using Clock = std::chrono::steady_clock;

double now_ms(bool own_time) {
  timespec now{};
  clock_gettime(own_time ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

template <class Work>
double median_ms(double seconds, Work work) {
  const bool own_time = at::get_num_threads() == 1;
  for (int i = 0; i < 3; ++i) work();
  const auto end = Clock::now() + std::chrono::duration<double>(seconds);
  std::vector<double> times;
  while (Clock::now() < end || times.size() < 3) {
    const double began = now_ms(own_time);
    work();
    times.push_back(now_ms(own_time) - began);
  }
  std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
  return times[times.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "usage: bench_network_rate NETWORK BATCH THREADS SECONDS\n");
    return 2;
  }
  at::set_num_threads(std::atoi(arguments[3]));
  scorescope::keep_freed_memory();  // as the program's own threads do
  const std::int64_t n = std::atoll(arguments[2]);
  const double seconds = std::atof(arguments[4]) / 2;
  scorescope::RandomStream stream(1, "bench");
  const auto network =
      scorescope::make_network({arguments[1], {}}, {{8.0, 0.03}, 0.6, 784, 28}, stream);
  const auto points = scorescope::draw_normal(stream, {n, 784}, torch::kFloat32);
  const auto noise = scorescope::draw_normal(stream, {n, 784}, torch::kFloat32);
  const auto sigma = scorescope::draw_uniform(stream, {n}, torch::kFloat32) + 0.1;
  const auto parameters = network->parameters();
  for (auto parameter : parameters) parameter.mutable_grad() = torch::zeros_like(parameter);
  const double train = median_ms(seconds, [&] {
    for (auto parameter : parameters) parameter.mutable_grad().zero_();
    const auto scaled = network->score(points, sigma) * sigma.unsqueeze(1);
    (scaled + noise).square().mean().backward();
  });
  const double forward = median_ms(seconds, [&] {
    const torch::NoGradGuard no_grad;
    network->score(points, sigma);
  });
  std::printf("train_ms %.2f forward_ms %.2f\n", train, forward);
  return 0;
}
