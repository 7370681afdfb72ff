import GnomonData
import GnomonGraph
import GnomonNative
import GnomonStatistics

/// A network opened by LibTorch: a program with its weights and inputs bound.
final class TorchSession: RuntimeSession {
    private let program: TorchProgram
    private let outputs: [Int]
    /// What each step that is a kernel is called; nil for those that run once or move nothing.
    private let kernels: [ProfileEvent?]
    /// The nanoseconds of every step of every run so far, where they are recorded.
    private var recorded: UnsafeMutableBufferPointer<Int64>?
    private var runs = 0

    /// Compiles the network, binds constants and inputs, and runs it once.
    init(
        _ library: TorchLibrary, network: Network, request: OpenRequest
    ) throws(RuntimeError) {
        let lowering = try TorchLowering(network, model: request.model)
        outputs = network.outputs.map(\.index)
        do throws(NativeError) {
            try library.configure(
                threads: request.platform.threads, oneDNN: request.platform.settings["onednn"] != "off")
            program = try TorchProgram(library, slots: lowering.slotCount)
            try Self.bind(network, lowering, request, program, library)
            for step in lowering.steps { try program.add(step) }
            try program.seal(keeping: outputs)
            // The first run allocates, finds errors, and shows which steps move nothing.
            let views = try program.views()
            kernels = lowering.steps.indices.map { index in
                guard !views[index], !lowering.steps[index].runsOnce else { return nil }
                return Self.event(network, lowering.owners[index], position: index)
            }
            program.release()
        } catch {
            throw RuntimeError(.refused, error.message)
        }
        if request.profileFolder != nil { grow(to: 64) }
    }

    deinit { recorded?.deallocate() }

    /// Inputs are filled in the order of the network, as by every runtime; then constants somebody reads.
    private static func bind(
        _ network: Network, _ lowering: TorchLowering, _ request: OpenRequest, _ program: TorchProgram,
        _ library: TorchLibrary
    ) throws(NativeError) {
        var generator = SeededGenerator(seed: request.seed)
        for input in network.inputs {
            let tensor = network[input]
            guard let count = tensor.shape?.elements, let sizes = tensor.shape?.sizes,
                tensor.elementType.bits >= 8, count <= 1 << 33
            else {
                throw NativeError(
                    .unsupported, "input '\(tensor.name)' has no shape, is no numbers, or is too large")
            }
            let memory = UnsafeMutableRawBufferPointer.allocate(
                byteCount: count * tensor.elementType.bits / 8, alignment: 64)
            defer { memory.deallocate() }
            memory.initializeMemory(as: UInt8.self, repeating: 0)
            InputValues.fill(memory, elementType: tensor.elementType.rawValue, using: &generator)
            try program.bind(
                TorchTensor(
                    library, bytes: UnsafeRawBufferPointer(memory),
                    elementType: tensor.elementType.rawValue, sizes: sizes),
                to: input.index)
        }
        var isRead = Set(network.outputs.map(\.index))
        for step in lowering.steps { for case let slot? in step.inputs { isRead.insert(slot) } }
        for slot in isRead.sorted() where slot < network.tensors.count {
            let tensor = network.tensors[slot]
            guard TorchConstants.isStored(tensor) else { continue }
            guard let value = try TorchConstants.tensor(tensor, in: request.model, library) else {
                throw NativeError(.unsupported, "the values of '\(tensor.name)' are not in the file")
            }
            try program.bind(value, to: slot)
        }
        for (slot, values) in lowering.extras {
            try program.bind(TorchConstants.tensor(values, library), to: slot)
        }
    }

    private static func event(_ network: Network, _ index: Int, position: Int) -> ProfileEvent {
        let node = network.nodes[index]
        func names(_ ids: [TensorID?]) -> [String] { ids.compactMap { id in id.map { network[$0].name } } }
        return ProfileEvent(
            name: node.name, type: node.op.typeName, run: 0, position: position, nanoseconds: 0,
            inputs: names(node.inputs), outputs: names(node.outputs))
    }

    func run() throws(RuntimeError) {
        do throws(NativeError) {
            if let recorded, let base = recorded.baseAddress {
                try program.run(nanoseconds: base + runs * program.stepCount)
            } else {
                try program.run()
            }
        } catch {
            throw RuntimeError(.failed, error.message)
        }
        runs += 1
    }

    func settle() {
        program.release()
        guard let recorded else { return }
        // Room for the next run is made here, where nobody looks at the clock.
        if (runs + 1) * program.stepCount > recorded.count { grow(to: 2 * (runs + 1)) }
    }

    private func grow(to count: Int) {
        let larger = UnsafeMutableBufferPointer<Int64>.allocate(capacity: max(1, count * program.stepCount))
        larger.initialize(repeating: 0)
        if let recorded {
            for index in recorded.indices { larger[index] = recorded[index] }
            recorded.deallocate()
        }
        recorded = larger
    }

    func outputBytes(_ index: Int) throws(RuntimeError) -> [UInt8]? {
        guard outputs.indices.contains(index) else { return nil }
        do throws(NativeError) { return try program.value(outputs[index]).bytes() } catch {
            throw RuntimeError(.failed, error.message)
        }
    }

    func outputChecksum() throws(RuntimeError) -> UInt64 {
        // FNV-1a: outputs are compared with themselves, not with an enemy's.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for bytes in try outputBytes() {
            hash = bytes.withUnsafeBytes { bytes in
                var state = hash
                var offset = 0
                while offset + 8 <= bytes.count {
                    let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                    state = (state ^ word) &* 0x100_0000_01B3
                    offset += 8
                }
                for byte in bytes[offset...] { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
                return state
            }
        }
        return hash
    }

    func finishProfile() -> [ProfileEvent] {
        guard let recorded else { return [] }
        var events: [ProfileEvent] = []
        for run in 0..<runs {
            for (index, kernel) in kernels.enumerated() {
                guard var event = kernel else { continue }
                event.run = run
                event.nanoseconds = Double(recorded[run * program.stepCount + index])
                events.append(event)
            }
        }
        return events
    }
}
