import GnomonNative

/// Memory of a reference kernel: at the start of a page, in large pages where the system has some.
///
/// Where an allocator happens to put an array decides what a kernel takes, by half as much again; on memory of its own
/// it takes the same in each process.
final class ReferenceMemory {
    typealias Element = SIMD4<Float>

    /// Bytes of an element.
    static let stride = MemoryLayout<Element>.stride

    /// The first element.
    let base: UnsafeMutablePointer<Element>
    /// Elements.
    let count: Int
    private let pages: LargePages

    /// Ones.
    init(count: Int) {
        self.count = count
        pages = LargePages(bytes: count * Self.stride)
        base = pages.base.bindMemory(to: Element.self, capacity: count)
        base.initialize(repeating: Element(repeating: 1), count: count)
    }
}
