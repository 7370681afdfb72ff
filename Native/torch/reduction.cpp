// Reductions and normalisations.
#include "include/program.h"

#include <ATen/ATen.h>

namespace gnt {

// Lists of a reduction: axes, [keep].
template <typename Body>
static void reduce(Call &c, Body body) {
    c.set(body(c.in(), c.list(0), c.integer(1) != 0));
}

static void sum(Call &c) {
    reduce(c, [](const Tensor &x, at::IntArrayRef axes, bool keep) {
        return at::sum(x, axes, keep, x.scalar_type());
    });
}

static void mean(Call &c) {
    reduce(c, [](const Tensor &x, at::IntArrayRef axes, bool keep) {
        if (at::isFloatingType(x.scalar_type())) return at::mean(x, axes, keep);
        return at::mean(x.to(at::kDouble), axes, keep).to(x.scalar_type());
    });
}

static void product(Call &c) {
    Tensor y = c.in();
    // ATen multiplies along one axis at a time; the last first, so that the others keep their numbers.
    std::vector<int64_t> axes(c.list(0).vec());
    std::sort(axes.rbegin(), axes.rend());
    for (auto axis : axes) y = at::prod(y, axis, c.integer(1), y.scalar_type());
    c.set(y);
}

static void log_sum(Call &c) {
    c.set(at::log(at::sum(c.in(), c.list(0), c.integer(1))));
}

static void arg(Call &c, bool largest) {
    auto axis = c.integer(0, 0);
    bool keep = c.integer(0, 1), last = c.integer(0, 2);
    auto x = last ? at::flip(c.in(), {axis}) : c.in();
    auto y = largest ? at::argmax(x, axis, keep) : at::argmin(x, axis, keep);
    c.set(last ? at::rsub(y, x.size(axis) - 1) : y);
}

// Lists: [axis, exclusive, reverse].
static void cumulate(Call &c, bool products) {
    auto axis = c.integer(0, 0);
    Tensor x = c.integer(0, 2) ? at::flip(c.in(), {axis}) : c.in();
    auto type = x.scalar_type();
    auto y = products ? at::cumprod(x, axis, type) : at::cumsum(x, axis, type);
    if (c.integer(0, 1)) {
        auto first = products ? at::ones_like(x.narrow(axis, 0, 1)) : at::zeros_like(x.narrow(axis, 0, 1));
        y = at::cat({first, y.narrow(axis, 0, x.size(axis) - 1)}, axis);
    }
    c.set(c.integer(0, 2) ? at::flip(y, {axis}) : y);
}

static void top(Call &c) {
    auto [values, indices] =
        at::topk(c.in(), c.integer(0, 0), c.integer(0, 1), c.integer(0, 2), c.integer(0, 3));
    c.set(0, values);
    c.set(1, indices);
}

// Softmax of old operator sets: everything from the axis on is one axis.
static Tensor flattened(const Tensor &x, int64_t axis) {
    return x.flatten(axis);
}

static void softmax(Call &c, bool logarithm) {
    const auto &x = c.in();
    auto axis = c.integer(0, 0);
    auto from = c.integer(0, 1) ? flattened(x, axis) : x;
    auto y = logarithm ? at::log_softmax(from, axis) : at::softmax(from, axis);
    c.set(c.integer(0, 1) ? y.reshape(x.sizes()) : y);
}

static void hardmax(Call &c) {
    const auto &x = c.in();
    auto axis = c.integer(0, 0);
    auto from = c.integer(0, 1) ? flattened(x, axis) : x;
    auto y = at::zeros_like(from).scatter_(axis, at::argmax(from, axis, true), 1);
    c.set(y.reshape(x.sizes()));
}

static void batch_norm(Call &c) {
    c.set(at::batch_norm(c.in(0), c.in(1), c.in(2), c.in(3), c.in(4), false, 0, c.number(0), false));
}

// Normalises by the batch itself; running means and variances, where given, are brought up to date in place.
// Numbers: epsilon, the share of the batch in the running ones.
static void batch_norm_training(Call &c) {
    c.set(at::batch_norm(
        c.in(0), c.maybe(1), c.maybe(2), c.maybe(3), c.maybe(4), true, c.number(1), c.number(0), false));
}

static Tensor shaped(const Tensor &weight, at::IntArrayRef sizes) {
    if (!weight.defined() || weight.sizes() == sizes) return weight;
    return weight.expand(sizes).contiguous();
}

// Lists: normalised sizes.
static void layer_norm(Call &c) {
    auto weight = shaped(c.maybe(1), c.list(0)), bias = shaped(c.maybe(2), c.list(0));
    if (!c.wants(1) && !c.wants(2)) {
        return c.set(at::layer_norm(c.in(0), c.list(0), weight, bias, c.number(0)));
    }
    auto [y, mean, deviation] = at::native_layer_norm(c.in(0), c.list(0), weight, bias, c.number(0));
    c.set(0, y);
    c.set(1, mean);
    c.set(2, deviation);
}

static void rms_norm(Call &c) {
    c.set(at::rms_norm(c.in(0), c.list(0), shaped(c.maybe(1), c.list(0)), c.number(0)));
}

static void instance_norm(Call &c) {
    c.set(at::instance_norm(c.in(0), c.in(1), c.in(2), {}, {}, true, 0, c.number(0), false));
}

static void group_norm(Call &c) {
    auto groups = c.integer(0), channels = c.in(0).size(1);
    auto weight = c.in(1), bias = c.in(2);
    if (weight.numel() != channels) {
        weight = weight.repeat_interleave(channels / groups);
        bias = bias.repeat_interleave(channels / groups);
    }
    c.set(at::group_norm(c.in(0), groups, weight, bias, c.number(0), false));
}

// Numbers: alpha, beta, bias. Lists: [size].
static void local_response(Call &c) {
    const auto &x = c.in();
    auto size = c.integer(0);
    std::vector<int64_t> pads(2 * (x.dim() - 1), 0);
    pads[pads.size() - 2] = (size - 1) / 2;
    pads[pads.size() - 1] = size / 2;
    auto squares = at::constant_pad_nd(at::square(x), pads, 0);
    auto sums = at::sum(squares.unfold(1, size, 1), at::IntArrayRef({-1}));
    auto scale = at::add(at::mul(sums, c.number(0) / static_cast<double>(size)), c.number(2));
    c.set(at::div(x, at::pow(scale, c.number(1))));
}

static void mean_variance(Call &c) {
    auto axes = c.list(0);
    auto centred = at::sub(c.in(), at::mean(c.in(), axes, true));
    auto deviation = at::sqrt(at::mean(at::square(centred), axes, true));
    c.set(at::div(centred, at::add(deviation, 1e-9)));
}

static void lp_norm(Call &c) {
    auto norm = at::norm(c.in(), c.integer(0, 1), {c.integer(0, 0)}, true);
    c.set(at::div(c.in(), at::where(at::eq(norm, 0), at::ones_like(norm), norm)));
}

const std::vector<Entry> reduction_operators = {
    {"sum", sum},
    {"mean", mean},
    {"amax", [](Call &c) { c.set(at::amax(c.in(), c.list(0), c.integer(1))); }},
    {"amin", [](Call &c) { c.set(at::amin(c.in(), c.list(0), c.integer(1))); }},
    {"prod", product},
    {"norm1", [](Call &c) { c.set(at::norm(c.in(), 1, c.list(0), c.integer(1))); }},
    {"norm2", [](Call &c) { c.set(at::norm(c.in(), 2, c.list(0), c.integer(1))); }},
    {"normp", [](Call &c) { c.set(at::norm(c.in(), c.number(0), c.list(0), c.integer(1))); }},
    {"log_sum", log_sum},
    {"logsumexp", [](Call &c) { c.set(at::logsumexp(c.in(), c.list(0), c.integer(1))); }},
    {"sum_square", [](Call &c) { c.set(at::sum(at::square(c.in()), c.list(0), c.integer(1))); }},
    {"argmax", [](Call &c) { arg(c, true); }},
    {"argmin", [](Call &c) { arg(c, false); }},
    {"cumsum", [](Call &c) { cumulate(c, false); }},
    {"cumprod", [](Call &c) { cumulate(c, true); }},
    {"topk", top},
    {"softmax", [](Call &c) { softmax(c, false); }},
    {"log_softmax", [](Call &c) { softmax(c, true); }},
    {"hardmax", hardmax},
    {"batch_norm", batch_norm},
    {"batch_norm_training", batch_norm_training},
    {"layer_norm", layer_norm},
    {"rms_norm", rms_norm},
    {"instance_norm", instance_norm},
    {"group_norm", group_norm},
    {"local_response", local_response},
    {"mean_variance", mean_variance},
    {"lp_norm", lp_norm},
};

}  // namespace gnt
