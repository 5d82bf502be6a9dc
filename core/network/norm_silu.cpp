#include "core/network/norm_silu.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/fused/matrix_product.h"
#include "core/fused/norm_silu.h"

namespace scorescope {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

bool is_plain_float(const Tensor& tensor) {
  return tensor.is_cpu() && tensor.scalar_type() == torch::kFloat32;
}

bool suits_own_kernels(const Tensor& x, const Tensor& weight) {
  return has_norm_silu() && is_plain_float(x) && is_plain_float(weight) &&
         x.size(1) % kColumnMultiple == 0 && x.size(1) <= kMostChannels &&
         x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

struct Given {
  Tensor x, weight, bias, shift;  // shift may be undefined
  Tensor mean, inverse_std;       // [n, groups]
};

NormSilu view_of(const Given& given) {
  return {.count = given.x.size(0),
          .places = given.x.size(2) * given.x.size(3),
          .channels = given.x.size(1),
          .groups = given.mean.size(1),
          .x = given.x.const_data_ptr<float>(),
          .weight = given.weight.const_data_ptr<float>(),
          .bias = given.bias.const_data_ptr<float>(),
          .shift = given.shift.defined() ? given.shift.const_data_ptr<float>() : nullptr,
          .mean = given.mean.data_ptr<float>(),
          .inverse_std = given.inverse_std.data_ptr<float>()};
}

template <class Work>
void over_pictures(std::int64_t count, Work work) {
  at::parallel_for(0, count, /*grain_size=*/1, work);
}

void run_forward(const Given& given, const Tensor& out) {
  const NormSilu view = view_of(given);
  float* to = out.data_ptr<float>();
  over_pictures(view.count, [&](std::int64_t begin, std::int64_t end) {
    norm_silu_forward(view, to, begin, end);
  });
}

Given with_room(const Tensor& x, const Tensor& weight, const Tensor& bias, const Tensor& shift,
                std::int64_t groups) {
  const Tensor mean = at::empty({x.size(0), groups}, x.options());
  return {
      x, weight, bias, shift.defined() ? shift.contiguous() : shift, mean, at::empty_like(mean)};
}

class NormSiluNode : public torch::autograd::Function<NormSiluNode> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const std::optional<Tensor>& shift,
                        std::int64_t groups) {
    const Given given = with_room(x, weight, bias, shift.value_or(Tensor()), groups);
    const Tensor out = at::empty_like(x);  // keeps the memory format
    run_forward(given, out);
    context->save_for_backward(
        {given.x, given.weight, given.bias, given.shift, given.mean, given.inverse_std});
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    check(!torch::GradMode::is_enabled(), "second derivatives need Gradients::kAnyTimes");
    const variable_list saved = context->get_saved_variables();
    const Given given{saved[0], saved[1], saved[2], saved[3], saved[4], saved[5]};
    const Tensor out = gradients.front().contiguous(at::MemoryFormat::ChannelsLast);
    const Tensor x = at::empty_like(given.x);
    const Tensor shift = at::empty({x.size(0), x.size(1)}, x.options());
    const Tensor weight = at::empty_like(shift);
    const NormSilu view = view_of(given);
    const NormSiluGradient results{out.const_data_ptr<float>(), x.data_ptr<float>(),
                                   shift.data_ptr<float>(), weight.data_ptr<float>()};
    over_pictures(view.count, [&](std::int64_t begin, std::int64_t end) {
      norm_silu_backward(view, results, begin, end);
    });
    return {x, weight.sum(0), shift.sum(0), given.shift.defined() ? shift : Tensor(), Tensor()};
  }
};

}  // namespace

Tensor norm_silu(const Tensor& x, const GroupNorm& norm, const Tensor& shift, Gradients gradients) {
  if (gradients == Gradients::kAnyTimes || !suits_own_kernels(x, norm.weight())) {
    const Tensor normalised = norm.apply(x);
    return at::silu(shift.defined() ? normalised + shift.unsqueeze(2).unsqueeze(3) : normalised);
  }
  if (torch::GradMode::is_enabled()) {
    const auto given = shift.defined() ? std::optional<Tensor>(shift) : std::nullopt;
    return NormSiluNode::apply(x, norm.weight(), norm.bias(), given, norm.groups());
  }
  run_forward(with_room(x, norm.weight(), norm.bias(), shift, norm.groups()), x);
  return x;
}

}  // namespace scorescope
