#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The clocks a measurement reads.
///
/// Neither can be set back by somebody who sets the time.
public enum MachineClock {
    /// Nanoseconds of the raw monotonic clock.
    @inline(__always)
    public static func wall() -> Int64 { read(CLOCK_MONOTONIC_RAW) }

    /// Processor nanoseconds of the calling thread.
    @inline(__always)
    public static func threadCPU() -> Int64 { read(CLOCK_THREAD_CPUTIME_ID) }

    @inline(__always)
    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
