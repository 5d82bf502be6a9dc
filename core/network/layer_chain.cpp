#include "core/network/layer_chain.h"

#include <ATen/Parallel.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include "core/fused/matrix_product.h"

namespace scorescope {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// Whether our own product takes `left` [m, k] times `right` [k, n]: one thread, float32, n a
// multiple of 16.
bool suits_own_product(const Tensor& left, const Tensor& right) {
  return has_matrix_product() && right.size(1) % kColumnMultiple == 0 && left.size(1) > 0 &&
         left.scalar_type() == torch::kFloat32 && right.scalar_type() == torch::kFloat32 &&
         left.is_cpu() && right.is_cpu() && at::get_num_threads() == 1;
}

MatrixView view_of(const Tensor& matrix) {
  return {matrix.const_data_ptr<float>(), matrix.stride(0), matrix.stride(1)};
}

// bias + left right, without a graph; `bias` may be undefined.
Tensor product(const Tensor& bias, const Tensor& left, const Tensor& right) {
  if (!suits_own_product(left, right)) {
    return bias.defined() ? at::addmm(bias, left, right) : at::mm(left, right);
  }
  Tensor result = at::empty({left.size(0), right.size(1)}, left.options());
  multiply({.rows = left.size(0),
            .columns = right.size(1),
            .depth = left.size(1),
            .a = view_of(left),
            .b = view_of(right),
            .bias = bias.defined() ? bias.const_data_ptr<float>() : nullptr,
            .c = result.data_ptr<float>()});
  return result;
}

// delta' h [out, in], from delta [n, out] and h [n, in].
Tensor weight_gradient(const Tensor& delta, const Tensor& h) {
  if (h.size(1) % kColumnMultiple == 0) return product({}, delta.t(), h);
  return product({}, h.t(), delta)
      .t()
      .contiguous();  // the narrow first layer: columns are its outputs
}

Tensor plain_chain(const Tensor& input, const std::vector<Tensor>& tensors,
                   const Activation& activation) {
  Tensor h = input;
  for (std::size_t i = 0; i + 2 < tensors.size(); i += 2) {
    h = activation.apply(at::addmm(tensors[i + 1], h, tensors[i].t()));
  }
  return at::addmm(tensors.back(), h, tensors[tensors.size() - 2].t());
}

// As plain_chain without a graph: each activation is written over its own argument.
Tensor value_chain(const Tensor& input, const std::vector<Tensor>& tensors,
                   const Activation& activation) {
  Tensor h = input;
  for (std::size_t i = 0; i + 2 < tensors.size(); i += 2) {
    h = product(tensors[i + 1], h, tensors[i].t());
    activation.apply_into(h, h);
  }
  return product(tensors.back(), h, tensors[tensors.size() - 2].t());
}

class RegressionChain : public torch::autograd::Function<RegressionChain> {
 public:
  // `tensors` must be a TensorList: autograd does not look into a vector
  static Tensor forward(AutogradContext* context, const Tensor& input, at::TensorList tensors,
                        const Activation* activation) {
    // saved: the weights, then for each hidden layer its input h, z and, at the end, the last h
    variable_list saved;
    for (std::size_t i = 0; i < tensors.size(); i += 2) saved.push_back(tensors[i]);
    Tensor h = input;
    for (std::size_t i = 0; i + 2 < tensors.size(); i += 2) {
      Tensor z = product(tensors[i + 1], h, tensors[i].t());
      saved.push_back(h);
      saved.push_back(z);
      h = activation->apply(z);
    }
    saved.push_back(h);
    context->save_for_backward(std::move(saved));
    context->saved_data["activation"] = reinterpret_cast<std::int64_t>(activation);
    return product(tensors.back(), h, tensors[tensors.size() - 2].t());
  }

  // delta is d loss / d z of a layer [n, out]: dW = delta' h, db = column sums, d h = delta W.
  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const variable_list saved = context->get_saved_variables();
    const auto* activation =
        reinterpret_cast<const Activation*>(context->saved_data["activation"].toInt());
    const std::size_t layers = (saved.size() + 1) / 3;
    variable_list result(2 * layers + 2);  // input, tensors ..., activation
    Tensor delta = gradients.front();
    for (std::size_t i = layers; i-- > 0;) {
      const Tensor& h = saved[layers + 2 * i];
      result[1 + 2 * i] = weight_gradient(delta, h);
      result[2 + 2 * i] = delta.sum(0);
      if (i == 0) break;
      const Tensor& z = saved[layers + 2 * i - 1];
      delta = activation->backward(product({}, delta, saved[i]), z, h);
    }
    return result;
  }
};

}  // namespace

Tensor layer_chain(const Tensor& input, const std::vector<Tensor>& tensors,
                   const Activation& activation) {
  if (!torch::GradMode::is_enabled()) return value_chain(input, tensors, activation);
  if (input.requires_grad()) return plain_chain(input, tensors, activation);
  return RegressionChain::apply(input, at::TensorList(tensors), &activation);
}

}  // namespace scorescope
