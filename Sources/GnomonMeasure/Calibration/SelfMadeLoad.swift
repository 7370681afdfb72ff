import Foundation
import GnomonNative
import Synchronization

/// Work on the other processors, for some share of the time: noise of a known kind.
///
/// Ends when it is let go.
final class SelfMadeLoad {
    /// What the neighbours do.
    enum Kind: String, CaseIterable {
        case compute
        case memory
    }

    /// Said once, heard by all threads.
    private final class Flag: Sendable {
        let isRaised = Atomic<Bool>(false)
    }

    private let flag = Flag()
    private let ended = DispatchSemaphore(value: 0)
    private var threads = 0

    /// The processors load can be put on: all but the one that measures.
    static var processors: [Int] { Array(ThreadControl.allowedCPUs().dropLast()) }

    /// Starts one thread on each other processor that works this share of the time, in stretches of 20 ms.
    init(_ kind: Kind, share: Double) {
        guard share > 0 else { return }
        for cpu in Self.processors {
            let (flag, ended) = (flag, ended)
            threads += 1
            Thread.detachNewThread {
                ThreadControl.pin(to: cpu)
                let kernel: any Subject = kind == .compute ? ComputeKernel() : MemoryKernel()
                let busy = Int64(20e6 * min(1, share))
                while !flag.isRaised.load(ordering: .relaxed) {
                    let end = MachineClock.wall() + busy
                    while MachineClock.wall() < end, !flag.isRaised.load(ordering: .relaxed) {
                        try? kernel.run()
                    }
                    if busy < 20_000_000 { usleep(UInt32((20_000_000 - busy) / 1000)) }
                }
                ended.signal()
            }
        }
    }

    deinit {
        flag.isRaised.store(true, ordering: .relaxed)
        for _ in 0..<threads { ended.wait() }
    }
}
