// Weights of the U-Nets through a safetensors file. With SCORESCOPE_TEST_FOLDER set the files stay
// there: tests/scripts/python_rebuilds_unet.py rebuilds the networks in PyTorch from them.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cstdlib>

#include "core/network/averaged_weights.h"
#include "core/record/safetensors.h"
#include "tests/core/network/picture_data.h"

namespace scorescope {
namespace {

StoredTensor stored(const std::string& name, const torch::Tensor& tensor) {
  const auto flat = tensor.detach().contiguous().view(-1);
  const auto* first = flat.const_data_ptr<float>();
  return {name, tensor.sizes().vec(), std::vector<float>(first, first + flat.numel())};
}

torch::Tensor loaded(const TensorFile& file, const std::string& name) {
  const StoredTensor* found = file.find(name);
  if (found == nullptr) throw UserError("no tensor " + name);
  return torch::tensor(std::get<std::vector<float>>(found->values)).view(found->shape);
}

TEST(UnetFile, KeepsTheScoresOfANetwork) {
  const char* folder = std::getenv("SCORESCOPE_TEST_FOLDER");
  const auto [points, sigma] = noisy_pictures(6, 28);
  const torch::NoGradGuard no_grad;
  for (const std::string kind : {"unet_poster", "unet"}) {
    const auto network = made_for_pictures(kind);
    // away from the start, where every norm has weight 1 and bias 0
    RandomStream stream(5, "moved");
    for (auto& parameter : network->parameters()) {
      parameter.add_(0.1 * draw_normal(stream, parameter.sizes(), torch::kFloat32));
    }
    const auto score = network->score(points, sigma);
    TensorFile file;
    const auto names = parameter_names(*network);
    for (std::size_t i = 0; i < names.size(); ++i) {
      file.tensors.push_back(stored(names[i], network->parameters()[i]));
    }
    file.tensors.push_back(stored("points", points));
    file.tensors.push_back(stored("sigma", sigma));
    file.tensors.push_back(stored("score", score));
    const std::string path = (folder != nullptr ? std::string(folder) + "/" : testing::TempDir()) +
                             kind + ".safetensors";
    write_safetensors(path, file);

    const TensorFile read = read_safetensors(path);
    const auto other = made_for_pictures(kind, {}, 28, 99);
    std::vector<torch::Tensor> tensors;
    for (const auto& name : names) tensors.push_back(loaded(read, name));
    set_parameters(*other, tensors);
    EXPECT_TRUE(torch::equal(other->score(loaded(read, "points"), loaded(read, "sigma")), score))
        << kind;
  }
}

}  // namespace
}  // namespace scorescope
