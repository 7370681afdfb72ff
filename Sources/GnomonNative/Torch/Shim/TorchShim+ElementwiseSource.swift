// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/elementwise.cpp.
    static let elementwiseSource = ##"""
// Functions of one element, of two, and of several.
#include "include/program.h"

#include <ATen/ATen.h>

namespace gnt {

static bool is_integral(const Tensor &tensor) {
    return c10::isIntegralType(tensor.scalar_type(), /*includeBool=*/true);
}

// A bound in the tensor's own kind: a fractional one would turn integers into floats.
static at::Scalar bound(const Tensor &tensor, double value) {
    return is_integral(tensor) ? at::Scalar(static_cast<int64_t>(value)) : at::Scalar(value);
}

static void clip(Call &c) {
    const auto &x = c.in();
    if (c.count() > 1) {
        auto low = c.maybe(1), high = c.maybe(2);
        c.set(at::clamp(
            x, low.defined() ? c10::optional<Tensor>(low) : c10::nullopt,
            high.defined() ? c10::optional<Tensor>(high) : c10::nullopt));
        return;
    }
    c10::optional<at::Scalar> low, high;
    if (c.integer(0, 0)) low = bound(x, c.number(0));
    if (c.integer(0, 1)) high = bound(x, c.number(1));
    c.set(low || high ? at::clamp(x, low, high) : x);
}

static void hard_sigmoid(Call &c) {
    if (c.integer(0)) return c.set(at::hardsigmoid(c.in()));
    c.set(at::clamp(at::add(at::mul(c.in(), c.number(0)), c.number(1)), 0, 1));
}

static void parametric_relu(Call &c) {
    if (c.integer(0)) return c.set(at::prelu(c.in(0), c.in(1).flatten()));
    c.set(at::where(at::lt(c.in(0), 0), at::mul(c.in(0), c.in(1)), c.in(0)));
}

static void shrink(Call &c) {
    const auto &x = c.in();
    double bias = c.number(0), lambda = c.number(1);
    auto zero = at::zeros_like(x);
    auto low = at::where(at::lt(x, -lambda), at::add(x, bias), zero);
    c.set(at::where(at::gt(x, lambda), at::sub(x, bias), low));
}

static void swish(Call &c) {
    if (c.number(0) == 1) return c.set(at::silu(c.in()));
    c.set(at::mul(c.in(), at::sigmoid(at::mul(c.in(), c.number(0)))));
}

static void divide(Call &c) {
    // ONNX divides integers towards zero.
    c.set(is_integral(c.in(0)) ? at::div(c.in(0), c.in(1), "trunc") : at::div(c.in(0), c.in(1)));
}

static void modulo(Call &c) {
    c.set(c.integer(0) ? at::fmod(c.in(0), c.in(1)) : at::remainder(c.in(0), c.in(1)));
}

static void power(Call &c) {
    auto y = at::pow(c.in(0), c.in(1));
    c.set(y.scalar_type() == c.in(0).scalar_type() ? y : y.to(c.in(0).scalar_type()));
}

template <Tensor (*function)(const Tensor &, const Tensor &)>
static void fold(Call &c) {
    Tensor y = c.in(0);
    for (size_t index = 1; index < c.count(); ++index) y = function(y, c.in(index));
    c.set(y);
}

static Tensor plus(const Tensor &a, const Tensor &b) { return at::add(a, b); }
static Tensor larger(const Tensor &a, const Tensor &b) { return at::maximum(a, b); }
static Tensor smaller(const Tensor &a, const Tensor &b) { return at::minimum(a, b); }

static void mean_of(Call &c) {
    Tensor y = c.in(0);
    for (size_t index = 1; index < c.count(); ++index) y = at::add(y, c.in(index));
    c.set(at::div(y, static_cast<double>(c.count())));
}

static void is_infinite(Call &c) {
    bool negative = c.integer(0, 0), positive = c.integer(0, 1);
    if (negative && positive) return c.set(at::isinf(c.in()));
    if (negative) return c.set(at::isneginf(c.in()));
    c.set(positive ? at::isposinf(c.in()) : at::zeros_like(c.in(), at::kBool));
}

// A vector along one axis of x, shaped so that it broadcasts; blocks of the axis share an element.
static Tensor along(const Call &c, const Tensor &values, const Tensor &x) {
    if (values.dim() == 0 || values.numel() == 1) return values.dim() == 0 ? values : values.reshape({});
    int64_t axis = c.integer(0, 0), block = c.integer(0, 1);
    if (block > 0) return values.repeat_interleave(block, axis).narrow(axis, 0, x.size(axis));
    std::vector<int64_t> sizes(x.dim(), 1);
    sizes.at(axis) = values.numel();
    return values.reshape(sizes);
}

static void quantize(Call &c) {
    auto y = at::round(at::div(c.in(0), along(c, c.in(1), c.in(0))));
    auto type = scalar_type(c.integer(0, 2));
    if (c.has(2)) y = at::add(y, along(c, c.in(2), c.in(0)).to(y.scalar_type()));
    c.set(at::clamp(y, c.number(0), c.number(1)).to(type));
}

static void dequantize(Call &c) {
    auto scale = along(c, c.in(1), c.in(0));
    auto x = c.in(0).to(scale.scalar_type());
    if (c.has(2)) x = at::sub(x, along(c, c.in(2), c.in(0)).to(scale.scalar_type()));
    c.set(at::mul(x, scale));
}

static void dynamic_quantize(Call &c) {
    const auto &x = c.in();
    auto low = at::clamp_max(x.min(), 0), high = at::clamp_min(x.max(), 0);
    auto scale = at::div(at::sub(high, low), 255.0);
    scale = at::where(at::eq(scale, 0), at::ones_like(scale), scale);
    auto zero = at::clamp(at::round(at::div(at::neg(low), scale)), 0, 255);
    c.set(0, at::clamp(at::add(at::round(at::div(x, scale)), zero), 0, 255).to(at::kByte));
    c.set(1, scale);
    c.set(2, zero.to(at::kByte));
}

#define UNARY(function) {#function, [](Call &c) { c.set(at::function(c.in())); }}
#define BINARY(function) {#function, [](Call &c) { c.set(at::function(c.in(0), c.in(1))); }}

const std::vector<Entry> elementwise_operators = {
    UNARY(relu), UNARY(sigmoid), UNARY(tanh), UNARY(erf), UNARY(hardswish), UNARY(mish), UNARY(softplus),
    UNARY(abs), UNARY(neg), UNARY(sign), UNARY(ceil), UNARY(floor), UNARY(round), UNARY(reciprocal),
    UNARY(sqrt), UNARY(exp), UNARY(log), UNARY(sin), UNARY(cos), UNARY(tan), UNARY(asin), UNARY(acos),
    UNARY(atan), UNARY(sinh), UNARY(cosh), UNARY(asinh), UNARY(acosh), UNARY(atanh), UNARY(logical_not),
    UNARY(bitwise_not), UNARY(isnan),
    BINARY(add), BINARY(sub), BINARY(mul), BINARY(logical_and), BINARY(logical_or), BINARY(logical_xor),
    BINARY(bitwise_and), BINARY(bitwise_or), BINARY(bitwise_xor), BINARY(bitwise_left_shift),
    BINARY(bitwise_right_shift), BINARY(eq), BINARY(gt), BINARY(ge), BINARY(lt), BINARY(le),
    {"div", divide},
    {"mod", modulo},
    {"pow", power},
    {"sum_of", fold<plus>},
    {"max_of", fold<larger>},
    {"min_of", fold<smaller>},
    {"mean_of", mean_of},
    {"where", [](Call &c) { c.set(at::where(c.in(0), c.in(1), c.in(2))); }},
    {"leaky_relu", [](Call &c) { c.set(at::leaky_relu(c.in(), c.number(0))); }},
    {"elu", [](Call &c) { c.set(at::elu(c.in(), c.number(0), c.number(1))); }},
    {"celu", [](Call &c) { c.set(at::celu(c.in(), c.number(0))); }},
    {"threshold", [](Call &c) { c.set(at::threshold(c.in(), c.number(0), 0)); }},
    {"softsign", [](Call &c) { c.set(at::div(c.in(), at::add(at::abs(c.in()), 1))); }},
    {"gelu", [](Call &c) { c.set(at::gelu(c.in(), c.integer(0) ? "tanh" : "none")); }},
    {"clip", clip},
    {"hardsigmoid", hard_sigmoid},
    {"prelu", parametric_relu},
    {"shrink", shrink},
    {"swish", swish},
    {"isinf", is_infinite},
    {"cast", [](Call &c) { c.set(c.in().to(scalar_type(c.integer(0)))); }},
    {"quantize", quantize},
    {"dequantize", dequantize},
    {"dynamic_quantize", dynamic_quantize},
};

}  // namespace gnt

"""##
}
