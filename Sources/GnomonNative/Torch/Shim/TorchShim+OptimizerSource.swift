// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/optimizer.cpp.
    static let optimizerSource = ##"""
// Steps of optimisers over all parameters, in one pass over memory.
#include "include/gnomon_torch.h"
#include "include/lanes.h"
#include "include/program.h"

#include <ATen/ATen.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gnt {

struct AdamNumbers {
    double rate, beta1, beta2, epsilon, decay, scale, correction1, correction2;
};

// The plain loop: compilers turn it into packs, as square root and division have them.
template <typename T>
GNT_INLINE void adamw_loop(T *p, const T *g, T *m, T *v, int64_t n, const AdamNumbers &s) {
    const T keep = static_cast<T>(1 - s.rate * s.decay), scale = static_cast<T>(s.scale);
    const T b1 = static_cast<T>(s.beta1), b2 = static_cast<T>(s.beta2);
    const T c1 = static_cast<T>(1 - s.beta1), c2 = static_cast<T>(1 - s.beta2);
    const T step = static_cast<T>(s.rate / s.correction1), eps = static_cast<T>(s.epsilon);
    const T root = static_cast<T>(1 / std::sqrt(s.correction2));
    for (int64_t i = 0; i < n; ++i) {
        T grad = g[i] * scale;
        T first = b1 * m[i] + c1 * grad;
        T second = b2 * v[i] + c2 * grad * grad;
        m[i] = first;
        v[i] = second;
        p[i] = p[i] * keep - step * first / (std::sqrt(second) * root + eps);
    }
}

GNT_CLONES void adamw_doubles(
    double *__restrict p, const double *__restrict g, double *__restrict m, double *__restrict v, int64_t n,
    const AdamNumbers &s) {
    adamw_loop(p, g, m, v, n, s);
}

#if defined(__x86_64__)
// Root and quotient from approximations of 14 bits and two steps of Newton: to a few units of the last place, in a
// third of the time that dividing takes.
__attribute__((target("avx512f"))) static void adamw_wide(
    double *p, const double *g, double *m, double *v, int64_t n, const AdamNumbers &s) {
    const __m512d keep = _mm512_set1_pd(1 - s.rate * s.decay), scale = _mm512_set1_pd(s.scale);
    const __m512d b1 = _mm512_set1_pd(s.beta1), b2 = _mm512_set1_pd(s.beta2);
    const __m512d c1 = _mm512_set1_pd(1 - s.beta1), c2 = _mm512_set1_pd(1 - s.beta2);
    const __m512d step = _mm512_set1_pd(s.rate / s.correction1), eps = _mm512_set1_pd(s.epsilon);
    const __m512d root = _mm512_set1_pd(1 / std::sqrt(s.correction2));
    const __m512d half = _mm512_set1_pd(0.5), many = _mm512_set1_pd(1.5), two = _mm512_set1_pd(2);
    // Instead of 0, whose inverse root is infinite; next to any epsilon its root is nothing.
    const __m512d least = _mm512_set1_pd(1e-280);
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m512d grad = _mm512_mul_pd(_mm512_loadu_pd(g + i), scale);
        const __m512d first = _mm512_fmadd_pd(b1, _mm512_loadu_pd(m + i), _mm512_mul_pd(c1, grad));
        const __m512d square = _mm512_mul_pd(c2, _mm512_mul_pd(grad, grad));
        const __m512d second = _mm512_fmadd_pd(b2, _mm512_loadu_pd(v + i), square);
        _mm512_storeu_pd(m + i, first);
        _mm512_storeu_pd(v + i, second);
        const __m512d x = _mm512_max_pd(second, least), h = _mm512_mul_pd(half, x);
        __m512d r = _mm512_rsqrt14_pd(x);
        r = _mm512_mul_pd(r, _mm512_fnmadd_pd(_mm512_mul_pd(h, r), r, many));
        r = _mm512_mul_pd(r, _mm512_fnmadd_pd(_mm512_mul_pd(h, r), r, many));
        const __m512d d = _mm512_fmadd_pd(_mm512_mul_pd(x, r), root, eps);
        __m512d q = _mm512_rcp14_pd(d);
        q = _mm512_mul_pd(q, _mm512_fnmadd_pd(d, q, two));
        q = _mm512_mul_pd(q, _mm512_fnmadd_pd(d, q, two));
        const __m512d kept = _mm512_mul_pd(_mm512_loadu_pd(p + i), keep);
        _mm512_storeu_pd(p + i, _mm512_fnmadd_pd(_mm512_mul_pd(step, first), q, kept));
    }
    adamw_loop(p + i, g + i, m + i, v + i, n - i, s);
}
#endif

static void adamw_packed(
    double *p, const double *g, double *m, double *v, int64_t n, const AdamNumbers &s) {
#if defined(__x86_64__)
    static const bool is_wide = __builtin_cpu_supports("avx512f");
    // A root of next to nothing is no longer next to nothing without an epsilon.
    if (is_wide && s.epsilon > 0) return adamw_wide(p, g, m, v, n, s);
#endif
    adamw_doubles(p, g, m, v, n, s);
}
GNT_CLONES void adamw_packed(
    float *__restrict p, const float *__restrict g, float *__restrict m, float *__restrict v, int64_t n,
    const AdamNumbers &s) {
    adamw_loop(p, g, m, v, n, s);
}

static bool is_packed(const Tensor &x, const Tensor &like) {
    return x.is_cpu() && x.is_contiguous() && x.scalar_type() == like.scalar_type();
}

static void adamw(Tensor p, Tensor g, Tensor m, Tensor v, const AdamNumbers &s) {
    if (p.sizes() != g.sizes() || p.sizes() != m.sizes() || p.sizes() != v.sizes()) {
        throw std::invalid_argument("a gradient or moment has another shape than its parameter");
    }
    if (p.is_cpu()) g = g.contiguous();
    bool packed = is_packed(p, p) && is_packed(g, p) && is_packed(m, p) && is_packed(v, p);
    if (packed && p.scalar_type() == at::kDouble) {
        adamw_packed(
            p.mutable_data_ptr<double>(), g.const_data_ptr<double>(), m.mutable_data_ptr<double>(),
            v.mutable_data_ptr<double>(), p.numel(), s);
    } else if (packed && p.scalar_type() == at::kFloat) {
        adamw_packed(
            p.mutable_data_ptr<float>(), g.const_data_ptr<float>(), m.mutable_data_ptr<float>(),
            v.mutable_data_ptr<float>(), p.numel(), s);
    } else {
        auto scaled = at::mul(g, s.scale);
        m.mul_(s.beta1).add_(scaled, 1 - s.beta1);
        v.mul_(s.beta2).addcmul_(scaled, scaled, 1 - s.beta2);
        auto root = at::add(at::div(at::sqrt(v), std::sqrt(s.correction2)), s.epsilon);
        p.mul_(1 - s.rate * s.decay).addcdiv_(m, root, -s.rate / s.correction1);
    }
}

static thread_local FactorSink *current_sink = nullptr;

FactorSink::FactorSink() : before(current_sink) { current_sink = this; }
FactorSink::~FactorSink() { current_sink = before; }
FactorSink *FactorSink::current() { return current_sink; }

Tensor FactorSink::take(const Tensor &weight, Tensor x, Tensor d) {
    table[weight.const_data_ptr()].emplace_back(std::move(x), std::move(d));
    if (zeros.empty() || zeros[0].scalar_type() != weight.scalar_type()) {
        zeros.insert(zeros.begin(), at::zeros({1, 1}, weight.options()));
    }
    return zeros[0].expand(weight.sizes());
}

const std::vector<std::pair<Tensor, Tensor>> *FactorSink::find(const Tensor &weight) const {
    auto found = table.find(weight.const_data_ptr());
    return found == table.end() ? nullptr : &found->second;
}

bool FactorSink::is_placeholder(const Tensor &derivative) const {
    for (const auto &zero : zeros) {
        if (derivative.is_alias_of(zero)) return true;
    }
    return false;
}

GNT_CLONES void gather_row(double *row, const double *d, double factor, int64_t n) {
    for (int64_t i = 0; i < n; ++i) row[i] += factor * d[i];
}
GNT_CLONES void gather_row(float *row, const float *d, float factor, int64_t n) {
    for (int64_t i = 0; i < n; ++i) row[i] += factor * d[i];
}

// A step on a weight whose derivative is there as factors: each row of it is made in the cache and used at once.
template <typename T>
static void adamw_factors(
    Tensor p, const Tensor &dense, Tensor m, Tensor v, const std::vector<std::pair<Tensor, Tensor>> &factors,
    const AdamNumbers &s) {
    const int64_t rows = p.size(0), width = p.size(1);
    std::vector<T> row(static_cast<size_t>(width));
    const T *plain = dense.defined() ? dense.const_data_ptr<T>() : nullptr;
    for (int64_t i = 0; i < rows; ++i) {
        if (plain) std::copy(plain + i * width, plain + (i + 1) * width, row.begin());
        else std::fill(row.begin(), row.end(), T(0));
        for (const auto &[x, d] : factors) {
            const T *from = x.const_data_ptr<T>(), *to = d.const_data_ptr<T>();
            for (int64_t k = 0; k < x.size(0); ++k) {
                const T factor = from[k * rows + i];
                if (factor != 0) gather_row(row.data(), to + k * width, factor, width);
            }
        }
        const int64_t at = i * width;
        adamw_packed(
            p.mutable_data_ptr<T>() + at, row.data(), m.mutable_data_ptr<T>() + at,
            v.mutable_data_ptr<T>() + at, width, s);
    }
}

// One parameter's step after differentiating into a sink.
static void adamw_from(const FactorSink &sink, Tensor p, Tensor g, Tensor m, Tensor v, const AdamNumbers &s) {
    const auto *factors = sink.find(p);
    if (!factors) return adamw(p, g, m, v, s);
    auto dense = sink.is_placeholder(g) ? Tensor() : g.contiguous();
    if (p.scalar_type() == at::kDouble) return adamw_factors<double>(p, dense, m, v, *factors, s);
    adamw_factors<float>(p, dense, m, v, *factors, s);
}

static double norm_of(gnt_tensor *const *gradients, int32_t count) {
    double sum = 0;
    for (int32_t index = 0; index < count; ++index) {
        if (!gradients[index]) continue;
        sum += at::sum(at::square(gradients[index]->value), at::kDouble).item<double>();
    }
    return std::sqrt(sum);
}

}  // namespace gnt

extern "C" {

int32_t gnt_adamw(
    gnt_tensor *const *parameters, gnt_tensor *const *gradients, gnt_tensor *const *first,
    gnt_tensor *const *second, int32_t count, int64_t step, double rate, double beta1, double beta2,
    double epsilon, double decay, double clip) {
    try {
        c10::AutoGradMode guard(false);
        double power = static_cast<double>(step);
        gnt::AdamNumbers numbers{
            rate, beta1, beta2, epsilon, decay, 1, 1 - std::pow(beta1, power), 1 - std::pow(beta2, power)};
        if (clip > 0) {
            double norm = gnt::norm_of(gradients, count);
            if (norm > clip) numbers.scale = clip / norm;
        }
        for (int32_t index = 0; index < count; ++index) {
            if (!gradients[index]) continue;
            gnt::adamw(
                parameters[index]->value, gradients[index]->value, first[index]->value,
                second[index]->value, numbers);
        }
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_adamw_minimize(
    const gnt_tensor *scalar, gnt_tensor *const *parameters, gnt_tensor *const *first,
    gnt_tensor *const *second, int32_t count, int64_t step, double rate, double beta1, double beta2,
    double epsilon, double decay) {
    try {
        std::vector<at::Tensor> values;
        for (int32_t index = 0; index < count; ++index) {
            const auto &value = parameters[index]->value;
            if (!value.is_contiguous()) throw std::invalid_argument("a parameter is not packed");
            values.push_back(value);
        }
        gnt::FactorSink sink;
        auto found = torch::autograd::grad({scalar->value}, values, {}, false, false, true);
        c10::AutoGradMode guard(false);
        double power = static_cast<double>(step);
        const gnt::AdamNumbers numbers{
            rate, beta1, beta2, epsilon, decay, 1, 1 - std::pow(beta1, power), 1 - std::pow(beta2, power)};
        for (int32_t index = 0; index < count; ++index) {
            if (!found[index].defined()) continue;
            gnt::adamw_from(
                sink, values[index], found[index], first[index]->value, second[index]->value, numbers);
        }
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_descend(
    gnt_tensor *const *parameters, gnt_tensor *const *gradients, gnt_tensor *const *velocities,
    int32_t count, double rate, double momentum, double decay) {
    try {
        c10::AutoGradMode guard(false);
        for (int32_t index = 0; index < count; ++index) {
            if (!gradients[index]) continue;
            auto &p = parameters[index]->value;
            auto &v = velocities[index]->value;
            v.mul_(momentum).add_(gradients[index]->value).add_(p, decay);
            p.add_(v, -rate);
        }
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

}  // extern "C"

"""##
}
