import GnomonGraph

extension NetworkBuilder {
    /// A GoogLeNet module (Szegedy and others 2014, arXiv:1409.4842); widths: 1x1, 3x3 in and out, 5x5 in and
    /// out, pool.
    mutating func inceptionClassic(_ x: TensorID, _ widths: [Int], kernel: Int = 5) -> TensorID {
        guard widths.count == 6 else { return x }
        let first = convAct(x, out: widths[0])
        let second = convAct(convAct(x, out: widths[1]), out: widths[2], kernel: 3)
        let third = convAct(convAct(x, out: widths[3]), out: widths[4], kernel: Extent(kernel))
        let pooled = maxPool(x, kernel: 3, stride: 1, padding: 1)
        return concat([first, second, third, convAct(pooled, out: widths[5])])
    }

    /// 1x1, 5x5 and two 3x3 beside average pooling (Szegedy and others 2015, arXiv:1512.00567).
    mutating func inceptionA(_ x: TensorID, width: Int, pooled: Int) -> TensorID {
        let first = convAct(x, out: width)
        let second = convAct(convAct(x, out: width * 3 / 4), out: width, kernel: 5)
        let third = convAct(convAct(x, out: width), out: width * 3 / 2, kernel: 3)
        let fourth = convAct(third, out: width * 3 / 2, kernel: 3)
        let pool = averagePool(x, kernel: 3, stride: 1, padding: 1)
        return concat([first, second, fourth, convAct(pool, out: pooled)])
    }

    /// 7x7 convolutions taken apart into 1x7 and 7x1.
    mutating func inceptionC(_ x: TensorID, width: Int, inner: Int) -> TensorID {
        let (row, column) = (Extent(1, 7), Extent(7, 1))
        let first = convAct(x, out: width)
        var second = convAct(x, out: inner)
        second = convAct(second, out: inner, kernel: row)
        second = convAct(second, out: width, kernel: column)
        var third = convAct(x, out: inner)
        for (index, kernel) in [column, row, column, row].enumerated() {
            third = convAct(third, out: index == 3 ? width : inner, kernel: kernel)
        }
        let pool = averagePool(x, kernel: 3, stride: 1, padding: 1)
        return concat([first, second, third, convAct(pool, out: width)])
    }

    /// 1x3 and 3x1 side by side.
    mutating func inceptionE(_ x: TensorID, width: Int) -> TensorID {
        let first = convAct(x, out: width * 5 / 6)
        let second = convAct(x, out: width)
        let left = convAct(second, out: width, kernel: Extent(1, 3))
        let right = convAct(second, out: width, kernel: Extent(3, 1))
        let third = convAct(convAct(x, out: width * 7 / 6), out: width, kernel: 3)
        let low = convAct(third, out: width, kernel: Extent(1, 3))
        let high = convAct(third, out: width, kernel: Extent(3, 1))
        let pool = averagePool(x, kernel: 3, stride: 1, padding: 1)
        let pooled = convAct(pool, out: width / 2)
        return concat([first, concat([left, right]), concat([low, high]), pooled])
    }

    /// Halves the image by convolutions and pooling side by side.
    mutating func inceptionReduction(_ x: TensorID, width: Int) -> TensorID {
        let first = conv(x, out: width, kernel: 3, stride: 2, padding: 0)
        var second = convAct(x, out: width / 2)
        second = convAct(second, out: width / 2, kernel: 3)
        second = conv(second, out: width / 2, kernel: 3, stride: 2, padding: 0)
        return concat([relu(first), relu(second), maxPool(x, kernel: 3, stride: 2)])
    }
}
