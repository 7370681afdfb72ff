/// Products of rows with rows: where factorisations of matrices spend their time.
///
/// Everything here works on row-major matrices whose rows are contiguous, four rows by two at a time, so that a
/// number that was loaded is used several times.
enum RowProducts {
    /// Σₖ aₖ bₖ.
    ///
    /// - Complexity: O(count).
    static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
        var (s, t) = (SIMD2<Double>.zero, SIMD2<Double>.zero)
        var k = 0
        while k + 4 <= count {
            s += pair(a + k) * pair(b + k)
            t += pair(a + k + 2) * pair(b + k + 2)
            k += 4
        }
        s += t
        var sum = s.x + s.y
        while k < count {
            sum += a[k] * b[k]
            k += 1
        }
        return sum
    }

    /// c[i, j] += factor · Σₖ a[i, k] b[j, k].
    ///
    /// - Complexity: O(rows · columns · depth).
    static func add(
        _ factor: Double, _ a: Rows<UnsafePointer<Double>>, _ b: Rows<UnsafePointer<Double>>, depth: Int,
        to c: Rows<UnsafeMutablePointer<Double>>
    ) {
        guard depth > 0 else { return }
        var i = 0
        while i < a.count {
            let wide = i + 4 <= a.count
            var j = 0
            while j < b.count {
                if wide, j + 2 <= b.count {
                    tile(factor, a, i, b, j, depth, c)
                    j += 2
                } else {
                    for row in i..<(wide ? i + 4 : i + 1) {
                        c.row(row)[j] += factor * dot(a.row(row), b.row(j), depth)
                    }
                    j += 1
                }
            }
            i += wide ? 4 : 1
        }
    }

    /// Four rows of `a` by two of `b`.
    @inline(__always)
    private static func tile(
        _ factor: Double, _ a: Rows<UnsafePointer<Double>>, _ i: Int, _ b: Rows<UnsafePointer<Double>>,
        _ j: Int, _ depth: Int, _ c: Rows<UnsafeMutablePointer<Double>>
    ) {
        let (a0, a1, a2, a3) = (a.row(i), a.row(i + 1), a.row(i + 2), a.row(i + 3))
        let (b0, b1) = (b.row(j), b.row(j + 1))
        var (s00, s01, s10, s11) = (
            SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero
        )
        var (s20, s21, s30, s31) = (
            SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero, SIMD2<Double>.zero
        )
        var k = 0
        while k + 2 <= depth {
            let (x, y) = (pair(b0 + k), pair(b1 + k))
            let (p, q) = (pair(a0 + k), pair(a1 + k))
            s00 += p * x
            s01 += p * y
            s10 += q * x
            s11 += q * y
            let (r, s) = (pair(a2 + k), pair(a3 + k))
            s20 += r * x
            s21 += r * y
            s30 += s * x
            s31 += s * y
            k += 2
        }
        if k < depth {
            // The last number of an odd count goes into the first lane.
            let (x, y) = (b0[k], b1[k])
            s00.x += a0[k] * x
            s01.x += a0[k] * y
            s10.x += a1[k] * x
            s11.x += a1[k] * y
            s20.x += a2[k] * x
            s21.x += a2[k] * y
            s30.x += a3[k] * x
            s31.x += a3[k] * y
        }
        store(factor, s00, s01, c.row(i) + j)
        store(factor, s10, s11, c.row(i + 1) + j)
        store(factor, s20, s21, c.row(i + 2) + j)
        store(factor, s30, s31, c.row(i + 3) + j)
    }

    @inline(__always)
    private static func store(
        _ factor: Double, _ left: SIMD2<Double>, _ right: SIMD2<Double>, _ place: UnsafeMutablePointer<Double>
    ) {
        place[0] += factor * (left.x + left.y)
        place[1] += factor * (right.x + right.y)
    }

    @inline(__always)
    private static func pair(_ place: UnsafePointer<Double>) -> SIMD2<Double> {
        UnsafeRawPointer(place).loadUnaligned(as: SIMD2<Double>.self)
    }
}

/// Rows of one length apart in memory.
struct Rows<Pointer> {
    let start: Pointer
    let stride: Int
    let count: Int
}

extension Rows<UnsafePointer<Double>> {
    @inline(__always)
    func row(_ index: Int) -> UnsafePointer<Double> { start + index * stride }
}

extension Rows<UnsafeMutablePointer<Double>> {
    @inline(__always)
    func row(_ index: Int) -> UnsafeMutablePointer<Double> { start + index * stride }
}
