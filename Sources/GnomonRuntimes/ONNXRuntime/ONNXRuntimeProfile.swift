#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the file of events that ONNX Runtime's profiler writes: one JSON object a line.
///
/// A full JSON parser takes longer than the inferences it describes; this scans for the few keys needed. It is
/// safe because the names in our models contain no quotes.
enum ONNXRuntimeProfile {
    /// The kernels in order.
    ///
    /// An event belongs to the inference whose `model_run` follows it.
    ///
    /// - Complexity: O(bytes).
    static func parse(_ bytes: [UInt8]) -> [ProfileEvent] {
        var events: [ProfileEvent] = []
        var run = 0
        bytes.withUnsafeBytes { file in
            guard let base = file.baseAddress else { return }
            var start = 0
            while start < file.count {
                let found = memchr(base + start, 0x0A, file.count - start)
                let end = found.map { UnsafeRawPointer($0) - base } ?? file.count
                let line = Line(bytes: UnsafeRawBufferPointer(rebasing: file[start..<end]))
                start = end + 1
                guard let name = line.text(after: Key.name) else { continue }
                if name == "model_run" { run += 1 }
                guard name.hasSuffix("_kernel_time"), line.text(after: Key.category) == "Node",
                    let duration = line.number(after: Key.duration)
                else { continue }
                events.append(
                    ProfileEvent(
                        name: String(name.dropLast("_kernel_time".count)),
                        type: line.text(after: Key.type) ?? "", run: run,
                        position: line.text(after: Key.position).flatMap { Int($0) } ?? -1,
                        nanoseconds: Double(duration) * 1000))
            }
        }
        // Whatever follows the last complete inference is part of one that was cut off.
        return events.filter { $0.run < run }
    }

    private enum Key {
        static let name = Array("\"name\"".utf8)
        static let category = Array("\"cat\"".utf8)
        static let duration = Array("\"dur\"".utf8)
        static let type = Array("\"op_name\"".utf8)
        static let position = Array("\"node_index\"".utf8)
    }

    private struct Line {
        var bytes: UnsafeRawBufferPointer

        /// Where the value of a key begins.
        private func value(after key: [UInt8]) -> Int? {
            // The C library's search: profiles are large.
            guard let base = bytes.baseAddress else { return nil }
            var start = 0
            while start + key.count <= bytes.count {
                guard let found = memchr(base + start, 0x22, bytes.count - start) else { return nil }
                let at = UnsafeRawPointer(found) - base
                guard at + key.count <= bytes.count else { return nil }
                if memcmp(base + at, key, key.count) == 0 {
                    var index = at + key.count
                    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x3A { index += 1 }
                    return index
                }
                start = at + 1
            }
            return nil
        }

        func text(after key: [UInt8]) -> String? {
            guard let start = value(after: key), start < bytes.count, bytes[start] == 0x22 else { return nil }
            var end = start + 1
            while end < bytes.count, bytes[end] != 0x22 { end += 1 }
            return String(decoding: bytes[start + 1..<end], as: UTF8.self)
        }

        func number(after key: [UInt8]) -> Int64? {
            guard var index = value(after: key) else { return nil }
            var number: Int64 = 0
            let start = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]), index - start < 15 {
                number = number * 10 + Int64(bytes[index] - 0x30)
                index += 1
            }
            return index > start ? number : nil
        }
    }
}
