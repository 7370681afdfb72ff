// Loops over packed numbers, compiled for several generations of processors; the loader takes the best.
#pragma once

#include <cmath>
#include <cstdint>

#if defined(__x86_64__) && defined(__ELF__)
#define GNT_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define GNT_CLONES
#endif
#define GNT_INLINE inline __attribute__((always_inline))

namespace gnt {

// Eight or sixteen numbers that are worked on together; memory need not be aligned to them.
template <typename T>
struct Lanes {
    static constexpr int64_t width = 64 / sizeof(T);
    typedef T Pack __attribute__((vector_size(64), aligned(sizeof(T)), may_alias));
    static GNT_INLINE const Pack &at(const T *p) { return *reinterpret_cast<const Pack *>(p); }
    static GNT_INLINE Pack &at(T *p) { return *reinterpret_cast<Pack *>(p); }
};

// The sum of x[i] over 0..<n, or of x[i] y[i], in a few running sums at once.
template <typename T, bool products>
GNT_INLINE T sum_over(const T *x, const T *y, int64_t n) {
    using L = Lanes<T>;
    typename L::Pack a = {}, b = {};
    constexpr int64_t w = L::width;
    int64_t i = 0;
    for (; i + 2 * w <= n; i += 2 * w) {
        if constexpr (products) {
            a += L::at(x + i) * L::at(y + i);
            b += L::at(x + i + w) * L::at(y + i + w);
        } else {
            a += L::at(x + i);
            b += L::at(x + i + w);
        }
    }
    a += b;
    T sum = 0;
    for (int64_t lane = 0; lane < w; ++lane) sum += a[lane];
    for (; i < n; ++i) sum += products ? x[i] * y[i] : x[i];
    return sum;
}

}  // namespace gnt
