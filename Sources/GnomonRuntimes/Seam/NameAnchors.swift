/// The nodes and tensors of a network that a runtime's name mentions.
///
/// Models are written with nodes `n<index>` and tensors `t<index>`; runtimes derive their names from these, as in
/// `t57_nchwc` or `n12/QuickGeluFusion/`.
public struct NameAnchors: Hashable, Sendable {
    /// Indices after `n`, in order of appearance.
    public var nodes: [Int] = []
    /// Indices after `t`, in order of appearance.
    public var tensors: [Int] = []

    /// Reads every `n<digits>` and `t<digits>` that stands as a word of its own.
    public init(in name: String) {
        let bytes = Array(name.utf8)
        var index = 0
        while index < bytes.count {
            let letter = bytes[index]
            let startsWord = index == 0 || !Self.isWord(bytes[index - 1])
            guard startsWord, letter == 0x6E || letter == 0x74 else {
                index += 1
                continue
            }
            var end = index + 1
            var number = 0
            while end < bytes.count, (0x30...0x39).contains(bytes[end]), end - index <= 9 {
                number = number * 10 + Int(bytes[end] - 0x30)
                end += 1
            }
            if end > index + 1, end == bytes.count || !Self.isWord(bytes[end]) {
                if letter == 0x6E, !nodes.contains(number) { nodes.append(number) }
                if letter == 0x74, !tensors.contains(number) { tensors.append(number) }
            }
            index = end
        }
    }

    /// An underscore ends a word: runtimes append `_nchwc` and the like.
    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
