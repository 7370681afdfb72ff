import Foundation
import GnomonGraph
import GnomonNative

extension TorchOperators {
    static let sampling: Table = [
        .resize: { (l, n) throws(RuntimeError) in try resize(&l, n) },
        .upsample: { (l, n) throws(RuntimeError) in try resize(&l, n) },
        .gridSample: { (l, n) throws(RuntimeError) in
            let modes = ["linear", "nearest", "cubic"]
            let paddings = ["zeros", "border", "reflection"]
            guard let mode = modes.firstIndex(of: n.string("mode") ?? "linear"),
                let padding = paddings.firstIndex(of: n.string("padding_mode") ?? "zeros")
            else { throw l.refusal(n, "its mode") }
            l.emit("grid_sample", n, lists: [[mode, padding, n.int("align_corners") ?? 0]])
        },
        .affineGrid: { (l, n) throws(RuntimeError) in
            let size = try l.required(n.input(1), of: n, "its size")
            l.emit(
                "affine_grid", n, inputs: [n.input(0)?.index], lists: [size, [n.int("align_corners") ?? 0]])
        },
    ]

    /// How an axis is sampled.
    private struct Axis {
        var input: Int
        var output: Int
        /// Outputs for each input.
        var scale: Double
    }

    private static func resize(_ l: inout TorchLowering, _ n: Node) throws(RuntimeError) {
        let input = try l.inputSizes(n)
        let output = try l.outputSizes(n)
        let isUpsample = n.op.kind == .upsample
        let scalesInput = isUpsample ? n.input(1) : n.input(2)
        let given = l.numbers(scalesInput) ?? []
        let named = n.ints("axes") ?? Array(input.indices)
        var axes = input.indices.map {
            Axis(input: input[$0], output: output[$0], scale: Double(output[$0]) / Double(max(1, input[$0])))
        }
        let hasScales = !given.isEmpty && given.count == named.count
        for (index, axis) in named.enumerated() where hasScales {
            axes[try l.axis(axis, rank: axes.count, of: n)].scale = given[index]
        }
        guard n.int("antialias") ?? 0 == 0, n.int("exclude_outside") ?? 0 == 0 else {
            throw l.refusal(n, "antialiasing")
        }
        let transformation =
            isUpsample ? "asymmetric" : n.string("coordinate_transformation_mode") ?? "half_pixel"
        let mode = n.string("mode") ?? "nearest"
        guard transformation != "tf_crop_and_resize" else { throw l.refusal(n, "cropping") }
        if mode == "nearest" {
            let rounding = isUpsample ? "floor" : n.string("nearest_mode") ?? "round_prefer_floor"
            return nearest(&l, n, axes, transformation, rounding, hasScales: hasScales)
        }
        let isPlain = axes.count >= 3 && axes.count <= 5 && axes.prefix(2).allSatisfy { $0.scale == 1 }
        let isCubic = mode == "cubic"
        guard isPlain, !isCubic || (axes.count == 4 && number(n, "cubic_coeff_a", -0.75) == -0.75),
            ["half_pixel", "pytorch_half_pixel", "align_corners"].contains(transformation)
        else { throw l.refusal(n, "\(mode) with \(transformation) over \(axes.count) axes") }
        emit(
            &l, n, axes, mode: isCubic ? 3 : 2, corners: transformation == "align_corners",
            hasScales: hasScales)
    }

    private static func emit(
        _ l: inout TorchLowering, _ n: Node, _ axes: [Axis], mode: Int, corners: Bool, hasScales: Bool
    ) {
        let space = axes.dropFirst(2)
        l.emit(
            "resize", n, inputs: [n.input(0)?.index],
            lists: [space.map(\.output), [mode, corners ? 1 : 0, hasScales ? 1 : 0]],
            numbers: space.map(\.scale))
    }

    /// ATen's two kernels where they take the same elements as ONNX says, and lists of indices elsewhere.
    private static func nearest(
        _ l: inout TorchLowering, _ n: Node, _ axes: [Axis], _ transformation: String, _ rounding: String,
        hasScales: Bool
    ) {
        let wanted = axes.map { axis in
            (0..<axis.output).map { source($0, axis, transformation, rounding) }
        }
        func isKernel(_ offset: Float) -> Bool {
            guard axes.count >= 3, axes.count <= 5 else { return false }
            return zip(axes, wanted).enumerated().allSatisfy { index, pair in
                let (axis, positions) = pair
                if index < 2 { return positions == Array(0..<axis.input) }
                let step = hasScales ? Float(1 / axis.scale) : Float(axis.input) / Float(axis.output)
                return positions.indices.allSatisfy {
                    positions[$0] == clamped(Double(((Float($0) + offset) * step).rounded(.down)), to: axis)
                }
            }
        }
        for (mode, offset) in [(0, Float(0)), (1, Float(0.5))] where isKernel(offset) {
            return emit(&l, n, axes, mode: mode, corners: false, hasScales: hasScales)
        }
        let moved = axes.indices.filter { wanted[$0] != Array(0..<axes[$0].input) }
        l.emit(
            "take", n, inputs: [n.input(0)?.index] + moved.map { l.bind(wanted[$0]) }, lists: [moved])
    }

    /// A position inside of the axis; scales come from files and may be anything.
    private static func clamped(_ position: Double, to axis: Axis) -> Int {
        guard position > 0 else { return 0 }
        return Int(min(position, Double(max(0, axis.input - 1))))
    }

    /// The element of the input that an element of the output is taken from, as ONNX defines it.
    private static func source(
        _ position: Int, _ axis: Axis, _ transformation: String, _ rounding: String
    ) -> Int {
        let x = Double(position)
        let place: Double
        switch transformation {
        case "asymmetric": place = x / axis.scale
        case "align_corners":
            place = axis.output == 1 ? 0 : x * Double(axis.input - 1) / Double(axis.output - 1)
        case "pytorch_half_pixel": place = axis.output == 1 ? 0 : (x + 0.5) / axis.scale - 0.5
        case "half_pixel_symmetric":
            let length = Double(axis.input) * axis.scale
            let centre = Double(axis.input) / 2
            place = centre * (1 - Double(axis.output) / length) + (x + 0.5) / axis.scale - 0.5
        default: place = (x + 0.5) / axis.scale - 0.5
        }
        let taken: Double
        switch rounding {
        case "floor": taken = place.rounded(.down)
        case "ceil": taken = place.rounded(.up)
        case "round_prefer_ceil": taken = (place + 0.5).rounded(.down)
        default: taken = (place - 0.5).rounded(.up)
        }
        return clamped(taken, to: axis)
    }
}
