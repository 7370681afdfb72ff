// The arithmetic of one layer of a graph network on the rows of one graph: y = relu(norm(A g + b)).
#pragma once

#include "lanes.h"

#include <algorithm>
#include <limits>

namespace gnt {

// One graph of `nodes` rows of `width` numbers. `adjacency` is null for rows that do not see each other, `gamma`
// where nothing is normalised.
template <typename T>
struct LayerBlock {
    int64_t nodes = 0, width = 0;
    const T *adjacency = nullptr, *bias = nullptr, *gamma = nullptr, *beta = nullptr;
    T epsilon = 0;
    // What kept values are multiplied with, against dropout.
    T scale = 1;
};

template <typename T>
GNT_INLINE T sum_of(const T *x, int64_t n) {
    return sum_over<T, false>(x, x, n);
}

template <typename T>
GNT_INLINE T dot_of(const T *x, const T *y, int64_t n) {
    return sum_over<T, true>(x, y, n);
}

template <typename T>
GNT_INLINE void add_scaled(T *__restrict y, const T *__restrict x, T factor, int64_t n) {
    for (int64_t i = 0; i < n; ++i) y[i] += factor * x[i];
}

// Turns the rows g = H W of a graph into normalised rows (kept in g for the derivative) and into y.
template <typename T>
GNT_INLINE void layer_forward(const LayerBlock<T> &b, T *g, T *y, T *deviations, T *scratch) {
    const int64_t n = b.nodes, m = b.width;
    for (int64_t i = 0; i < n; ++i) {
        T *z = scratch + i * m;
        if (b.bias) std::copy(b.bias, b.bias + m, z);
        else std::fill(z, z + m, T(0));
        if (!b.adjacency) {
            add_scaled(z, g + i * m, T(1), m);
            continue;
        }
        for (int64_t j = 0; j < n; ++j) {
            T weight = b.adjacency[i * n + j];
            if (weight != 0) add_scaled(z, g + j * m, weight, m);
        }
    }
    for (int64_t i = 0; i < n; ++i) {
        T *__restrict z = scratch + i * m;
        T *__restrict x = g + i * m;
        T *__restrict to = y + i * m;
        if (!b.gamma) {
            for (int64_t k = 0; k < m; ++k) to[k] = z[k] > 0 ? z[k] * b.scale : T(0);
            continue;
        }
        const T mean = sum_of(z, m) / static_cast<T>(m);
        for (int64_t k = 0; k < m; ++k) z[k] -= mean;
        const T inverse = 1 / std::sqrt(dot_of(z, z, m) / static_cast<T>(m) + b.epsilon);
        deviations[i] = inverse;
        const T *__restrict gamma = b.gamma;
        const T *__restrict beta = b.beta;
        const T scale = b.scale;
        for (int64_t k = 0; k < m; ++k) {
            T normal = z[k] * inverse;
            T value = normal * gamma[k] + beta[k];
            x[k] = normal;
            to[k] = value > 0 ? value * scale : T(0);
        }
    }
}

// The derivatives of layer_forward: writes that of g, adds those of bias, gamma and beta.
template <typename T>
GNT_INLINE void layer_backward(
    const LayerBlock<T> &b, const T *dy, const T *y, const T *normal, const T *deviations, T *dg, T *dbias,
    T *dgamma, T *dbeta, T *scratch) {
    const int64_t n = b.nodes, m = b.width;
    for (int64_t i = 0; i < n; ++i) {
        T *__restrict z = scratch + i * m;
        const T *__restrict from = dy + i * m;
        const T *__restrict value = y + i * m;
        const T *__restrict x = normal + i * m;
        const T scale = b.scale;
        if (!b.gamma) {
            for (int64_t k = 0; k < m; ++k) z[k] = value[k] > 0 ? from[k] * scale : T(0);
        } else {
            const T *__restrict gamma = b.gamma;
            T *__restrict sum_gamma = dgamma;
            T *__restrict sum_beta = dbeta;
            for (int64_t k = 0; k < m; ++k) {
                T active = value[k] > 0 ? from[k] * scale : T(0);
                sum_gamma[k] += active * x[k];
                sum_beta[k] += active;
                z[k] = active * gamma[k];
            }
            const T mean = sum_of(z, m) / static_cast<T>(m);
            const T slope = dot_of(z, x, m) / static_cast<T>(m);
            const T inverse = deviations[i];
            for (int64_t k = 0; k < m; ++k) z[k] = inverse * (z[k] - mean - x[k] * slope);
        }
        if (dbias) add_scaled(dbias, z, T(1), m);
    }
    if (!b.adjacency) {
        std::copy(scratch, scratch + n * m, dg);
        return;
    }
    std::fill(dg, dg + n * m, T(0));
    for (int64_t i = 0; i < n; ++i) {
        for (int64_t j = 0; j < n; ++j) {
            T weight = b.adjacency[i * n + j];
            if (weight != 0) add_scaled(dg + j * m, scratch + i * m, weight, m);
        }
    }
}

}  // namespace gnt
