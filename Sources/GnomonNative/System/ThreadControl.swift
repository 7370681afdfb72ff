import CGnomonSystem

#if canImport(Glibc)
    import Glibc
#endif

/// What the kernel lets a thread know and say about where it runs.
public enum ThreadControl {
    /// Counters of the calling thread since it began.
    public struct Usage: Hashable, Sendable {
        /// Times the kernel took the processor away.
        public var involuntarySwitches: Int64
        /// Page faults that had to wait for a disk.
        public var majorFaults: Int64
        /// Page faults that did not.
        public var minorFaults: Int64
    }

    /// The counters of the calling thread.
    @inline(__always)
    public static func usage() -> Usage {
        var raw = gnomon_thread_usage()
        gnomon_thread_usage(&raw)
        return Usage(
            involuntarySwitches: raw.involuntary_switches, majorFaults: raw.major_faults,
            minorFaults: raw.minor_faults)
    }

    /// Makes subnormal numbers zero in the calling thread and those it starts from now on.
    public static func flushSubnormals() { gnomon_flush_subnormals() }

    /// The CPU the calling thread is on, or -1.
    @inline(__always)
    public static func currentCPU() -> Int32 { gnomon_current_cpu() }

    /// The numbers of the CPUs this process may run on.
    public static func allowedCPUs() -> [Int] {
        var numbers = [Int32](repeating: 0, count: 1024)
        let count = gnomon_allowed_cpus(&numbers, Int32(numbers.count))
        return numbers.prefix(max(0, Int(count))).map(Int.init)
    }

    /// Pins the calling thread to one CPU.
    ///
    /// Returns whether the kernel agreed.
    @discardableResult
    public static func pin(to cpu: Int) -> Bool {
        guard let number = Int32(exactly: cpu), number >= 0, number < 1024 else { return false }
        return gnomon_pin_thread(number) == 0
    }
}
