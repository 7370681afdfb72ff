extension NASBench201 {
    /// The architecture of NASLib's six codes: edges 0>1, 0>2, 0>3, 1>2, 1>3, 2>3, operators skip, none, 3x3,
    /// 1x1, pool.
    ///
    /// - Throws: `spaces.architecture` for other codes.
    public func architecture(nasLib codes: [Int]) throws(SpaceError) -> Architecture {
        try check(Architecture(codes))
        let swapped = [codes[0], codes[1], codes[3], codes[2], codes[4], codes[5]]
        return Architecture(swapped.map { [1, 0, 3, 2, 4][$0] })
    }

    /// The six codes NASLib uses; see ``architecture(nasLib:)``.
    ///
    /// - Throws: `spaces.architecture` if the architecture is not of this space.
    public func nasLibCodes(of architecture: Architecture) throws(SpaceError) -> [Int] {
        try check(architecture)
        let codes = architecture.genes.map { [1, 0, 3, 2, 4][$0] }
        return [codes[0], codes[1], codes[3], codes[2], codes[4], codes[5]]
    }

    /// The architecture of an NNLQP file number: six digits in base 5, the first edge the most significant;
    /// operators none, pool, 3x3, 1x1, skip.
    ///
    /// The meaning of the digits is inferred from measured latencies, not documented.
    /// - Throws: `spaces.architecture` for a number outside 0..<15625.
    public func architecture(nnlqp number: Int) throws(SpaceError) -> Architecture {
        guard (0..<15_625).contains(number) else {
            throw SpaceError(.architecture, "\(number) is no NNLQP number, they are below 15625")
        }
        var rest = number
        var genes = [0, 0, 0, 0, 0, 0]
        for position in (0..<6).reversed() {
            genes[position] = [0, 4, 3, 2, 1][rest % 5]
            rest /= 5
        }
        return Architecture(genes)
    }
}
