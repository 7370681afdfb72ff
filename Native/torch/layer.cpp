// One layer of a graph network in one node: y = dropout(relu(norm(A (H W) + b))).
#include "include/layer_loops.h"
#include "include/program.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

namespace gnt {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using Maybe = std::optional<Tensor>;

#define GNT_LAYER_CLONES(T)                                                                                  \
    GNT_CLONES void forward_rows(const LayerBlock<T> &b, T *g, T *y, T *deviations, T *scratch) {            \
        layer_forward(b, g, y, deviations, scratch);                                                         \
    }                                                                                                        \
    GNT_CLONES void backward_rows(                                                                           \
        const LayerBlock<T> &b, const T *dy, const T *y, const T *normal, const T *deviations, T *dg,        \
        T *dbias, T *dgamma, T *dbeta, T *scratch) {                                                         \
        layer_backward(b, dy, y, normal, deviations, dg, dbias, dgamma, dbeta, scratch);                     \
    }                                                                                                        \
    GNT_CLONES void add_rows(T *y, const T *x, T factor, int64_t n) { add_scaled(y, x, factor, n); }         \
    GNT_CLONES T dot_rows(const T *x, const T *y, int64_t n) { return dot_of(x, y, n); }

GNT_LAYER_CLONES(double)
GNT_LAYER_CLONES(float)

std::vector<int64_t> dropped(int64_t count, double probability, uint64_t seed) {
    std::vector<int64_t> result;
    if (probability <= 0) return result;
    Draw draw(seed);
    double base = probability < 1 ? std::log1p(-probability) : 0;
    double position = -1;
    while (true) {
        position += 1 + (probability < 1 ? std::floor(std::log(draw.uniform()) / base) : 0);
        if (!(position < static_cast<double>(count))) return result;
        result.push_back(static_cast<int64_t>(position));
    }
}

struct LayerSettings {
    bool reads_first = false;
    double epsilon = 0;
    double drop_in = 0, drop_out = 0;
    uint64_t seed_in = 0, seed_out = 0;
};

// Sizes of a call: graphs, nodes of each, numbers in and out.
struct LayerShape {
    int64_t graphs, nodes, in, out;
    int64_t rows() const { return graphs * nodes; }
};

static void require(bool holds, const char *what) {
    if (!holds) throw std::invalid_argument(what);
}

static Tensor packed(const Maybe &x) { return x ? x->contiguous() : Tensor(); }

template <typename T>
static const T *numbers_of(const Tensor &x) {
    return x.defined() ? x.const_data_ptr<T>() : nullptr;
}

template <typename T>
static LayerBlock<T> block_of(
    int64_t nodes, int64_t width, const Tensor &bias, const Tensor &gamma, const Tensor &beta,
    const LayerSettings &s) {
    LayerBlock<T> b;
    b.nodes = nodes;
    b.width = width;
    b.bias = numbers_of<T>(bias);
    b.gamma = numbers_of<T>(gamma);
    b.beta = numbers_of<T>(beta);
    b.epsilon = static_cast<T>(s.epsilon);
    b.scale = static_cast<T>(s.drop_out < 1 ? 1 / (1 - s.drop_out) : 0);
    return b;
}

// Rows of H W where each node names one of fewer rows of H, and where values of H are dropped for some nodes
// alone: the product of the few rows, and corrections for what was dropped.
template <typename T>
static void spread(
    const Tensor &product, const Tensor &x, const Tensor &weight, const Tensor &index, Tensor &g,
    const std::vector<int64_t> &drops, double p) {
    const int64_t in = x.size(1), out = weight.size(1), rows = g.size(0);
    const T scale = static_cast<T>(1 / (1 - p));
    const int64_t *named = index.const_data_ptr<int64_t>();
    const T *from = product.const_data_ptr<T>(), *h = x.const_data_ptr<T>(), *w = weight.const_data_ptr<T>();
    T *to = g.mutable_data_ptr<T>();
    for (int64_t row = 0; row < rows; ++row) {
        std::fill(to + row * out, to + (row + 1) * out, T(0));
        add_rows(to + row * out, from + named[row] * out, scale, out);
    }
    for (auto place : drops) {
        const int64_t row = place / in, column = place % in;
        const T value = h[named[row] * in + column];
        if (value != 0) add_rows(to + row * out, w + column * out, -scale * value, out);
    }
}

// The derivatives of spread: those of the few rows gathered, and corrections.
template <typename T>
static void gather_back(
    const Tensor &dg, const Tensor &x, const Tensor &weight, const Tensor &index, Tensor &sums, Tensor &dw,
    Tensor &dx, const std::vector<int64_t> &drops, double p, bool finish) {
    const int64_t in = x.size(1), out = weight.size(1), rows = dg.size(0);
    const T scale = static_cast<T>(1 / (1 - p));
    const int64_t *named = index.const_data_ptr<int64_t>();
    const T *from = dg.const_data_ptr<T>();
    if (!finish) {
        T *to = sums.mutable_data_ptr<T>();
        for (int64_t row = 0; row < rows; ++row) {
            add_rows(to + named[row] * out, from + row * out, scale, out);
        }
        return;
    }
    const T *h = x.const_data_ptr<T>(), *w = weight.const_data_ptr<T>();
    T *to_w = dw.defined() ? dw.mutable_data_ptr<T>() : nullptr;
    T *to_x = dx.defined() ? dx.mutable_data_ptr<T>() : nullptr;
    for (auto place : drops) {
        const int64_t row = place / in, column = place % in;
        const T value = h[named[row] * in + column];
        if (to_w && value != 0) add_rows(to_w + column * out, from + row * out, -scale * value, out);
        if (to_x) {
            to_x[named[row] * in + column] -= scale * dot_rows(from + row * out, w + column * out, out);
        }
    }
}

// What gather_back adds to the derivative of the weight, as factors: a row for each dropped number.
template <typename T>
static Tensor drop_factors(
    const Tensor &x, const Tensor &index, const std::vector<int64_t> &drops, double p) {
    const int64_t in = x.size(1);
    const T scale = static_cast<T>(1 / (1 - p));
    auto result = at::zeros({static_cast<int64_t>(drops.size()), in}, x.options());
    const int64_t *named = index.const_data_ptr<int64_t>();
    const T *h = x.const_data_ptr<T>();
    T *to = result.template mutable_data_ptr<T>();
    for (size_t row = 0; row < drops.size(); ++row) {
        const int64_t column = drops[row] % in;
        to[static_cast<int64_t>(row) * in + column] = -scale * h[named[drops[row] / in] * in + column];
    }
    return result;
}

template <typename T>
static Tensor drop_rows(const Tensor &dg, const std::vector<int64_t> &drops, int64_t in) {
    const int64_t out = dg.size(1);
    auto result = at::empty({static_cast<int64_t>(drops.size()), out}, dg.options());
    const T *from = dg.const_data_ptr<T>();
    T *to = result.template mutable_data_ptr<T>();
    for (size_t row = 0; row < drops.size(); ++row) {
        const T *source = from + drops[row] / in * out;
        std::copy(source, source + out, to + static_cast<int64_t>(row) * out);
    }
    return result;
}

// A[:, 0, :] H for each graph: all a layer needs of H where only the first node's row is read.
template <typename T>
static Tensor first_rows(const Tensor &adjacency, const Tensor &x, const LayerShape &shape) {
    auto result = at::zeros({shape.graphs, shape.in}, x.options());
    const T *a = adjacency.const_data_ptr<T>(), *h = x.const_data_ptr<T>();
    T *to = result.template mutable_data_ptr<T>();
    for (int64_t graph = 0; graph < shape.graphs; ++graph) {
        for (int64_t node = 0; node < shape.nodes; ++node) {
            T weight = a[graph * shape.nodes * shape.nodes + node];
            if (weight == 0) continue;
            add_rows(to + graph * shape.in, h + (graph * shape.nodes + node) * shape.in, weight, shape.in);
        }
    }
    return result;
}

static LayerShape shape_of(const Tensor &x, const Tensor &weight, const Tensor &adjacency, const Tensor &index) {
    require(weight.dim() == 2 && x.dim() >= 2, "rows and weights are expected");
    require(x.size(-1) == weight.size(0), "the rows do not fit the weights");
    LayerShape shape{x.numel() / std::max<int64_t>(1, x.size(-1)), 1, weight.size(0), weight.size(1)};
    if (adjacency.defined()) {
        require(adjacency.dim() == 3 && adjacency.size(1) == adjacency.size(2), "adjacency is not square");
        shape.graphs = adjacency.size(0);
        shape.nodes = adjacency.size(1);
    }
    if (index.defined()) {
        require(index.scalar_type() == at::kLong && index.is_contiguous(), "an index is of integers");
        require(x.dim() == 2 && index.numel() == shape.rows(), "the index does not fit the graphs");
        if (index.numel() > 0) {
            require(index.min().item<int64_t>() >= 0, "an index is negative");
            require(index.max().item<int64_t>() < x.size(0), "an index is too large");
        }
    } else {
        require(x.numel() == shape.rows() * shape.in, "the rows do not fit the graphs");
    }
    return shape;
}

class GraphLayer : public torch::autograd::Function<GraphLayer> {
public:
    static Tensor forward(
        AutogradContext *context, const Tensor &x, const Tensor &weight, const Maybe &bias,
        const Maybe &adjacency, const Maybe &gamma, const Maybe &beta, const Maybe &index,
        const LayerSettings &settings) {
        Tensor result;
        AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "graph_layer", [&] {
            result = run<scalar_t>(
                context, x, weight, packed(bias), packed(adjacency), packed(gamma), packed(beta),
                packed(index), settings);
        });
        return result;
    }

    static variable_list backward(AutogradContext *context, variable_list gradients) {
        require(!c10::GradMode::is_enabled(), "the layer in one node has no second derivative");
        variable_list result;
        AT_DISPATCH_FLOATING_TYPES(gradients[0].scalar_type(), "graph_layer", [&] {
            result = derive<scalar_t>(context, gradients[0].contiguous());
        });
        return result;
    }

private:
    template <typename T>
    static Tensor run(
        AutogradContext *context, const Tensor &input, const Tensor &w, const Tensor &bias,
        const Tensor &adjacency, const Tensor &gamma, const Tensor &beta, const Tensor &index,
        const LayerSettings &s) {
        const auto shape = shape_of(input, w, adjacency, index);
        auto weight = w.contiguous();
        auto x = input.contiguous().reshape({-1, shape.in});
        const bool first = s.reads_first && adjacency.defined();
        require(!(first && index.defined()), "a read-out has no index");
        if (first) x = first_rows<T>(adjacency, x, shape);
        auto g = at::mm(x, weight);
        if (index.defined()) {
            auto product = g;
            g = at::empty({shape.rows(), shape.out}, product.options());
            spread<T>(
                product, x, weight, index, g, dropped(shape.rows() * shape.in, s.drop_in, s.seed_in),
                s.drop_in);
        }
        const int64_t nodes = first ? 1 : shape.nodes, rows = shape.graphs * nodes;
        auto y = at::empty({rows, shape.out}, g.options());
        auto deviations = at::empty({gamma.defined() ? rows : 0}, g.options());
        std::vector<T> scratch(static_cast<size_t>(nodes * shape.out));
        auto b = block_of<T>(nodes, shape.out, bias, gamma, beta, s);
        T *to_g = g.mutable_data_ptr<T>(), *to_y = y.mutable_data_ptr<T>();
        T *to_d = deviations.mutable_data_ptr<T>();
        for (int64_t graph = 0; graph < shape.graphs; ++graph) {
            const int64_t at = graph * nodes;
            if (adjacency.defined() && !first) {
                b.adjacency = adjacency.const_data_ptr<T>() + graph * nodes * nodes;
            }
            forward_rows(
                b, to_g + at * shape.out, to_y + at * shape.out, gamma.defined() ? to_d + at : nullptr,
                scratch.data());
        }
        for (auto place : dropped(rows * shape.out, s.drop_out, s.seed_out)) to_y[place] = 0;
        if (context) {
            context->save_for_backward({x, weight, adjacency, gamma, beta, index, bias, g, y, deviations});
            context->saved_data["first"] = first;
            context->saved_data["epsilon"] = s.epsilon;
            context->saved_data["drops"] = std::vector<double>{s.drop_in, s.drop_out};
            context->saved_data["seed"] = static_cast<int64_t>(s.seed_in);
            context->saved_data["sizes"] =
                std::vector<int64_t>{shape.graphs, shape.nodes, shape.in, shape.out};
            context->saved_data["input"] = input.sizes().vec();
            context->saved_data["wants"] = input.requires_grad();
        }
        if (first) return y;
        auto sizes = index.defined() ? index.sizes().vec() : input.sizes().vec();
        if (!index.defined()) sizes.pop_back();
        if (adjacency.defined()) sizes = {shape.graphs, shape.nodes};
        sizes.push_back(shape.out);
        return y.reshape(sizes);
    }

    template <typename T>
    static variable_list derive(AutogradContext *context, const Tensor &dy) {
        auto saved = context->get_saved_variables();
        const auto &x = saved[0], &weight = saved[1], &adjacency = saved[2], &gamma = saved[3];
        const auto &beta = saved[4], &index = saved[5], &bias = saved[6], &normal = saved[7], &y = saved[8];
        const auto &deviations = saved[9];
        const auto sizes = context->saved_data["sizes"].toIntVector();
        const LayerShape shape{sizes[0], sizes[1], sizes[2], sizes[3]};
        const auto drops = context->saved_data["drops"].toDoubleVector();
        const bool first = context->saved_data["first"].toBool();
        LayerSettings s;
        s.epsilon = context->saved_data["epsilon"].toDouble();
        s.drop_out = drops[1];
        const int64_t nodes = first ? 1 : shape.nodes, rows = shape.graphs * nodes;
        auto options = y.options();
        auto dg = at::empty({rows, shape.out}, options);
        auto sum = [&](const Tensor &like) { return like.defined() ? at::zeros_like(like) : Tensor(); };
        auto dbias = sum(bias), dgamma = sum(gamma), dbeta = sum(beta);
        auto b = block_of<T>(nodes, shape.out, bias, gamma, beta, s);
        std::vector<T> scratch(static_cast<size_t>(nodes * shape.out));
        auto place = [](Tensor &t) { return t.defined() ? t.mutable_data_ptr<T>() : nullptr; };
        for (int64_t graph = 0; graph < shape.graphs; ++graph) {
            const int64_t at = graph * nodes, offset = at * shape.out;
            if (adjacency.defined() && !first) {
                b.adjacency = adjacency.const_data_ptr<T>() + graph * nodes * nodes;
            }
            backward_rows(
                b, dy.const_data_ptr<T>() + offset, y.const_data_ptr<T>() + offset,
                normal.const_data_ptr<T>() + offset,
                gamma.defined() ? deviations.const_data_ptr<T>() + at : nullptr,
                dg.mutable_data_ptr<T>() + offset, place(dbias), place(dgamma), place(dbeta), scratch.data());
        }
        auto [dx, dw] = products<T>(context, shape, x, weight, adjacency, index, dg, drops[0], first);
        if (dx.defined()) dx = dx.reshape(context->saved_data["input"].toIntVector());
        return {dx, dw, dbias, Tensor(), dgamma, dbeta, Tensor(), Tensor()};
    }

    // The derivatives of H and W from that of H W.
    template <typename T>
    static std::pair<Tensor, Tensor> products(
        AutogradContext *context, const LayerShape &shape, const Tensor &x, const Tensor &weight,
        const Tensor &adjacency, const Tensor &index, const Tensor &dg, double p, bool first) {
        const bool wants = context->saved_data["wants"].toBool();
        Tensor dx;
        auto *sink = dg.size(0) <= FactorSink::most_rows ? FactorSink::current() : nullptr;
        if (index.defined()) {
            auto places = dropped(
                shape.rows() * shape.in, p, static_cast<uint64_t>(context->saved_data["seed"].toInt()));
            auto sums = at::zeros({x.size(0), shape.out}, dg.options());
            Tensor dw, none;
            gather_back<T>(dg, x, weight, index, sums, dw, dx, places, p, false);
            dw = sink ? sink->take(weight, x, sums) : at::mm(x.t(), sums);
            if (wants) dx = at::mm(sums, weight.t());
            if (sink) dw = sink->take(weight, drop_factors<T>(x, index, places, p), drop_rows<T>(dg, places, shape.in));
            gather_back<T>(dg, x, weight, index, sums, sink ? none : dw, dx, places, p, true);
            return {dx, dw};
        }
        auto dw = sink ? sink->take(weight, x, dg) : at::mm(x.t(), dg);
        if (wants) dx = at::mm(dg, weight.t());
        if (!first || !wants) return {dx, dw};
        auto spreaded = at::zeros({shape.rows(), shape.in}, dg.options());
        const T *a = adjacency.const_data_ptr<T>(), *from = dx.const_data_ptr<T>();
        T *to = spreaded.mutable_data_ptr<T>();
        for (int64_t graph = 0; graph < shape.graphs; ++graph) {
            for (int64_t node = 0; node < shape.nodes; ++node) {
                T factor = a[graph * shape.nodes * shape.nodes + node];
                if (factor == 0) continue;
                add_rows(
                    to + (graph * shape.nodes + node) * shape.in, from + graph * shape.in, factor, shape.in);
            }
        }
        return {spreaded, dw};
    }
};

// x with some values dropped and the others scaled up.
static Tensor drop(const Tensor &x, double probability, uint64_t seed) {
    if (probability <= 0) return x;
    auto mask = at::full(
        x.sizes(), probability < 1 ? 1 / (1 - probability) : 0, x.options().device(at::kCPU));
    auto places = dropped(x.numel(), probability, seed);
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "dropout", [&] {
        auto *values = mask.mutable_data_ptr<scalar_t>();
        for (auto place : places) values[place] = 0;
    });
    return at::mul(x, mask.to(x.device()));
}

// The same layer operator by operator, for devices other than the processor.
static Tensor layer_by_operators(Call &c, const LayerSettings &s) {
    Tensor x = c.in(0);
    auto adjacency = c.maybe(3);
    if (c.has(6)) {
        auto index = c.in(6);
        x = at::index_select(x, 0, index.reshape({-1}));
        x = x.reshape({adjacency.size(0), adjacency.size(1), -1});
        x = drop(x, s.drop_in, s.seed_in);
    }
    auto z = at::matmul(x, c.in(1));
    if (adjacency.defined()) {
        auto rows = s.reads_first ? adjacency.narrow(1, 0, 1) : adjacency;
        z = at::matmul(rows, z);
        if (s.reads_first) z = z.squeeze(1);
    }
    if (c.has(2)) z = at::add(z, c.in(2));
    if (c.has(4)) z = at::layer_norm(z, {z.size(-1)}, c.in(4), c.in(5), s.epsilon);
    return drop(at::relu(z), s.drop_out, s.seed_out);
}

// Inputs: H, W, bias, adjacency, gamma, beta, index. Lists: [reads the first node only], [seeds of dropout
// before and after]. Numbers: epsilon, probabilities of dropout before (with an index only) and after.
static LayerSettings settings_of(const Call &c) {
    LayerSettings s;
    s.reads_first = c.integer(0) != 0;
    s.seed_in = static_cast<uint64_t>(c.integer(1, 0));
    s.seed_out = static_cast<uint64_t>(c.integer(1, 1));
    s.epsilon = c.number(0);
    s.drop_in = c.number(1);
    s.drop_out = c.number(2);
    require(c.has(4) == c.has(5), "gamma and beta belong together");
    return s;
}

static void graph_layer(Call &c) {
    auto s = settings_of(c);
    if (!c.in(0).is_cpu()) return c.set(layer_by_operators(c, s));
    auto maybe = [&](size_t index) { return c.has(index) ? Maybe(c.in(index)) : Maybe(); };
    c.set(GraphLayer::apply(c.in(0), c.in(1), maybe(2), maybe(3), maybe(4), maybe(5), maybe(6), s));
}

const std::vector<Entry> training_operators = {
    {"graph_layer", graph_layer},
    // Has derivatives of any order.
    {"graph_layer_by_operators", [](Call &c) { c.set(layer_by_operators(c, settings_of(c))); }},
    {"dropout", [](Call &c) {
         c.set(drop(c.in(), c.number(0), static_cast<uint64_t>(c.integer(0))));
     }},
    {"logcumsumexp", [](Call &c) { c.set(at::logcumsumexp(c.in(), c.integer(0))); }},
    {"flip", [](Call &c) { c.set(at::flip(c.in(), c.list(0))); }},
};

}  // namespace gnt
