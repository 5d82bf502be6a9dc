// U-Nets for square pictures (Ronneberger et al., arXiv 1505.04597, made small). Used by one thread
// at a time.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/network/catalogue.h"
#include "core/network/layers.h"
#include "core/network/output_form.h"
#include "core/network/self_attention.h"
#include "core/network/unet_block.h"

namespace scorescope {

/// What distinguishes one U-Net from another. Level 0 has the full picture, each further level half
/// the side.
struct UnetPlan {
  std::vector<std::int64_t> channels{16, 32, 64};  // per level
  std::vector<std::int64_t> down_blocks{0, 1, 2};  // residual blocks per level, on the way down
  std::vector<std::int64_t> up_blocks{1, 1, 0};    // and up again, after the branch is added
  bool narrow_first = true;  // channels shrink before the upsampling, not after it
  std::int64_t heads = 0;    // self-attention after each block of the lowest level; 0: none
  bool conditional = true;   // false: the layers are not told the noise level
  std::string output = "denoiser";
};

/// Per level: average pooling (but for level 0), a block to the level's channels, residual blocks;
/// back up: a block to the channels above and nearest upsampling (in the order the plan says), the
/// branch of the way down added, residual blocks; at last a 3x3 convolution to one channel.
/// Parameters: embedding.{0,2}, down.<level>.<place>, attention.<place>, up.<level>.<place>,
/// output, where place 0 of a level is its block that changes the channels; then as in UnetBlock.
/// One forward of the default takes about 26 MFLOP (13 M multiply-adds) a 28x28 picture.
///
/// Points that require no gradient (training by denoising) take the fast path: then the parameters
/// can be asked for gradients once (InternalError for second derivatives).
class Unet : public ScoreNetwork {
 public:
  Unet(const UnetPlan& plan, const NetworkContext& context, RandomStream& weights);

  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) override;
  /// "U-Net 16–32–64, EDM denoiser".
  std::string description() const override;

 private:
  struct Level {
    std::shared_ptr<UnetBlock> change;  // of the channels
    std::vector<std::shared_ptr<UnetBlock>> residual;
  };

  Level add_level(torch::nn::Module& parent, std::size_t index, const UnetBlock::Shape& change,
                  std::int64_t residual_blocks, RandomStream& stream);
  /// [n, 1, side, side] -> the same.
  torch::Tensor layers(const torch::Tensor& pictures, const torch::Tensor& embedded,
                       Gradients gradients) const;

  UnetPlan plan_;
  std::int64_t side_;
  double data_std_;
  const OutputForm& form_;
  std::shared_ptr<NoiseEmbedding> embedding_;  // null unless conditional
  std::vector<Level> down_, up_;               // by level
  std::vector<std::shared_ptr<SelfAttention>> attention_;
  std::shared_ptr<Convolution> output_;
};

Entry<NetworkFactory> unet_entry();
/// Its parameters number 197,537 (maths.md section 5.2).
Entry<NetworkFactory> unet_poster_entry();
Entry<NetworkFactory> unet_attention_entry();

}  // namespace scorescope
