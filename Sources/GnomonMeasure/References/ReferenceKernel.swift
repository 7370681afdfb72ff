import GnomonNative
import GnomonRuntimes

/// The reference kernels that run beside subjects on this machine.
public enum LocalReferences {
    /// Their names, in order.
    public static let names = ReferenceKernel.names
}

/// Work of known size that runs beside a subject: what slows it down slows the subject down too.
///
/// Each takes about a millisecond on a machine of today.
enum ReferenceKernel: String, CaseIterable {
    /// Multiplies and adds in registers: sees frequency and a busy sibling.
    case compute
    /// A stencil over half of the last private cache: sees a polluted cache.
    case cache
    /// Copies through memory: sees bandwidth and the shared cache.
    case memory

    /// The names, in order.
    static let names = allCases.map(\.rawValue)

    /// The kernel, ready to run.
    func make() -> any Subject {
        switch self {
        case .compute: ComputeKernel()
        case .cache: CacheKernel()
        case .memory: MemoryKernel()
        }
    }

    /// How much less an unoptimised build does, so that its tests end.
    ///
    /// Floors of both kinds of build differ, and so do their epochs.
    static let divisor: Int = {
        #if DEBUG
            return 64
        #else
            return 1
        #endif
    }()
}

/// Eight chains of multiply-adds that stay in registers.
final class ComputeKernel: Subject {
    private var sink = SIMD4<Float>(repeating: 0)
    private let rounds = 260_000 / ReferenceKernel.divisor

    func run() {
        let factor = SIMD4<Float>(repeating: 0.999_999)
        let term = SIMD4<Float>(0.1, 0.2, 0.3, 0.4)
        var (a, b, c, d) = (term, term + 1, term + 2, term + 3)
        var (e, f, g, h) = (term + 4, term + 5, term + 6, term + 7)
        for _ in 0..<rounds {
            a = a * factor + term
            b = b * factor + term
            c = c * factor + term
            d = d * factor + term
            e = e * factor + term
            f = f * factor + term
            g = g * factor + term
            h = h * factor + term
        }
        sink = a + b + c + d + e + f + g + h
    }

    func settle() {}

    func outputChecksum() -> UInt64 { UInt64(sink.x.bitPattern) }
}

/// A stencil of three points, to and fro between two buffers that together fill half of the last private cache.
final class CacheKernel: Subject {
    private let memory: ReferenceMemory
    private let count: Int
    private let sweeps: Int

    init() {
        let bytes = min(max(MachineLoad.cacheBytes(level: 2) ?? 512 << 10, 64 << 10), 4 << 20)
        count = bytes / 4 / ReferenceMemory.stride
        memory = ReferenceMemory(count: 2 * count + Self.skew)
        // About as much work whatever the size of the cache; an even number, so that the result is in the first half.
        sweeps = max(2, 640_000 / count / ReferenceKernel.divisor / 2 * 2)
        for place in 0..<count { memory.base[place] = SIMD4(repeating: Float(place % 7)) }
    }

    /// Elements between the buffers: at equal offsets in their pages, loads of one would seem to wait for stores to the
    /// other.
    private static let skew = (2048 + 64) / ReferenceMemory.stride

    func run() {
        var (source, target) = (memory.base, memory.base + count + Self.skew)
        for _ in 0..<sweeps {
            var (before, here) = (source[0], source[1])
            for place in 1..<count - 1 {
                let after = source[place + 1]
                target[place] = (before + here + after) * 0.3333
                (before, here) = (here, after)
            }
            swap(&source, &target)
        }
    }

    func settle() {}

    func outputChecksum() -> UInt64 { UInt64(memory.base[count / 2].x.bitPattern) }
}

/// Copies a few megabytes from one place of a buffer to another, further on each time: the buffer is four times as
/// large as the last cache, so that what is read was not read for a while.
final class MemoryKernel: Subject {
    private let memory: ReferenceMemory
    private let window: Int
    private var offset = 0

    init() {
        let last = MachineLoad.cacheBytes(level: 3) ?? 16 << 20
        // A huge shared cache is not all ours; and what is touched must be paid for when a process starts.
        let bytes = min(max(4 * last, 32 << 20), 96 << 20) / ReferenceKernel.divisor
        window = (4 << 20) / ReferenceKernel.divisor / ReferenceMemory.stride
        memory = ReferenceMemory(count: bytes / ReferenceMemory.stride)
    }

    func run() {
        let half = memory.count / 2
        let (source, target) = (memory.base + offset, memory.base + offset + half)
        for place in 0..<window { target[place] = source[place] }
        offset = offset + 2 * window > half ? 0 : offset + window
    }

    func settle() {}

    func outputChecksum() -> UInt64 { UInt64(memory.base[0].x.bitPattern) }
}
