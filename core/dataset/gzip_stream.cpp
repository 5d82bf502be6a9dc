#include "core/dataset/gzip_stream.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/base/error.h"
#include "core/base/input_file.h"

namespace scorescope {
namespace {

/// zlib's "Technical details": deflate packs at most 1032 bytes into one (258 into two bits).
constexpr std::uint64_t kMostRatio = 1032;

std::uint64_t checked_size(const std::string& path, const std::string& what) {
  check_input_file(path, what);
  std::error_code error;
  const std::uint64_t bytes = std::filesystem::file_size(path, error);
  if (error) throw UserError(fmt::format("{} cannot be read: {}.", path, error.message()));
  return bytes;
}

}  // namespace

void GzipStream::Close::operator()(gzFile_s* file) const { gzclose_r(file); }

GzipStream::GzipStream(const std::string& path, const std::string& what)
    : path_(path), file_bytes_(checked_size(path, what)), file_(gzopen(path.c_str(), "rb")) {
  if (!file_) throw UserError(fmt::format("{} cannot be read: {}.", path, std::strerror(errno)));
  gzbuffer(file_.get(), 1U << 17);
}

std::size_t GzipStream::read(std::span<std::uint8_t> out) {
  constexpr std::size_t kMostAtOnce = std::size_t{1} << 30;  // gzread counts in int
  std::size_t done = 0;
  while (done < out.size()) {
    const auto piece = static_cast<unsigned>(std::min(kMostAtOnce, out.size() - done));
    const int got = gzread(file_.get(), out.data() + done, piece);
    int code = Z_OK;
    const char* message = gzerror(file_.get(), &code);
    if (code == Z_BUF_ERROR) {
      throw UserError(fmt::format("{} is truncated: its gzip data ends early.", path_));
    }
    if (got < 0) {
      throw UserError(fmt::format("{} cannot be read: {}.", path_,
                                  code == Z_ERRNO ? std::strerror(errno) : message));
    }
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

bool GzipStream::is_packed() const { return gzdirect(file_.get()) == 0; }

std::uint64_t GzipStream::most_bytes() const {
  return is_packed() ? file_bytes_ * kMostRatio : file_bytes_;
}

}  // namespace scorescope
