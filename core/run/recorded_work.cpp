// CUDA graphs as torch.cuda.graph makes them (PyTorch 2.13, "CUDA semantics", section "CUDA
// Graphs"): work that was done before on a stream of its own, and is then captured there.
#include "core/run/detail/recorded_work.h"

#include "core/base/error.h"

#ifdef SCORESCOPE_CUDA_GRAPHS
#include <ATen/cuda/CUDAGraph.h>
#include <c10/core/StreamGuard.h>
#include <c10/cuda/CUDAStream.h>
#include <c10/util/Exception.h>
#include <fmt/format.h>
#endif

namespace scorescope {

#ifdef SCORESCOPE_CUDA_GRAPHS
namespace {

/// Libraries choose algorithms and take their memory in the first runs, which must not be recorded.
constexpr int kRunsBefore = 3;

class CudaGraph final : public RecordedWork {
 public:
  CudaGraph(const c10::cuda::CUDAStream& own, const std::function<void()>& work) {
    c10::cuda::getCurrentCUDAStream().synchronize();  // what the work reads is there
    const c10::StreamGuard guard(own);  // the one of all devices: CUDA's needs its runtime linked
    for (int i = 0; i < kRunsBefore; ++i) work();
    own.synchronize();
    // Only of this thread: meanwhile the sampler's thread may allocate memory of the GPU.
    graph_.capture_begin({0, 0}, cudaStreamCaptureModeThreadLocal);
    try {
      work();
    } catch (...) {
      stop_recording();
      throw;
    }
    graph_.capture_end();
  }

  void repeat() override { graph_.replay(); }

 private:
  void stop_recording() {
    try {
      graph_.capture_end();
    } catch (const c10::Error&) {
      // a record that failed says so again when it ends
    }
  }

  at::cuda::CUDAGraph graph_;
};

std::unique_ptr<RecordedWork> record(const c10::cuda::CUDAStream& own,
                                     const std::function<void()>& work) {
  try {
    return std::make_unique<CudaGraph>(own, work);
  } catch (const c10::Error& error) {
    // A record that broke off may leave the allocator of the GPU waiting for its end.
    throw UserError(fmt::format(
        "A training step could not be recorded as a CUDA graph ({}); set compute.cuda_graphs to "
        "false and start the program anew.",
        error.what_without_backtrace()));
  }
}

}  // namespace
#endif

WorkRecorder make_work_recorder(const ComputeOptions& compute, torch::Device device) {
  if (!compute.cuda_graphs) return {};
  if (!device.is_cuda()) {
    throw UserError(
        "compute.cuda_graphs is true, but only NVIDIA GPUs have them, and this run is on the CPU; "
        "set it to false.");
  }
#ifdef SCORESCOPE_CUDA_GRAPHS
  // One stream for all records: libraries keep memory for each that they meet.
  return [own = c10::cuda::getStreamFromPool()](const std::function<void()>& work) {
    return record(own, work);
  };
#else
  throw UserError(
      "compute.cuda_graphs is true, but this build has none: the headers of CUDA were not found "
      "when it was made (the Python package nvidia-cuda-crt, beside PyTorch's). Set it to false.");
#endif
}

}  // namespace scorescope
