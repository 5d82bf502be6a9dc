// Feature networks of the user's own, as TorchScript. Such a file is a program: it is loaded only
// where it was named on the command line.
#include <fmt/format.h>
#include <torch/script.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/run/detail/feature_space.h"

namespace scorescope {
namespace {

constexpr std::int64_t kMostFeatures = 4096;

[[noreturn]] void refuse_network(const std::string& path, const std::string& what) {
  throw UserError(
      fmt::format("{} cannot be used as a feature network: {}. It must be TorchScript that turns "
                  "pictures [n, 1, side, side] from -1 to 1 into features [n, k].",
                  path, what));
}

/// The first line of what Torch says, without its stack.
std::string reason(const c10::Error& error) {
  const std::string text = error.what_without_backtrace();
  return text.substr(0, text.find('\n'));
}

torch::Tensor features_from(torch::jit::Module& network, const torch::Tensor& pictures,
                            const std::string& path) {
  const torch::NoGradGuard no_grad;
  torch::jit::IValue out;
  try {
    out = network.forward({pictures});
  } catch (const c10::Error& error) {
    refuse_network(path, reason(error));
  } catch (const std::exception&) {
    refuse_network(path, "it fails on them");
  }
  if (!out.isTensor()) refuse_network(path, "it returns no tensor");
  torch::Tensor features = out.toTensor();
  const bool usable = features.dim() == 2 && features.size(0) == pictures.size(0) &&
                      features.size(1) >= 1 && features.size(1) <= kMostFeatures;
  if (usable && !features.is_floating_point()) {
    refuse_network(path, "its features are no floating-point numbers");
  }
  if (!usable) {
    refuse_network(path, fmt::format("it turns {} pictures into a tensor of shape [{}]",
                                     pictures.size(0), fmt::join(features.sizes().vec(), ", ")));
  }
  return features;
}

}  // namespace

std::shared_ptr<const FeatureSpace> load_own_features(const std::string& path,
                                                      torch::Device device) {
  auto network = std::make_shared<torch::jit::Module>();
  try {
    *network = torch::jit::load(path, device);
  } catch (const c10::Error& error) {
    refuse_network(path, reason(error));
  }
  network->eval();
  const torch::Tensor probe =
      torch::zeros({3, 1, 28, 28}, torch::dtype(torch::kFloat32).device(device));
  const std::int64_t count = features_from(*network, probe, path).size(1);
  auto space = std::make_shared<FeatureSpace>();
  space->name =
      fmt::format("{} features, {}", count, std::filesystem::path(path).filename().string());
  space->device = device;
  space->own = [network, path](const torch::Tensor& pictures) {
    const torch::Tensor features = features_from(*network, pictures, path);
    if (!features.isfinite().all().item<bool>()) {
      refuse_network(path, "its features of some pictures are no finite numbers");
    }
    return features;
  };
  return space;
}

}  // namespace scorescope
