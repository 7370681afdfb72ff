import GnomonGraph
import GnomonSpaces

/// Networks of consecutive seeds, made once for all tests.
enum Sample {
    static let networks: [GeneratedNetwork] = {
        var generator = RandomNetworkGenerator(seed: 0)
        return (0..<500).compactMap { _ in try? generator.next() }
    }()
}
