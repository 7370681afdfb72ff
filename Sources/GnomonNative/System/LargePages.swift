#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Memory from the system itself, zeroed, at a multiple of 2 MiB, in large pages where the system has some; it goes back
/// when the last reference goes.
public final class LargePages {
    /// The first byte.
    public let base: UnsafeMutableRawPointer
    private let mapping: UnsafeMutableRawPointer
    private let length: Int

    /// Maps so many bytes, rounded up to whole large pages.
    ///
    /// - Precondition: The system has the memory.
    public init(bytes: Int) {
        let large = 2 << 20
        let size = max(1, (bytes + large - 1) / large) * large
        // One more, to begin at a multiple.
        length = size + large
        guard
            let found = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            found != MAP_FAILED
        else { preconditionFailure("no memory for \(bytes) bytes") }
        mapping = found
        base = found.alignedUp(toMultipleOf: large)
        #if os(Linux)
            // A wish (MADV_HUGEPAGE, which the module of the C library does not show): all works without.
            _ = madvise(base, size, 14)
        #endif
    }

    deinit { munmap(mapping, length) }
}
