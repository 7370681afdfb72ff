extension RandomNetworkGenerator {
    /// The version of the networks that seeds stand for: raised whenever a seed would give another network, so
    /// that profiles kept under older seeds are not taken for newer ones.
    public static let version = 5
}
