// Work of a GPU that is recorded once and then launched as a whole (a CUDA graph): a step of a
// small network is hundreds of short operations, and launching each from the CPU takes longer than
// the operation. Internal to core/run.
#pragma once

#include <torch/types.h>

#include <functional>
#include <memory>

#include "core/experiment/spec.h"

namespace scorescope {

/// Repeats what was recorded, on the very same tensors: its inputs are what those hold by then, its
/// results are written over the earlier ones.
class RecordedWork {
 public:
  virtual ~RecordedWork() = default;
  virtual void repeat() = 0;
};

/// Records `work`, which it may call several times; what is allocated in it lives as long as the
/// record. Its results count from the first repeat() on.
using WorkRecorder = std::function<std::unique_ptr<RecordedWork>(const std::function<void()>&)>;

/// What compute.cuda_graphs asks for: empty where it is off. UserError, with the reason, where it
/// is on and the device or this build has no CUDA graphs; the recorder throws one too, if the work
/// cannot be recorded (it waits for the GPU, or copies from memory of the CPU).
WorkRecorder make_work_recorder(const ComputeOptions& compute, torch::Device device);

}  // namespace scorescope
