import GnomonData
public import GnomonGraph
public import GnomonRuntimes
import GnomonStatistics

/// What every runtime of the catalogue must do, whether or not its library is on this machine.
public enum RuntimeConformance {
    /// The sentences a runtime violates; none is what one wants.
    public static func violations(of type: any Runtime.Type) -> [String] {
        let card = type.card
        var violations: [String] = []
        func require(_ holds: Bool, _ sentence: String) {
            if !holds { violations.append("\(card.name): \(sentence)") }
        }
        require(!card.name.isEmpty, "the card has a name")
        require(!card.summary.isEmpty, "the card has a summary")
        require(!card.patterns.isEmpty, "the card says which platform names it answers to")
        require(!card.examples.isEmpty, "the card names a platform to try first")
        let named = RuntimeCatalog.all.count { $0.card.name == card.name }
        require(named == 1, "the name is in the catalogue once, not \(named) times")
        for example in card.examples {
            let platform = try? Platform(named: example)
            require(platform?.runtime == card.name, "the example '\(example)' is a platform of this runtime")
            require(platform?.name == example, "the example '\(example)' is the platform's own name")
        }
        do throws(RuntimeError) {
            let runtime = try RuntimeCatalog.runtime(named: card.name)
            require(Swift.type(of: runtime) == type, "its name leads to it")
        } catch { require(false, "its name leads to it: \(error)") }
        do throws(RuntimeError) {
            let version = try type.init().version()
            require(!version.isEmpty, "its version is not empty")
        } catch {
            require(
                error.code == .unavailable, "without a version it is unavailable, not \(error.code.rawValue)")
            require(card.library != nil, "without a library it is always available")
            require(error.hint?.isEmpty == false, "what is unavailable comes with a way out")
        }
        return violations
    }

    /// The sentences the catalogues violate when they are asked for names that nobody has.
    public static func violationsOfUnknownNames() -> [String] {
        var violations: [String] = []
        do throws(RuntimeError) {
            _ = try RuntimeCatalog.runtime(named: "nosuch")
            violations.append("an unknown runtime is refused")
        } catch {
            for type in RuntimeCatalog.all where error.hint?.contains(type.card.name) != true {
                violations.append("the refusal of an unknown runtime names '\(type.card.name)'")
            }
        }
        do throws(RuntimeError) {
            _ = try Platform(named: "nosuch")
            violations.append("an unknown platform is refused")
        } catch {
            if error.code != .unknownPlatform {
                violations.append("an unknown platform has a code of its own")
            }
            for name in PlatformCatalog.examples where error.hint?.contains(name) != true {
                violations.append("the refusal of an unknown platform names '\(name)'")
            }
        }
        return violations
    }

    /// The sentences the simulated machine violates on a prepared network.
    public static func violationsOfSimulation(on network: Network) -> [String] {
        let runtime = SimulatedRuntime()
        var violations: [String] = []
        func require(_ holds: Bool, _ sentence: String) {
            if !holds { violations.append("\(network.name): \(sentence)") }
        }
        let first = runtime.kernels(of: network, seed: 7)
        let truth = runtime.kernels(of: network, seed: nil)
        require(first == runtime.kernels(of: network, seed: 7), "one seed gives one result")
        require(truth == runtime.kernels(of: network, seed: nil), "the truth has no noise")
        require(first != runtime.kernels(of: network, seed: 8), "another seed gives another reading")
        let nodes = truth.flatMap(\.nodes)
        let live = network.nodes.indices.filter { network.nodes[$0].state == .live }
        require(nodes.sorted() == live, "every live node is in exactly one kernel")
        require(first.map(\.nodes) == truth.map(\.nodes), "noise does not change what is fused")
        require(
            first.allSatisfy { $0.latency > .zero && $0.latency.nanoseconds.isFinite },
            "every kernel takes time")
        for (reading, exact) in zip(first, truth) {
            let ratio = reading.latency.nanoseconds / exact.latency.nanoseconds
            require((0.9...1.1).contains(ratio), "a reading is near the truth")
        }
        return violations
    }
}
