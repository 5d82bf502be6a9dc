#include "core/base/input_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "core/base/error.h"

namespace scorescope {

namespace {

bool is_folder(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    throw UserError(fmt::format("{} cannot be read: {}.", path,
                                error ? error.message() : "No such file or directory"));
  }
  return std::filesystem::is_directory(status);
}

}  // namespace

void check_input_file(const std::string& path, std::string_view what) {
  if (path.empty()) {
    throw UserError(fmt::format("data: path is empty; give the {} file.", what));
  }
  if (is_folder(path)) {
    throw UserError(fmt::format("{} is a folder; give a file ({}).", path, what));
  }
}

void check_input_folder(const std::string& path, std::string_view what) {
  if (path.empty()) {
    throw UserError(fmt::format("data: path is empty; give the folder of {}.", what));
  }
  if (!is_folder(path)) {
    throw UserError(fmt::format("{} is not a folder; give the folder of {}.", path, what));
  }
}

std::string read_input_file(const std::string& path, std::string_view what,
                            std::uintmax_t most_bytes) {
  check_input_file(path, what);
  // Read in one go from an opened file, so that pipes and files that grow are fine too.
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string bytes;
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  while (file) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    file.read(bytes.data() + before, static_cast<std::streamsize>(kPiece));
    bytes.resize(before + static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > most_bytes) {
      throw UserError(fmt::format("{} is larger than {} MiB, too large for a {} file.", path,
                                  most_bytes >> 20, what));
    }
  }
  if (!file.eof()) {
    throw UserError(fmt::format("{} cannot be read: {}.", path,
                                errno != 0 ? std::strerror(errno) : "reading failed"));
  }
  if (bytes.empty()) throw UserError(fmt::format("{} is empty; expected a {}.", path, what));
  return bytes;
}

}  // namespace scorescope
