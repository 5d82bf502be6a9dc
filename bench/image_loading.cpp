// Seconds from the assets' PNG sheets to tensors in memory, and the steps of a data set's way to
// training. usage: bench_image_loading [REPETITIONS]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <vector>

#include "build_config.h"
#include "core/dataset/epoch_shuffle.h"
#include "core/dataset/image_moments.h"
#include "core/dataset/mnist_sheets.h"

namespace {

/// Medians of wall-clock seconds and of processor seconds of all threads: on a busy machine only
/// the second says what the work takes.
struct Seconds {
  double wall;
  double processor;
};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

Seconds median_seconds(int repetitions, const std::function<void()>& work) {
  std::vector<double> wall, processor;
  for (int i = 0; i < repetitions; ++i) {
    const auto began = std::chrono::steady_clock::now();
    const std::clock_t used = std::clock();
    work();
    processor.push_back(static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC);
    const std::chrono::duration<double> span = std::chrono::steady_clock::now() - began;
    wall.push_back(span.count());
  }
  return {median(wall), median(processor)};
}

}  // namespace

int main(int count, char** arguments) {
  const int repetitions = count > 1 ? std::max(1, std::atoi(arguments[1])) : 5;
  const std::string folder = scorescope::assets_directory() + "/mnist";
  scorescope::ImageSet train = scorescope::read_mnist_sheets(folder, "train");
  const auto report = [&](const char* name, const std::function<void()>& work) {
    const auto [wall, processor] = median_seconds(repetitions, work);
    std::printf("%s %.4f processor %.4f\n", name, wall, processor);
  };
  report("read_60000_s", [&] { train = scorescope::read_mnist_sheets(folder, "train"); });
  report("rows_60000_s", [&] { scorescope::image_rows(train); });
  report("assets_to_tensors_60000_s",
         [&] { scorescope::image_rows(scorescope::read_mnist_sheets(folder, "train")); });
  scorescope::EpochShuffle order(scorescope::RandomStream(1, "order"), train.count());
  std::int64_t seen = 0;
  report("epoch_of_batches_128_s", [&] {
    for (const auto end = seen + train.count(); seen < end; seen += 128) {
      scorescope::image_rows(train, order.indices(seen, 128));
    }
  });
  report("moments_s", [&] { scorescope::image_moments(train); });
  return 0;
}
