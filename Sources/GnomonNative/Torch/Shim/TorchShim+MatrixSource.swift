// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/matrix.cpp.
    static let matrixSource = ##"""
// Products, convolutions, pooling, recurrent layers.
#include "include/program.h"

#include <ATen/ATen.h>

namespace gnt {

static void gemm(Call &c) {
    auto a = c.integer(0, 0) ? c.in(0).t() : c.in(0);
    auto b = c.integer(0, 1) ? c.in(1).t() : c.in(1);
    double alpha = c.number(0), beta = c.number(1);
    if (c.has(2)) return c.set(at::addmm(c.in(2), a, b, beta, alpha));
    auto y = at::mm(a, b);
    c.set(alpha == 1 ? y : at::mul(y, alpha));
}

static void matmul_integer(Call &c) {
    auto a = c.in(0).to(at::kInt), b = c.in(1).to(at::kInt);
    if (c.has(2)) {
        auto zero = c.in(2).to(at::kInt);
        a = at::sub(a, zero.dim() == 1 && zero.numel() > 1 ? zero.unsqueeze(1) : zero);
    }
    if (c.has(3)) b = at::sub(b, c.in(3).to(at::kInt));
    c.set(at::matmul(a, b));
}

// Pads in ATen's order: the last axis first, begin and end alternating.
static std::vector<int64_t> aten_pads(at::IntArrayRef begin, at::IntArrayRef end) {
    std::vector<int64_t> pads;
    for (size_t axis = begin.size(); axis-- > 0;) {
        pads.push_back(begin[axis]);
        pads.push_back(end[axis]);
    }
    return pads;
}

// Lists: strides, pads before, pads after, dilations, [groups].
static void conv(Call &c) {
    std::vector<int64_t> none(c.list(1).size(), 0);
    if (c.list(1) == c.list(2)) {
        return c.set(at::convolution(
            c.in(0), c.in(1), c.maybe(2), c.list(0), c.list(1), c.list(3), false, none, c.integer(4)));
    }
    auto x = at::constant_pad_nd(c.in(0), aten_pads(c.list(1), c.list(2)), 0);
    c.set(at::convolution(x, c.in(1), c.maybe(2), c.list(0), none, c.list(3), false, none, c.integer(4)));
}

// Lists: strides, pads, output pads, dilations, [groups], sizes of the output in space.
static void conv_transpose(Call &c) {
    auto y = at::convolution(
        c.in(0), c.in(1), c.maybe(2), c.list(0), c.list(1), c.list(3), true, c.list(2), c.integer(4));
    for (size_t axis = 0; axis < c.list(5).size(); ++axis) {
        auto wanted = c.list(5)[axis];
        if (y.size(axis + 2) > wanted) y = y.narrow(axis + 2, 0, wanted);
    }
    c.set(y);
}

static Tensor max_pool(
    const Tensor &x, at::IntArrayRef kernel, at::IntArrayRef stride, at::IntArrayRef pads,
    at::IntArrayRef dilation, bool ceil) {
    switch (kernel.size()) {
    case 1: return at::max_pool1d(x, kernel, stride, pads, dilation, ceil);
    case 2: return at::max_pool2d(x, kernel, stride, pads, dilation, ceil);
    case 3: return at::max_pool3d(x, kernel, stride, pads, dilation, ceil);
    default: throw std::invalid_argument("pooling over more than three axes");
    }
}

static Tensor average_pool(
    const Tensor &x, at::IntArrayRef kernel, at::IntArrayRef stride, at::IntArrayRef pads, bool ceil,
    bool counts) {
    switch (kernel.size()) {
    case 1: return at::avg_pool1d(x, kernel, stride, pads, ceil, counts);
    case 2: return at::avg_pool2d(x, kernel, stride, pads, ceil, counts);
    case 3: return at::avg_pool3d(x, kernel, stride, pads, ceil, counts);
    default: throw std::invalid_argument("pooling over more than three axes");
    }
}

// Lists of a pooling: kernel, strides, pads before, pads after, dilations, [explicit, ceil, counts],
// overhang.
// Where ATen's own pads do not do (uneven, wider than half a window), the input is padded first, with the
// overhang of a last incomplete window, and nothing is rounded up.
static void pool_maximum(Call &c) {
    auto kernel = c.list(0);
    if (!c.integer(5, 0)) {
        return c.set(max_pool(c.in(), kernel, c.list(1), c.list(2), c.list(4), c.integer(5, 1)));
    }
    std::vector<int64_t> after(c.list(3).vec()), none(kernel.size(), 0);
    for (size_t axis = 0; axis < after.size(); ++axis) after[axis] += c.list(6)[axis];
    const auto &x = c.in();
    at::Scalar lowest = at::isFloatingType(x.scalar_type())
        ? at::Scalar(-std::numeric_limits<double>::infinity())
        : at::Scalar(static_cast<int64_t>(x.scalar_type() == at::kByte ? 0 : -128));
    auto padded = at::constant_pad_nd(x, aten_pads(c.list(2), after), lowest);
    c.set(max_pool(padded, kernel, c.list(1), none, c.list(4), false));
}

static Tensor averaged(const Call &c, const Tensor &x) {
    auto kernel = c.list(0);
    bool counts = c.integer(5, 2);
    if (!c.integer(5, 0)) return average_pool(x, kernel, c.list(1), c.list(2), c.integer(5, 1), counts);
    std::vector<int64_t> none(kernel.size(), 0);
    std::vector<int64_t> space(x.sizes().vec());
    for (size_t axis = 0; axis + 2 < space.size(); ++axis) {
        if (counts) space[axis + 2] += c.list(2)[axis] + c.list(3)[axis];
    }
    space[0] = space[1] = 1;
    std::vector<int64_t> after(c.list(3).vec()), overhang(c.list(6).vec());
    for (size_t axis = 0; axis < after.size(); ++axis) after[axis] += overhang[axis];
    auto padded = at::constant_pad_nd(x, aten_pads(c.list(2), after), 0);
    auto ones = at::ones(space, x.options());
    auto weight = at::constant_pad_nd(
        ones, counts ? aten_pads(none, overhang) : aten_pads(c.list(2), after), 0);
    return at::div(
        average_pool(padded, kernel, c.list(1), none, false, true),
        average_pool(weight, kernel, c.list(1), none, false, true));
}

static void pool_norm(Call &c) {
    double p = c.number(0), area = 1;
    for (auto size : c.list(0)) area *= static_cast<double>(size);
    auto sum = at::mul(averaged(c, at::pow(at::abs(c.in()), p)), area);
    c.set(at::pow(sum, 1 / p));
}

// Inputs: x, weight, recurrent weight, bias, first state, first cell. Lists: [kind 0 LSTM, 1 GRU, 2 tanh, 3
// relu; directions]. Weights are ATen's already: see "gates".
static void recurrent(Call &c) {
    const auto &x = c.in(0);
    int64_t kind = c.integer(0, 0), directions = c.integer(0, 1);
    int64_t hidden = c.in(2).size(2);
    bool biased = c.has(3);
    std::vector<Tensor> weights;
    for (int64_t d = 0; d < directions; ++d) {
        weights.push_back(c.in(1)[d]);
        weights.push_back(c.in(2)[d]);
        if (!biased) continue;
        auto halves = c.in(3)[d].chunk(2, 0);
        weights.push_back(halves[0]);
        weights.push_back(halves[1]);
    }
    std::vector<int64_t> sizes = {directions, x.size(1), hidden};
    auto state = c.has(4) ? c.in(4) : at::zeros(sizes, x.options());
    bool both = directions == 2;
    Tensor y, last;
    if (kind == 0) {
        auto cell = c.has(5) ? c.in(5) : at::zeros(sizes, x.options());
        Tensor last_cell;
        std::tie(y, last, last_cell) = at::lstm(x, {state, cell}, weights, biased, 1, 0, false, both, false);
        c.set(2, last_cell);
    } else if (kind == 1) {
        std::tie(y, last) = at::gru(x, state, weights, biased, 1, 0, false, both, false);
    } else if (kind == 2) {
        std::tie(y, last) = at::rnn_tanh(x, state, weights, biased, 1, 0, false, both, false);
    } else {
        std::tie(y, last) = at::rnn_relu(x, state, weights, biased, 1, 0, false, both, false);
    }
    c.set(0, y.reshape({y.size(0), y.size(1), directions, hidden}).permute({0, 2, 1, 3}));
    c.set(1, last);
}

// Gates of recurrent weights in ATen's order. Lists: for each gate of ATen the one of ONNX; [parts]: 2 where
// the weights of input and of state lie behind each other, as in a bias.
static void gates(Call &c) {
    auto order = c.list(0);
    int64_t count = static_cast<int64_t>(order.size()), parts = c.integer(1);
    std::vector<Tensor> pieces;
    for (const auto &part : c.in().chunk(parts, 1)) {
        auto blocks = part.chunk(count, 1);
        for (auto gate : order) pieces.push_back(blocks.at(gate));
    }
    c.set(at::cat(pieces, 1));
}

static void attention(Call &c) {
    c10::optional<Tensor> mask;
    if (c.has(3)) mask = c.in(3);
    c10::optional<double> scale;
    if (c.integer(0, 1)) scale = c.number(0);
    c.set(at::scaled_dot_product_attention(
        c.in(0), c.in(1), c.in(2), mask, 0.0, c.integer(0, 0), scale, c.integer(0, 2)));
}

const std::vector<Entry> matrix_operators = {
    {"matmul", [](Call &c) { c.set(at::matmul(c.in(0), c.in(1))); }},
    {"gemm", gemm},
    {"matmul_integer", matmul_integer},
    {"einsum", [](Call &c) { c.set(at::einsum(c.text(0), c.all())); }},
    {"det", [](Call &c) { c.set(at::linalg_det(c.in())); }},
    {"slogdet", [](Call &c) {
         auto [sign, logarithm] = at::linalg_slogdet(c.in());
         c.set(0, logarithm);
         c.set(1, sign);
     }},
    {"eigvalsh", [](Call &c) { c.set(at::linalg_eigvalsh(c.in())); }},
    {"conv", conv},
    {"conv_transpose", conv_transpose},
    {"max_pool", pool_maximum},
    {"avg_pool", [](Call &c) { c.set(averaged(c, c.in())); }},
    {"lp_pool", pool_norm},
    {"recurrent", recurrent},
    {"gates", gates},
    {"attention", attention},
};

}  // namespace gnt

"""##
}
