// Whole files, read and written with messages that name path and reason.
#pragma once

#include <string>
#include <string_view>

namespace scorescope {

/// The bytes of the file. Throws UserError if it cannot be read or is larger than `largest` bytes.
std::string read_file(const std::string& path, std::size_t largest = std::size_t{1} << 32U);

/// Writes to "<path>.part" and renames it, so that a reader (or a full disk) never sees half a
/// file. A path that is no regular file (/dev/stdout) is written directly. Throws UserError naming
/// path and reason; what was there before is then still there.
void write_file(const std::string& path, std::string_view bytes);

/// For before a long run: throws what write_file would where no file can be made, and leaves `path`
/// as it is. A full disk, or a device that takes nothing, shows only when there is something to
/// write.
void check_writable(const std::string& path);

}  // namespace scorescope
