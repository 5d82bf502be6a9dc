// The two kinds of failure: the user's (a sentence they can act on) and ours (a broken promise).
#pragma once

#include <sstream>
#include <stdexcept>
#include <string>

namespace scorescope {

/// What the user gave cannot be used. The message is one or two full sentences that name the file
/// or key, what was found, and what is allowed; it is shown to the user as it stands.
class UserError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One of our own promises was broken; never the user's fault.
class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// Throws InternalError naming `what` and both values unless `actual == expected`.
template <class Actual, class Expected>
void check_equal(const Actual& actual, const Expected& expected, const char* what) {
  if (actual == expected) return;
  std::ostringstream text;
  text << what << ": expected " << expected << ", got " << actual;
  throw InternalError(text.str());
}

/// Throws InternalError with `what` unless `promise` holds.
inline void check(bool promise, const char* what) {
  if (!promise) throw InternalError(what);
}

}  // namespace scorescope
