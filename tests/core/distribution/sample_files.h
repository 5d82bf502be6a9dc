// Small input files for tests, written into a fresh folder that goes away with the object.
#pragma once

#include <stb/stb_image_write.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace scorescope {

class SampleFiles {
 public:
  SampleFiles() {
    std::string pattern = (std::filesystem::temp_directory_path() / "scorescope-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~SampleFiles() { std::filesystem::remove_all(folder_); }
  SampleFiles(const SampleFiles&) = delete;
  SampleFiles& operator=(const SampleFiles&) = delete;

  std::string path(const std::string& name) const { return (folder_ / name).string(); }

  std::string write(const std::string& name, std::string_view bytes) const {
    std::ofstream(path(name), std::ios::binary) << bytes;
    return path(name);
  }

  /// A white picture of 40 x 20 pixels with a black bar of 20 x 4 pixels, its left end at x = 10,
  /// its top at y = 2.
  std::string write_bar(const std::string& name) const {
    std::vector<std::uint8_t> grey(40 * 20, 255);
    for (std::size_t y = 2; y < 6; ++y) {
      for (std::size_t x = 10; x < 30; ++x) grey[y * 40 + x] = 0;
    }
    const std::string to = path(name);
    if (name.ends_with(".jpg")) {
      stbi_write_jpg(to.c_str(), 40, 20, 1, grey.data(), 95);
    } else if (name.ends_with(".bmp")) {
      stbi_write_bmp(to.c_str(), 40, 20, 1, grey.data());
    } else {
      stbi_write_png(to.c_str(), 40, 20, 1, grey.data(), 40);
    }
    return to;
  }

  std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::filesystem::path folder_;
};

/// The message of the UserError that `make` throws, or "nothing was thrown".
template <class Make>
std::string refusal(Make make) {
  try {
    make();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing was thrown";
}

}  // namespace scorescope
