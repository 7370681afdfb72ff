public import GnomonGraph

extension NetworkBuilder {
    /// The same elements under other sizes.
    public mutating func reshape(_ x: TensorID, _ sizes: [Int]) -> TensorID {
        let before = self.sizes(x)
        require(sizes.reduce(1, *) == before.reduce(1, *), "Reshape of \(before) to \(sizes)")
        return node(.reshape, [x, integers(sizes)], ["allowzero": .int(0)], to: sizes)
    }

    /// All axes from `axis` on as one.
    public mutating func flatten(_ x: TensorID, axis: Int = 1) -> TensorID {
        let sizes = sizes(x)
        return node(
            .flatten, [x], ["axis": .int(Int64(axis))],
            to: [sizes.prefix(axis).reduce(1, *), sizes.dropFirst(axis).reduce(1, *)])
    }

    /// The axes in another order.
    public mutating func transpose(_ x: TensorID, _ order: [Int]) -> TensorID {
        let sizes = sizes(x)
        guard order.sorted() == Array(sizes.indices) else {
            require(false, "Transpose of \(sizes) by \(order)")
            return x
        }
        return node(
            .transpose, [x], ["perm": .ints(order.map(Int64.init))], to: order.map { sizes[$0] })
    }

    /// Without the axes of size one.
    public mutating func squeeze(_ x: TensorID, axes: [Int]) -> TensorID {
        let kept = sizes(x).enumerated().filter { !axes.contains($0.offset) }.map(\.element)
        return node(.squeeze, [x, integers(axes)], to: kept)
    }

    /// With new axes of size one.
    public mutating func unsqueeze(_ x: TensorID, axis: Int) -> TensorID {
        var result = sizes(x)
        result.insert(1, at: min(axis, result.count))
        return node(.unsqueeze, [x, integers([axis])], to: result)
    }

    /// Tensors one after the other along an axis.
    public mutating func concat(_ parts: [TensorID], axis: Int = 1) -> TensorID {
        guard let first = parts.first, sizes(first).indices.contains(axis) else {
            require(false, "Concat of nothing")
            return TensorID(0)
        }
        var result = sizes(first)
        result[axis] = parts.reduce(0) { $0 + (sizes($1).indices.contains(axis) ? sizes($1)[axis] : 0) }
        for part in parts {
            var other = sizes(part)
            if other.indices.contains(axis) { other[axis] = result[axis] }
            require(other == result, "Concat of \(result) and \(other) along \(axis)")
        }
        return node(.concat, parts, ["axis": .int(Int64(axis))], to: result)
    }

    /// Elements `start..<end` along an axis.
    public mutating func slice(
        _ x: TensorID, axis: Int, from start: Int, to end: Int, step: Int = 1
    ) -> TensorID {
        var result = sizes(x)
        guard result.indices.contains(axis), start >= 0, end > start, end <= result[axis], step > 0 else {
            require(false, "Slice \(start)..<\(end) of \(result) along \(axis)")
            return x
        }
        result[axis] = (end - start + step - 1) / step
        let starts = integers([start])
        let ends = integers([end])
        let axes = integers([axis])
        return node(.slice, [x, starts, ends, axes, integers([step])], to: result)
    }

    /// Pieces of the given sizes along an axis.
    public mutating func split(_ x: TensorID, axis: Int, into pieces: [Int]) -> [TensorID] {
        let sizes = sizes(x)
        guard sizes.indices.contains(axis), pieces.reduce(0, +) == sizes[axis] else {
            require(false, "Split of \(sizes) along \(axis) into \(pieces)")
            return pieces.map { _ in x }
        }
        let results = pieces.map { piece in
            var result = sizes
            result[axis] = piece
            return result
        }
        return nodes(.split, [x, integers(pieces)], ["axis": .int(Int64(axis))], to: results)
    }

    /// One element along an axis, which disappears.
    public mutating func pick(_ x: TensorID, axis: Int, index: Int) -> TensorID {
        var result = sizes(x)
        guard result.indices.contains(axis), index < result[axis] else {
            require(false, "Gather \(index) of \(result) along \(axis)")
            return x
        }
        result.remove(at: axis)
        return node(.gather, [x, integer(index)], ["axis": .int(Int64(axis))], to: result)
    }

    /// The listed elements along an axis.
    public mutating func gather(_ x: TensorID, axis: Int, indices: [Int]) -> TensorID {
        var result = sizes(x)
        guard result.indices.contains(axis), indices.allSatisfy({ $0 >= 0 && $0 < result[axis] }) else {
            require(false, "Gather of \(result) along \(axis)")
            return x
        }
        result[axis] = indices.count
        return node(.gather, [x, integers(indices)], ["axis": .int(Int64(axis))], to: result)
    }

    /// Adds a border: so many before and after each axis.
    ///
    /// `mode` is `constant`, `reflect` or `edge`.
    public mutating func pad(
        _ x: TensorID, before: [Int], after: [Int], mode: String = "constant"
    ) -> TensorID {
        let sizes = sizes(x)
        guard before.count == sizes.count, after.count == sizes.count else {
            require(false, "Pad of \(sizes) by \(before) and \(after)")
            return x
        }
        let inputs: [TensorID?] = [x, integers(before + after)] + (mode == "constant" ? [scalar(0)] : [])
        return node(
            .pad, inputs, ["mode": .string(mode)],
            to: sizes.indices.map { sizes[$0] + before[$0] + after[$0] })
    }

    /// Repeats a tensor of the given sizes along axes of size one.
    public mutating func expand(_ x: TensorID, to target: [Int]) -> TensorID {
        node(.expand, [x, integers(target)], to: broadcast(sizes(x), target))
    }

    /// Moves channels into space, as sub-pixel upsampling does.
    public mutating func depthToSpace(_ x: TensorID, block: Int) -> TensorID {
        let (image, channels) = (image(x), channels(x))
        require(channels % (block * block) == 0, "DepthToSpace of \(channels) channels by \(block)")
        return node(
            .depthToSpace, [x], ["blocksize": .int(Int64(block)), "mode": .string("CRD")],
            to: [
                sizes(x).first ?? 1, channels / (block * block), image.height * block, image.width * block,
            ])
    }
}
