// Reading a file that may be packed by gzip, from its beginning, never more than is asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

struct gzFile_s;

namespace scorescope {

class GzipStream {
 public:
  /// Throws UserError naming the file if it cannot be opened. `what` is the noun in the messages.
  GzipStream(const std::string& path, const std::string& what);

  /// Fills `out` from the file and returns how many bytes there were, fewer only at its end. Throws
  /// UserError naming the file if it is damaged or the packed data end early.
  std::size_t read(std::span<std::uint8_t> out);

  /// Whether the file is packed; known after the first read.
  bool is_packed() const;

  /// The most bytes that can come out of a file of this size.
  std::uint64_t most_bytes() const;

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  std::string path_;
  std::uint64_t file_bytes_;
  std::unique_ptr<gzFile_s, Close> file_;
};

}  // namespace scorescope
