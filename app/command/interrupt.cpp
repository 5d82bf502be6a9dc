// The signal handler behind InterruptWatch.
#include "app/command/interrupt.h"

#include <csignal>

namespace scorescope {
namespace {

// A signal handler can reach nothing else.
volatile std::sig_atomic_t raised = 0;

void on_signal(int signal) {
  raised = 1;
  std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptWatch::InterruptWatch()
    : previous_interrupt_(std::signal(SIGINT, on_signal)),
      previous_terminate_(std::signal(SIGTERM, on_signal)) {
  raised = 0;
}

InterruptWatch::~InterruptWatch() {
  std::signal(SIGINT, previous_interrupt_);
  std::signal(SIGTERM, previous_terminate_);
}

bool InterruptWatch::interrupted() const { return raised != 0; }

}  // namespace scorescope
