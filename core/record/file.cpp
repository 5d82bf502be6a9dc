// Whole files, read and written with messages that name path and reason.
#include "core/record/file.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

#include "core/base/error.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail(const char* verb, const std::string& path, const std::string& why) {
  throw UserError(fmt::format("cannot {} {}: {}.", verb, path, why));
}

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// Returns 0, or the error number of the first call that failed.
int write_bytes(const std::string& path, std::string_view bytes) {
  File file(std::fopen(path.c_str(), "wb"));
  if (!file) return errno;
  if (std::fwrite(bytes.data(), 1, bytes.size(), file.get()) != bytes.size()) return errno;
  // A full disk may show only when the last buffer leaves.
  return std::fclose(file.release()) == 0 ? 0 : errno;
}

bool is_special(const std::string& path) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  return fs::exists(status) && !fs::is_regular_file(status);
}

void refuse_folder(const std::string& path) {
  if (std::error_code ignored; fs::is_directory(path, ignored)) {
    fail("write", path, "it is a folder");
  }
}

}  // namespace

std::string read_file(const std::string& path, std::size_t largest) {
  if (std::error_code ignored; fs::is_directory(path, ignored))
    fail("read", path, "it is a folder");
  const File file(std::fopen(path.c_str(), "rb"));
  if (!file) fail("read", path, reason(errno));
  std::string bytes;
  std::string block(std::size_t{1} << 16U, '\0');
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
    bytes.append(block, 0, got);
    if (bytes.size() > largest) {
      fail("read", path, fmt::format("it is larger than {} bytes", largest));
    }
  }
  if (std::ferror(file.get())) fail("read", path, reason(errno));
  return bytes;
}

void check_writable(const std::string& path) {
  refuse_folder(path);
  if (is_special(path)) return;
  const std::string probe = path + ".part";
  const int error = write_bytes(probe, "");
  std::error_code ignored;
  fs::remove(probe, ignored);
  if (error != 0) fail("write", path, reason(error));
}

void write_file(const std::string& path, std::string_view bytes) {
  refuse_folder(path);
  const bool direct = is_special(path);
  const std::string target = direct ? path : path + ".part";
  const int error = write_bytes(target, bytes);
  std::error_code rename_error;
  if (error == 0 && !direct) fs::rename(target, path, rename_error);
  if (error == 0 && !rename_error) return;
  if (std::error_code ignored; !direct) fs::remove(target, ignored);
  fail("write", path, error != 0 ? reason(error) : rename_error.message());
}

}  // namespace scorescope
