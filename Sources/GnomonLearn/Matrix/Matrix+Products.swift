extension Matrix {
    /// The products of each row with each row of another matrix of as many columns, over some of the columns: rows ×
    /// other's rows numbers in row-major order.
    ///
    /// - Complexity: O(rows · other's rows · columns).
    public func products(with other: Matrix, columns chosen: Range<Int>? = nil) -> [Double] {
        let range = chosen ?? 0..<columns
        precondition(columns == other.columns && range.lowerBound >= 0 && range.upperBound <= columns)
        var result = [Double](repeating: 0, count: rows * other.rows)
        values.withUnsafeBufferPointer { x in
            other.values.withUnsafeBufferPointer { y in
                result.withUnsafeMutableBufferPointer { out in
                    guard let x = x.baseAddress, let y = y.baseAddress, let out = out.baseAddress else {
                        return
                    }
                    RowProducts.add(
                        1, Rows(start: x + range.lowerBound, stride: columns, count: rows),
                        Rows(start: y + range.lowerBound, stride: columns, count: other.rows),
                        depth: range.count, to: Rows(start: out, stride: other.rows, count: rows))
                }
            }
        }
        return result
    }
}
