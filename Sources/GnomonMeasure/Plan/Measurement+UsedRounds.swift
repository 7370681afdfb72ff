public import GnomonData

extension GnomonData.Measurement {
    /// For each launch the numbers of the rounds that its verdict rests on; the others were too disturbed.
    public var usedRounds: [Set<Int>] { launches.map { Gate.usableRounds(of: $0) } }
}
