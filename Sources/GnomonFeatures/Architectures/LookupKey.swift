import Foundation

/// The text that describes a block in a lookup table, and the amounts behind it.
///
/// Such as `expanded_conv-input:7x7x192-output:7x7x192-expand:768-kernel:3-stride:1-idskip:1-se:1-hs:1`. With
/// `se:` the number after `expand:` is the channels in between, without it the factor to them. Keys of
/// HW-NAS-Bench are of another form, see ``underscored(_:)``.
public struct LookupKey: Hashable, Sendable {
    /// The text.
    public let text: String
    /// What stands before the first number, such as `Conv_1`.
    public let kind: String
    /// Multiply-accumulates.
    public let macs: Double
    /// Bytes of activations and weights as Float32.
    public let bytes: Double
    /// The numbers of the text by name.
    let numbers: [String: [Double]]

    /// Height of the input.
    public var side: Int { Int(numbers["input"]?.first ?? 0) }

    /// Reads a text; nil where it is not of one of the forms.
    public init?(_ text: String) {
        guard let (kind, numbers) = text.contains("-") ? Self.dashed(text) : Self.underscored(text) else {
            return nil
        }
        guard let input = numbers["input"], input.count == 3, let output = numbers["output"],
            output.count == 3 || output.count == 1
        else { return nil }
        self.text = text
        self.kind = kind
        self.numbers = numbers
        (macs, bytes) =
            Self.underscoredAmounts(kind, input, output, numbers)
            ?? Self.amounts(kind, input, output, numbers)
    }

    private static func dashed(_ text: String) -> (kind: String, numbers: [String: [Double]])? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, let kind = parts.first, !kind.isEmpty else { return nil }
        var numbers: [String: [Double]] = [:]
        for part in parts.dropFirst() {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2 else { return nil }
            let values = pair[1].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
            guard !values.isEmpty, values.allSatisfy({ $0.map { (0...1_000_000).contains($0) } ?? false })
            else { return nil }
            numbers[String(pair[0])] = values.compactMap { $0.map(Double.init) }
        }
        return (String(kind), numbers)
    }

    private static func amounts(
        _ kind: String, _ input: [Double], _ output: [Double], _ numbers: [String: [Double]]
    ) -> (macs: Double, bytes: Double) {
        let pixels = output.count == 3 ? output[0] * output[1] : 1
        let channels = output[output.count - 1]
        let read = input[0] * input[1] * input[2]
        let written = pixels * channels
        switch kind {
        case "Conv":
            let weights = 9 * input[2] * channels
            return (pixels * weights, 4 * (read + written + weights))
        case "expanded_conv":
            let expand = numbers["expand"]?.first ?? 1
            let middle = numbers["se"] == nil ? expand * input[2] : expand
            let kernel = numbers["kernel"]?.first ?? 3
            let widens = middle != input[2]
            let wide = widens ? input[0] * input[1] * middle : 0
            let squeeze = numbers["se"]?.first == 1 ? middle * middle / 2 : 0
            let weights =
                (widens ? input[2] * middle : 0) + middle * kernel * kernel + middle * channels + squeeze
            let macs =
                (widens ? wide * input[2] : 0) + pixels * middle * kernel * kernel + pixels * middle
                * channels
                + squeeze
            return (macs, 4 * (read + 2 * wide + 2 * pixels * middle + written + weights))
        case "AvgPool2D": return (read, 4 * (read + written))
        default:
            let weights = input[2] * channels
            return (pixels * weights, 4 * (read + written + weights))
        }
    }

    /// How unlike another key is: amounts count by their logarithms, what is of another kind is far.
    public func distance(to other: LookupKey) -> Double {
        var sum = kind == other.kind ? 0.0 : 100
        for (name, values) in numbers {
            guard let others = other.numbers[name], others.count == values.count else {
                sum += 10
                continue
            }
            for (value, otherValue) in zip(values, others) {
                sum += abs(log2((value + 1) / (otherValue + 1)))
            }
        }
        return sum
    }
}
