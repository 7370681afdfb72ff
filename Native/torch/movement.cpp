// Views, copies, indexing and sampling.
#include "include/program.h"

#include <ATen/ATen.h>

namespace gnt {

// Lists: one of four numbers a cut: axis, start, end, step. A negative step is a flip of a positive one.
static void slice(Call &c) {
    Tensor y = c.in();
    for (size_t index = 0; index < c.list(0).size(); index += 4) {
        auto axis = c.integer(0, index), start = c.integer(0, index + 1);
        auto end = c.integer(0, index + 2), step = c.integer(0, index + 3);
        if (step > 0) {
            y = at::slice(y, axis, start, end, step);
            continue;
        }
        // start, start + step, … above end: from the lowest taken element upwards, then turned round.
        auto count = start > end ? (start - end - step - 1) / -step : 0;
        auto lowest = count > 0 ? start + (count - 1) * step : 0;
        y = at::flip(at::slice(y, axis, lowest, count > 0 ? start + 1 : 0, -step), {axis});
    }
    c.set(y);
}

static Tensor counted_from_start(const Tensor &index, int64_t size) {
    return at::where(at::lt(index, 0), at::add(index, size), index);
}

static Tensor rows(const Tensor &x, int64_t axis, const Tensor &index) {
    std::vector<int64_t> sizes(x.sizes().vec());
    sizes.erase(sizes.begin() + axis);
    sizes.insert(sizes.begin() + axis, index.sizes().begin(), index.sizes().end());
    return at::index_select(x, axis, index.reshape({-1})).reshape(sizes);
}

// Lists: [axis, constant index or the lowest number, size of a constant index].
static void gather(Call &c) {
    auto axis = c.integer(0, 0);
    if (c.integer(0, 2)) return c.set(at::select(c.in(0), axis, c.integer(0, 1)));
    auto index = c.in(1).scalar_type() == at::kInt ? c.in(1) : c.in(1).to(at::kLong);
    try {
        c.set(rows(c.in(0), axis, index));
    } catch (const c10::IndexError &) {
        // Negative indices are rare; whoever uses embeddings has none.
        c.set(rows(c.in(0), axis, counted_from_start(index, c.in(0).size(axis))));
    }
}

static void gather_elements(Call &c) {
    auto axis = c.integer(0);
    auto index = counted_from_start(c.in(1).to(at::kLong), c.in(0).size(axis));
    c.set(at::gather(c.in(0), axis, index));
}

// The tuple of index tensors along the first axes that the last axis of `index` holds.
static c10::List<c10::optional<Tensor>> indices(const Tensor &x, const Tensor &index) {
    c10::List<c10::optional<Tensor>> list;
    auto parts = index.to(at::kLong).unbind(-1);
    for (size_t axis = 0; axis < parts.size(); ++axis) {
        list.push_back(counted_from_start(parts[axis], x.size(axis)));
    }
    return list;
}

static void scatter_nd(Call &c) {
    auto kind = c.integer(0);
    auto y = c.in(0).clone();
    if (kind > 1) throw std::invalid_argument("this reduction is not supported");
    c.set(y.index_put_(indices(y, c.in(1)), c.in(2), kind == 1));
}

static void scatter_elements(Call &c) {
    auto axis = c.integer(0, 0), kind = c.integer(0, 1);
    auto index = counted_from_start(c.in(1).to(at::kLong), c.in(0).size(axis));
    if (kind == 0) return c.set(at::scatter(c.in(0), axis, index, c.in(2)));
    const char *names[] = {"", "sum", "prod", "amax", "amin"};
    c.set(at::scatter_reduce(c.in(0), axis, index, c.in(2), names[kind], true));
}

// Lists: pads in ATen's order, mode as text. Numbers: the value.
static void pad(Call &c) {
    auto mode = c.text(1);
    auto value = c.has(1) ? c.in(1).item() : at::Scalar(c.number(0));
    if (mode == "constant") return c.set(at::constant_pad_nd(c.in(), c.list(0), value));
    c.set(at::pad(c.in(), c.list(0), mode, c10::nullopt));
}

// Lists: [block, column-row-depth].
static void depth_to_space(Call &c) {
    const auto &x = c.in();
    int64_t b = c.integer(0, 0);
    if (c.integer(0, 1)) return c.set(at::pixel_shuffle(x, b));
    int64_t n = x.size(0), d = x.size(1) / (b * b), h = x.size(2), w = x.size(3);
    c.set(x.reshape({n, b, b, d, h, w}).permute({0, 3, 4, 1, 5, 2}).reshape({n, d, h * b, w * b}));
}

static void space_to_depth(Call &c) {
    const auto &x = c.in();
    int64_t b = c.integer(0), n = x.size(0), d = x.size(1), h = x.size(2) / b, w = x.size(3) / b;
    c.set(x.reshape({n, d, h, b, w, b}).permute({0, 3, 5, 1, 2, 4}).reshape({n, d * b * b, h, w}));
}

// Lists: sizes in space, [mode 0 nearest, 1 nearest by centres, 2 linear, 3 cubic; corners; scales given].
static void resize(Call &c) {
    const auto &x = c.in();
    auto size = c.list(0);
    auto mode = c.integer(1, 0);
    bool corners = c.integer(1, 1);
    c10::optional<double> s[3];
    for (size_t axis = 0; axis < size.size() && axis < 3; ++axis) {
        if (c.integer(1, 2)) s[axis] = c.number(axis);
    }
    switch (mode * 4 + static_cast<int64_t>(size.size())) {
    case 1: return c.set(at::upsample_nearest1d(x, size, s[0]));
    case 2: return c.set(at::upsample_nearest2d(x, size, s[0], s[1]));
    case 3: return c.set(at::upsample_nearest3d(x, size, s[0], s[1], s[2]));
    case 5: return c.set(at::_upsample_nearest_exact1d(x, size, s[0]));
    case 6: return c.set(at::_upsample_nearest_exact2d(x, size, s[0], s[1]));
    case 7: return c.set(at::_upsample_nearest_exact3d(x, size, s[0], s[1], s[2]));
    case 9: return c.set(at::upsample_linear1d(x, size, corners, s[0]));
    case 10: return c.set(at::upsample_bilinear2d(x, size, corners, s[0], s[1]));
    case 11: return c.set(at::upsample_trilinear3d(x, size, corners, s[0], s[1], s[2]));
    case 14: return c.set(at::upsample_bicubic2d(x, size, corners, s[0], s[1]));
    default: throw std::invalid_argument("this resize is not supported");
    }
}

// One list of indices for each axis in the list.
static void take(Call &c) {
    Tensor y = c.in();
    for (size_t index = 0; index < c.list(0).size(); ++index) {
        y = at::index_select(y, c.integer(0, index), c.in(index + 1));
    }
    c.set(y);
}

static void split(Call &c) {
    auto parts = at::split_with_sizes(c.in(), c.list(0), c.integer(1));
    for (size_t index = 0; index < parts.size(); ++index) c.set(index, parts[index]);
}

static void one_hot(Call &c) {
    auto axis = c.integer(0, 0), depth = c.integer(0, 1);
    auto classes = at::arange(depth, at::kLong);
    auto index = counted_from_start(c.in(0).to(at::kLong), depth).unsqueeze(axis);
    std::vector<int64_t> sizes(index.dim(), 1);
    sizes.at(axis) = depth;
    auto hit = at::eq(index, classes.reshape(sizes));
    c.set(at::where(hit, c.in(2)[1], c.in(2)[0]));
}

const std::vector<Entry> movement_operators = {
    {"identity", [](Call &c) { c.set(c.in()); }},
    {"reshape", [](Call &c) { c.set(at::reshape(c.in(), c.list(0))); }},
    {"permute", [](Call &c) { c.set(at::permute(c.in(), c.list(0))); }},
    {"expand", [](Call &c) { c.set(c.in().expand(c.list(0))); }},
    {"concat", [](Call &c) { c.set(at::cat(c.all(), c.integer(0))); }},
    {"tile", [](Call &c) { c.set(c.in().repeat(c.list(0))); }},
    {"split", split},
    {"slice", slice},
    {"pad", pad},
    {"gather", gather},
    {"gather_elements", gather_elements},
    {"gather_nd", [](Call &c) { c.set(at::index(c.in(0), indices(c.in(0), c.in(1)))); }},
    {"scatter_nd", scatter_nd},
    {"scatter_elements", scatter_elements},
    {"depth_to_space", depth_to_space},
    {"space_to_depth", space_to_depth},
    {"triu", [](Call &c) { c.set(at::triu(c.in(), c.integer(0))); }},
    {"tril", [](Call &c) { c.set(at::tril(c.in(), c.integer(0))); }},
    {"eye", [](Call &c) {
         auto y = at::zeros(c.list(0), scalar_type(c.integer(1, 0)));
         y.diagonal(c.integer(1, 1)).fill_(1);
         c.set(y);
     }},
    {"full", [](Call &c) { c.set(at::full(c.list(0), c.number(0), scalar_type(c.integer(1)))); }},
    {"range", [](Call &c) {
         c.set(at::arange(c.number(0), c.number(1), c.number(2), scalar_type(c.integer(0))));
     }},
    {"one_hot", one_hot},
    {"resize", resize},
    {"take", take},
    {"grid_sample", [](Call &c) {
         c.set(at::grid_sampler(c.in(0), c.in(1), c.integer(0, 0), c.integer(0, 1), c.integer(0, 2)));
     }},
    {"affine_grid", [](Call &c) {
         c.set(at::affine_grid_generator(c.in(0), c.list(0), c.integer(1)));
     }},
};

}  // namespace gnt
