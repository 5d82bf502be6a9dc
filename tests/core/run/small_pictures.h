// A small set of pictures in an IDX file, and a run on it small enough for tests.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "core/experiment/spec_json.h"
#include "core/run/choices.h"
#include "tests/core/dataset/idx_bytes.h"

namespace scorescope {

/// A folder of its own while a test runs.
class SmallPictures : public testing::Test {
 protected:
  SmallPictures() {
    folder_ = std::filesystem::temp_directory_path() /
              ("scorescope-pictures-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
  }
  ~SmallPictures() override { std::filesystem::remove_all(folder_); }

  /// An IDX file of 28 x 28 pictures with those bytes.
  std::string idx_file(const std::string& name, std::uint32_t count, const std::string& bytes) {
    const auto path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << idx_header({count, 28, 28}) << bytes;
    return path;
  }

  /// `count` pictures, no two alike, bright along a line that moves from one to the next.
  std::string idx_lines(std::uint32_t count) {
    std::string bytes;
    for (std::uint32_t i = 0; i < count * 784; ++i) {
      const std::uint32_t picture = i / 784;
      const std::uint32_t row = i % 784 / 28;
      const bool lit = row % 14 == picture % 14;
      bytes += static_cast<char>(lit ? 255 - picture % 97 : i * 7 % 31);
    }
    return idx_file("lines.idx", count, bytes);
  }

  /// What a spec of pictures says if only its data are named, made small.
  static ExperimentSpec small_run(const std::string& path) {
    ExperimentSpec spec =
        spec_from_json(schema(), R"({"data": {"kind": "idx"}})", "small_pictures");
    spec.data.options = {{"path", path}, {"test_share", 0.0}};
    spec.network.options["width"] = std::int64_t{4};
    spec.noise.options["levels"] = std::int64_t{5};
    spec.training.batch = 7;
    spec.training.stop_after = 12;
    spec.sampling.particles = 5;
    spec.samplers[0].options["steps"] = std::int64_t{3};
    spec.distances.samples = 4;
    return spec;
  }

  std::filesystem::path folder_;
};

}  // namespace scorescope
