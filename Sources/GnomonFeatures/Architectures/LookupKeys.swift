public import GnomonSpaces

/// The blocks of a network in the texts of the published lookup tables, in the order they are added up.
public enum LookupKeys {
    /// The keys of an architecture of Once-for-all, ProxylessNAS or FBNet.
    ///
    /// - Returns: nil for a space without published tables.
    /// - Throws: `SpaceError` for what is not an architecture of the space.
    public static func of(_ architecture: Architecture, in space: any SearchSpace) throws(SpaceError)
        -> [String]?
    {
        guard let mobile = space as? any MobileSpace else { return nil }
        if space is OFAMobileNetV3 { return onceForAll(try mobile.parts(of: architecture)) }
        if space is ProxylessNAS { return proxyless(try mobile.parts(of: architecture)) }
        if space is FBNet { return fbnet(try mobile.parts(of: architecture)) }
        return nil
    }

    private static func size(_ side: Int, _ channels: Int) -> String { "\(side)x\(side)x\(channels)" }

    private static func onceForAll(_ parts: MobileParts) -> [String] {
        let last = parts.lastSide
        let mix = parts.mix ?? parts.head
        var keys = [stem(parts)]
        for block in parts.blocks {
            keys.append(
                "expanded_conv-input:\(size(block.side, block.input))-output:"
                    + "\(size(block.outputSide, block.output))-expand:\(block.middle)-kernel:\(block.kernel)-stride:"
                    + "\(block.stride)-idskip:\(block.hasResidual ? 1 : 0)-se:\(block.squeezed == nil ? 0 : 1)-hs:"
                    + "\(block.hasHardSwish ? 1 : 0)")
        }
        keys.append(
            "Conv_1-input:\(size(last, parts.blocks.last?.output ?? 0))-output:\(size(last, parts.head))")
        keys.append("AvgPool2D-input:\(size(last, parts.head))-output:\(size(1, parts.head))")
        keys.append("Conv_2-input:\(size(1, parts.head))-output:\(size(1, mix))")
        keys.append("Logits-input:\(size(1, mix))-output:\(parts.classes)")
        return keys
    }

    private static func proxyless(_ parts: MobileParts) -> [String] {
        let last = parts.lastSide
        var keys = [stem(parts)]
        for block in parts.blocks {
            let ratio = block.expands ? block.middle / max(1, block.input) : 1
            keys.append(
                "expanded_conv-input:\(size(block.side, block.input))-output:"
                    + "\(size(block.outputSide, block.output))-expand:\(ratio)-kernel:\(block.kernel)-stride:"
                    + "\(block.stride)-idskip:\(block.hasResidual ? 1 : 0)")
        }
        keys.append(
            "Conv_1-input:\(size(last, parts.blocks.last?.output ?? 0))-output:\(size(last, parts.head))")
        keys.append("Logits-input:\(size(last, parts.head))-output:\(parts.classes)")
        return keys
    }

    /// The keys of HW-NAS-Bench (arXiv:2103.10584); a skip is one everywhere, whether it projects or not.
    private static func fbnet(_ parts: MobileParts) -> [String] {
        func square(_ side: Int, _ input: Int, _ output: Int) -> String {
            "H\(side)_W\(side)_Cin\(input)_Cout\(output)"
        }
        let last = parts.lastSide
        let stride = parts.imageSide / max(1, parts.stemSide)
        var keys = ["ConvNorm_\(square(parts.imageSide, 3, parts.stem))_kernel3_stride\(stride)_group1"]
        for block in parts.blocks {
            let sizes = square(block.side, block.input, block.output)
            keys.append(
                block.middle == 0
                    ? "Skip_\(sizes)_stride\(block.stride)"
                    : "ConvBlock_\(sizes)_exp\(block.middle / max(1, block.input))_kernel\(block.kernel)"
                        + "_stride\(block.stride)_group\(block.groups)")
        }
        let width = parts.blocks.last?.output ?? parts.stem
        keys.append("ConvNorm_\(square(last, width, parts.head))_kernel1_stride1_group1")
        keys.append("AvgP_\(square(last, parts.head, parts.head))_kernel\(last)_stride1")
        keys.append("FC_Cin\(parts.head)_Cout\(parts.classes)")
        return keys
    }

    private static func stem(_ parts: MobileParts) -> String {
        "Conv-input:\(size(parts.imageSide, 3))-output:\(size(parts.stemSide, parts.stem))"
    }
}
