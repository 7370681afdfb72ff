/// Minimises a smooth function of some dozens of variables: limited-memory BFGS (Liu, Nocedal 1989,
/// doi:10.1007/BF01589116).
///
/// Steps satisfy the weak conditions of Wolfe, found by bisection (Lewis, Overton 2013,
/// doi:10.1007/s10107-012-0514-2). With bounds, variables at a bound that the slope pushes outwards are held there and
/// steps are cut at the bounds.
public struct LBFGS: Hashable, Sendable {
    /// Where the search ended.
    public struct Minimum: Hashable, Sendable {
        /// The best point found.
        public var point: [Double]
        /// The function there.
        public var value: Double
        /// Steps taken.
        public var steps: Int
        /// Calls of the function.
        public var evaluations: Int
        /// Whether the slope vanished or the function stopped falling.
        public var isSettled: Bool
    }

    /// The pairs of steps and changes of slope that are remembered.
    public var memory = 10
    /// The largest number of steps.
    public var maximumSteps = 100
    /// A slope whose largest component is below this counts as zero.
    public var slopeTolerance = 1e-5
    /// A relative fall of the function below this ends the search.
    public var valueTolerance = 1e-9
    /// The bound from below of each variable, or none.
    public var lower: [Double]?
    /// The bound from above of each variable, or none.
    public var upper: [Double]?

    /// The usual settings, without bounds.
    public init() {}

    /// Searches from a point.
    ///
    /// - Parameters:
    ///   - start: where to begin; moved inside the bounds.
    ///   - function: the value and the gradient at a point; nil where there is none, which ends a step earlier.
    /// - Returns: the best point; nil when the function has no value at the start.
    public func minimise(
        from start: [Double], _ function: ([Double]) -> (value: Double, gradient: [Double])?
    ) -> Minimum? {
        var x = inside(start)
        guard var (value, slope) = function(x), value.isFinite else { return nil }
        var pairs: [Pair] = []
        var result = Minimum(point: x, value: value, steps: 0, evaluations: 1, isSettled: false)
        while result.steps < maximumSteps {
            let free = x.indices.filter { !isHeld(x[$0], slope[$0], $0) }
            guard free.contains(where: { abs(slope[$0]) > slopeTolerance }) else {
                result.isSettled = true
                break
            }
            var direction = Self.direction(slope, pairs, free)
            var fall = Self.dot(direction, slope)
            if fall >= 0 {
                pairs = []
                direction = Self.direction(slope, pairs, free)
                fall = Self.dot(direction, slope)
            }
            // The first step has no scale of its own: no variable moves by more than 1.
            let largest = direction.map(abs).max() ?? 1
            let first = pairs.isEmpty ? min(1, 1 / largest) : 1
            guard let next = search(from: (x, value, slope), direction, first, function, &result.evaluations)
            else {
                // Not even straight down does the function fall by more than rounding.
                if pairs.isEmpty {
                    result.isSettled = true
                    break
                }
                pairs = []
                continue
            }
            let pair = Pair(
                step: zip(next.point, x).map { $0 - $1 }, change: zip(next.gradient, slope).map { $0 - $1 })
            if pair.curvature > 1e-10 * Self.dot(pair.change, pair.change) {
                pairs.append(pair)
                if pairs.count > memory { pairs.removeFirst() }
            }
            let before = value
            (x, value, slope) = next
            result.steps += 1
            (result.point, result.value) = (x, value)
            if before - value <= valueTolerance * max(1, abs(before), abs(value)) {
                result.isSettled = true
                break
            }
        }
        return result
    }

    /// A step and how the slope changed with it.
    private struct Pair {
        var step: [Double]
        var change: [Double]
        var curvature: Double

        init(step: [Double], change: [Double]) {
            self.step = step
            self.change = change
            curvature = LBFGS.dot(step, change)
        }
    }

    private static func dot(_ a: [Double], _ b: [Double]) -> Double {
        zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The two-loop recursion over the free variables.
    private static func direction(_ slope: [Double], _ pairs: [Pair], _ free: [Int]) -> [Double] {
        var q = [Double](repeating: 0, count: slope.count)
        for index in free { q[index] = slope[index] }
        var weights: [Double] = []
        for pair in pairs.reversed() {
            let weight = dot(pair.step, q) / pair.curvature
            weights.append(weight)
            for index in q.indices { q[index] -= weight * pair.change[index] }
        }
        if let last = pairs.last {
            let scale = last.curvature / dot(last.change, last.change)
            for index in q.indices { q[index] *= scale }
        }
        for (pair, weight) in zip(pairs, weights.reversed()) {
            let correction = weight - dot(pair.change, q) / pair.curvature
            for index in q.indices { q[index] += correction * pair.step[index] }
        }
        var result = [Double](repeating: 0, count: slope.count)
        for index in free { result[index] = -q[index] }
        return result
    }

    private typealias Place = (point: [Double], value: Double, gradient: [Double])

    private func search(
        from start: Place, _ direction: [Double], _ first: Double,
        _ function: ([Double]) -> (value: Double, gradient: [Double])?, _ evaluations: inout Int
    ) -> Place? {
        let fall = Self.dot(direction, start.gradient)
        var (low, high, step) = (0.0, Double.infinity, first)
        var best: Place?
        for _ in 0..<30 {
            let point = inside(zip(start.point, direction).map { $0 + step * $1 })
            let moved = zip(point, start.point).map { $0 - $1 }
            evaluations += 1
            if let (next, slope) = function(point), next.isFinite, slope.allSatisfy(\.isFinite),
                next <= start.value + 1e-4 * min(Self.dot(moved, start.gradient), 0) + 1e-14
                    * abs(start.value)
            {
                best = (point, next, slope)
                let isCut = zip(moved, direction).contains { abs($0 - step * $1) > 1e-12 * abs(step * $1) }
                if isCut || Self.dot(slope, direction) >= 0.9 * fall { return best }
                low = step
            } else {
                high = step
            }
            step = high.isFinite ? (low + high) / 2 : 2 * step
            if high - low < 1e-12 * high { break }
        }
        return best
    }

    private func inside(_ point: [Double]) -> [Double] {
        var result = point
        if let lower { for index in result.indices { result[index] = max(result[index], lower[index]) } }
        if let upper { for index in result.indices { result[index] = min(result[index], upper[index]) } }
        return result
    }

    private func isHeld(_ value: Double, _ slope: Double, _ index: Int) -> Bool {
        if let lower, value <= lower[index], slope > 0 { return true }
        if let upper, value >= upper[index], slope < 0 { return true }
        return false
    }
}
