/// The keys of HW-NAS-Bench (arXiv:2103.10584, GATECH-EIC/HW-NAS-Bench).
extension LookupKey {
    /// Reads `ConvBlock_H32_W32_Cin16_Cout24_exp6_kernel3_stride2_group1`, `ConvNorm_…`, `Skip_…`, `AvgP_…`
    /// and `FC_…`.
    ///
    /// The output's size, which is not in the text, follows from the stride.
    static func underscored(_ text: String) -> (kind: String, numbers: [String: [Double]])? {
        let parts = text.split(separator: "_", omittingEmptySubsequences: false)
        guard let kind = parts.first, ["ConvNorm", "ConvBlock", "Skip", "AvgP", "FC"].contains(kind) else {
            return nil
        }
        var fields: [String: Int] = [:]
        for part in parts.dropFirst() {
            let name = part.prefix { $0.isLetter }
            guard let value = Int(part.dropFirst(name.count)), (1...1_000_000).contains(value) else {
                return nil
            }
            fields[String(name)] = value
        }
        guard let read = fields["Cin"], let written = fields["Cout"] else { return nil }
        let (height, width) = (fields["H"] ?? 1, fields["W"] ?? 1)
        let stride = fields["stride"] ?? 1
        let isPooled = kind == "AvgP"
        var numbers: [String: [Double]] = [
            "input": [Double(height), Double(width), Double(read)],
            "output": [
                isPooled ? 1 : Double((height - 1) / stride + 1),
                isPooled ? 1 : Double((width - 1) / stride + 1),
                Double(written),
            ],
        ]
        for name in ["exp", "kernel", "stride", "group"] {
            if let value = fields[name] { numbers[name] = [Double(value)] }
        }
        return (String(kind), numbers)
    }

    /// Multiply-accumulates and bytes of a block of HW-NAS-Bench; nil for another.
    static func underscoredAmounts(
        _ kind: String, _ input: [Double], _ output: [Double], _ numbers: [String: [Double]]
    ) -> (macs: Double, bytes: Double)? {
        func number(_ name: String) -> Double { numbers[name]?.first ?? 1 }
        let pixels = input[0] * input[1]
        let outputPixels = output.count == 3 ? output[0] * output[1] : 1
        let channels = output[output.count - 1]
        let moved = pixels * input[2] + outputPixels * channels
        let area = number("kernel") * number("kernel")
        switch kind {
        case "ConvNorm":
            let weights = area * input[2] * channels / number("group")
            return (outputPixels * weights, 4 * (moved + weights))
        case "ConvBlock":
            let middle = number("exp") * input[2]
            let (first, last) = (input[2] * middle / number("group"), middle * channels / number("group"))
            return (
                pixels * first + outputPixels * (middle * area + last),
                4 * (moved + 2 * (pixels + outputPixels) * middle + first + middle * area + last)
            )
        case "Skip":
            // What cannot hand on its input as it is, is a 1x1 convolution.
            let weights = input == output ? 0 : input[2] * channels
            return (outputPixels * weights, 4 * (moved + weights))
        case "AvgP": return (pixels * input[2], 4 * moved)
        case "FC": return (input[2] * channels, 4 * (moved + input[2] * channels))
        default: return nil
        }
    }
}
