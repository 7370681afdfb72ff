import GnomonGraph
import GnomonSpaces

/// Networks of consecutive seeds, made once for all tests.
enum Sample {
    /// 60 networks in a debug build, which takes a tenth of a second for each; 500 in a release build or where
    /// slow tests are asked for.
    static let count: Int = {
        var isDebug = false
        assert({ isDebug = true }() == ())
        return isDebug && !NASBench201Tests.isThorough ? 60 : 500
    }()

    static let networks: [GeneratedNetwork] = {
        var generator = RandomNetworkGenerator(seed: 0)
        return (0..<count).compactMap { _ in try? generator.next() }
    }()
}
