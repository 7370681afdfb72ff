/// How a network is opened.
public struct OpenVINOOptions: Hashable, Sendable {
    /// Threads inside one inference.
    public var threads: Int
    /// Whether the time of every kernel is recorded.
    public var isProfiled: Bool

    /// Options.
    public init(threads: Int = 1, isProfiled: Bool = false) {
        self.threads = threads
        self.isProfiled = isProfiled
    }

    /// The properties of the library, all of them pinned: what it would choose differs between machines.
    public var properties: [(key: String, value: String)] {
        [
            ("INFERENCE_NUM_THREADS", "\(threads)"), ("NUM_STREAMS", "1"), ("PERFORMANCE_HINT", "LATENCY"),
            ("INFERENCE_PRECISION_HINT", "f32"), ("ENABLE_CPU_PINNING", "NO"),
            ("PERF_COUNT", isProfiled ? "YES" : "NO"),
        ]
    }

    /// Hands the properties to a closure as the array of C strings the library reads.
    func withProperties<Result>(_ body: (UnsafeRawPointer?, Int) -> Result) -> Result {
        let texts = properties.map { (Array($0.key.utf8CString), Array($0.value.utf8CString)) }
        func step(_ index: Int, _ made: [OpenVINOFunctions.Property]) -> Result {
            guard index < texts.count else {
                return made.withUnsafeBytes { body($0.baseAddress, made.count) }
            }
            return texts[index].0.withUnsafeBufferPointer { key in
                texts[index].1.withUnsafeBufferPointer { value in
                    let property = OpenVINOFunctions.Property(
                        key: key.baseAddress, value: UnsafeRawPointer(value.baseAddress))
                    return step(index + 1, made + [property])
                }
            }
        }
        return step(0, [])
    }
}
