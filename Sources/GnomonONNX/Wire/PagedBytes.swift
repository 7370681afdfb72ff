import Foundation

/// The bytes of a model at their file offsets, of which only the parts that were asked for are in memory.
///
/// A mapped file would kill the process with SIGBUS if somebody shortened it, so the memory is anonymous and
/// filled by `pread` in pages on demand: skipped weights cost neither memory nor reading, and a shortened file is
/// an ordinary error. Used by one thread, during reading only.
final class PagedBytes {
    static let pageBytes = 1 << 12

    let base: UnsafeRawPointer
    let count: Int
    /// Whether all bytes are there from the beginning.
    let isComplete: Bool
    private let source: ModelSource?
    private let mapping: UnsafeMutableRawPointer?
    private var isLoaded: [Bool]

    /// Bytes that are in memory already and outlive this object.
    init(borrowing buffer: UnsafeRawBufferPointer, base: UnsafeRawPointer) {
        self.base = base
        count = buffer.count
        isComplete = true
        source = nil
        mapping = nil
        isLoaded = []
    }

    /// The bytes of a file, none of them loaded yet.
    init(paging source: ModelSource) throws(ONNXError) {
        let flags = MAP_PRIVATE | 0x20 /* MAP_ANONYMOUS */ | 0x4000 /* MAP_NORESERVE */
        guard let mapping = mmap(nil, source.size, PROT_READ | PROT_WRITE, flags, -1, 0),
            mapping != UnsafeMutableRawPointer(bitPattern: -1)
        else {
            throw ONNXError(
                .unreadable, "there is no address space for \(source.size) bytes", at: source.path)
        }
        self.mapping = mapping
        self.source = source
        base = UnsafeRawPointer(mapping)
        count = source.size
        isComplete = false
        isLoaded = [Bool](repeating: false, count: (source.size + Self.pageBytes - 1) / Self.pageBytes)
    }

    deinit {
        if let mapping { munmap(mapping, count) }
    }

    /// Makes the bytes from `start` up to `end` readable at `base`.
    ///
    /// Both must lie within `count`.
    @inline(__always)
    func load(_ start: Int, _ end: Int) throws(ONNXError) {
        if isComplete || start >= end { return }
        try loadPages(start / Self.pageBytes, (end - 1) / Self.pageBytes)
    }

    private func loadPages(_ first: Int, _ last: Int) throws(ONNXError) {
        guard let source, let mapping else { return }
        var page = first
        while page <= last {
            if isLoaded[page] {
                page += 1
                continue
            }
            var end = page + 1
            while end <= last, !isLoaded[end] { end += 1 }
            let offset = page * Self.pageBytes
            let length = min(end * Self.pageBytes, count) - offset
            try source.copyBytes(at: offset, into: .init(start: mapping + offset, count: length))
            for index in page..<end { isLoaded[index] = true }
            page = end
        }
    }

    /// The first bytes, to recognise formats by.
    func head(_ length: Int) throws(ONNXError) -> [UInt8] {
        let length = min(length, count)
        try load(0, length)
        return Array(UnsafeRawBufferPointer(start: base, count: length))
    }
}
