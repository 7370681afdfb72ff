public import GnomonData
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

    /// The sentences a runtime violates on a platform when it opens, runs and profiles a model of nodes `n<i>`
    /// and tensors `t<i>`, all of which take time.
    ///
    /// - Parameters:
    ///   - platform: The platform; its library has to be on this machine.
    ///   - model: The bytes of the model.
    ///   - network: The network it was written from.
    ///   - folder: An empty folder for profiles.
    /// - Returns: The sentences; none is what one wants.
    public static func violations(
        on platform: Platform, model: [UInt8], network: Network, folder: String
    ) -> [String] {
        var violations: [String] = []
        func require(_ holds: Bool, _ sentence: String) {
            if !holds { violations.append("\(platform.name): \(sentence)") }
        }
        func open(_ model: [UInt8], seed: UInt64, folder: String? = nil) throws -> any RuntimeSession {
            try model.withUnsafeBytes { bytes in
                try RuntimeCatalog.runtime(named: platform.runtime).open(
                    OpenRequest(model: bytes, platform: platform, seed: seed, profileFolder: folder))
            }
        }
        func checksum(_ session: any RuntimeSession) throws -> UInt64 {
            try session.run()
            defer { session.settle() }
            return try session.outputChecksum()
        }
        do {
            let first = try open(model, seed: 1)
            let sum = try checksum(first)
            require(try checksum(first) == sum, "the same inputs give the same outputs")
            require(try checksum(open(model, seed: 1)) == sum, "the same seed gives the same outputs")
            require(try checksum(open(model, seed: 2)) != sum, "another seed gives other outputs")
            try first.run()
            require(try first.outputBytes(0)?.isEmpty == false, "the first output can be read")
            require(try first.outputBytes(1) == nil, "past the last output there is nothing")
            require(try first.finishProfile().isEmpty, "without profiling there is no profile")
            let profiled = try open(model, seed: 1, folder: folder)
            require(try checksum(profiled) == sum, "profiling does not change outputs")
            for _ in 0..<3 { _ = try checksum(profiled) }
            let events = try profiled.finishProfile()
            let runs = Dictionary(grouping: events, by: \.run)
            require(runs.count == 4, "every inference is in the profile, not \(runs.count) of 4")
            var kernels = ProfileSummary.kernels(of: events) { _ in true }
            let groups = FusionReader.read(network, kernels: &kernels, idle: profiled.idleNodes)
            let live = network.nodes.indices.filter { network.nodes[$0].state == .live }
            let broken = groups.violations(operators: live, kernels: kernels.count)
            require(broken.isEmpty, "the groups are a partition: \(broken)")
            require(groups.unmapped.isEmpty, "every operator is accounted for")
            require(groups.groups.flatMap(\.nodes).sorted() == live, "every operator is executed")
            require(events.allSatisfy { $0.nanoseconds >= 0 }, "no kernel takes less than no time")
        } catch { require(false, "opens, runs and profiles a chain: \(error)") }
        do {
            _ = try open([1, 2, 3], seed: 1)
            require(false, "bytes that are no model are refused")
        } catch let error as RuntimeError {
            require(error.code == .refused, "bytes that are no model are refused, not \(error.code.rawValue)")
        } catch { require(false, "errors are those of the seam: \(error)") }
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
