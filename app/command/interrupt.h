// Ctrl+C asks a run to finish; a second Ctrl+C ends the program at once.
#pragma once

namespace scorescope {

/// While it lives, the first interrupt only raises a flag. One at a time, main thread.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  bool interrupted() const;

 private:
  void (*previous_interrupt_)(int);
  void (*previous_terminate_)(int);
};

}  // namespace scorescope
