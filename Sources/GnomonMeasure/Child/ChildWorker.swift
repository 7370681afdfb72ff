import Foundation
import GnomonData
import GnomonNative
import GnomonRuntimes
import GnomonStatistics

/// Obeys the requests of the protocol.
final class ChildWorker {
    private var runtime: (any Runtime)?
    private var opened: ChildRequest.Open?
    private var model: MappedFile?
    private var session: (any RuntimeSession)?
    private var timer = SubjectTimer(clock: SystemClock(), threads: 1)
    private var subjects: [String: any Subject] = [:]
    /// The largest resident size before the reference kernels took their memory.
    private var peakBytes: Int64 = 0

    func answer(_ request: ChildRequest) -> ChildReply {
        do throws(RuntimeError) {
            if let open = request.open { return try self.open(open) }
            if let warm = request.warm { return try self.warm(warm) }
            if let block = request.block { return try self.block(block) }
            if let profile = request.profile { return try self.profile(profile) }
            if request.close != nil {
                session = nil
                subjects = [:]
                let peak = peakBytes > 0 ? peakBytes : MachineLoad.peakResidentBytes()
                return ChildReply(closed: .init(peakBytes: peak))
            }
            return ChildReply(error: .init(code: "protocolViolation", message: "an empty request"))
        } catch {
            return ChildReply(error: .init(code: error.code.rawValue, message: error.description))
        }
    }

    private func open(_ request: ChildRequest.Open) throws(RuntimeError) -> ChildReply {
        if let cpu = request.cpu { ThreadControl.pin(to: cpu) }
        // Weights are made up. Where their softmaxes end in subnormal numbers, products take thirty times as long as with
        // trained ones.
        ThreadControl.flushSubnormals()
        timer = SubjectTimer(clock: SystemClock(), threads: request.platform.threads)
        let runtime = try RuntimeCatalog.runtime(named: request.platform.runtime)
        self.runtime = runtime
        opened = request
        // Read by the library when it is loaded, which the next call does.
        for (name, value) in runtime.environment(for: request.platform) { setenv(name, value, 1) }
        let version = try runtime.version()
        // The memory of an earlier model is given back first.
        session = nil
        subjects = [:]
        do throws(NativeError) { model = try MappedFile(descriptor: ChildProcess.modelDescriptor) } catch {
            throw RuntimeError(.refused, error.message)
        }
        let start = MachineClock.wall()
        let session = try openSession(folder: nil, wantsGraph: false)
        self.session = session
        subjects = [BlockOrder.target: SessionSubject(session)]
        return ChildReply(opened: .init(loadNanoseconds: MachineClock.wall() - start, version: version))
    }

    private func openSession(folder: String?, wantsGraph: Bool) throws(RuntimeError) -> any RuntimeSession {
        guard let runtime, let opened, let model else { throw RuntimeError(.failed, "nothing is open") }
        return try model.withBytes { (all) throws(RuntimeError) -> any RuntimeSession in
            var bytes = all
            if let range = opened.range {
                guard range.count == 2, range[0] >= 0, range[1] >= 0, range[0] <= all.count,
                    range[1] <= all.count - range[0]
                else { throw RuntimeError(.failed, "the model lies outside its file") }
                bytes = UnsafeRawBufferPointer(rebasing: all[range[0]..<range[0] + range[1]])
            }
            // Opening its first session, ONNX Runtime sets the calling thread as it likes.
            defer { ThreadControl.flushSubnormals() }
            return try runtime.open(
                OpenRequest(
                    model: bytes, platform: opened.platform, seed: opened.seed, profileFolder: folder,
                    wantsGraph: wantsGraph))
        }
    }

    private func current() throws(RuntimeError) -> any RuntimeSession {
        guard let session else { throw RuntimeError(.failed, "nothing is open") }
        return session
    }

    private func warm(_ order: WarmOrder) throws(RuntimeError) -> ChildReply {
        let result = try timer.warm(subject(BlockOrder.target), order)
        peakBytes = MachineLoad.peakResidentBytes()
        return ChildReply(warmed: result)
    }

    private func block(_ order: BlockOrder) throws(RuntimeError) -> ChildReply {
        ChildReply(block: try timer.block(subject(order.subject), order))
    }

    /// The target or a reference kernel, which is made when it is first wanted.
    private func subject(_ name: String) throws(RuntimeError) -> any Subject {
        if let known = subjects[name] { return known }
        guard let kernel = ReferenceKernel(rawValue: name)?.make() else {
            throw RuntimeError(.failed, "there is no subject \(name)")
        }
        subjects[name] = kernel
        // Its pages are touched now, not in the first sample.
        try timer.block(kernel, BlockOrder(subject: name, round: 0, discard: 3, timed: 1)).discarded()
        return kernel
    }

    /// Alternates blocks of bare and of profiled inferences.
    private func profile(_ request: ChildRequest.Profile) throws(RuntimeError) -> ChildReply {
        let bareSession = try current()
        let bare = SessionSubject(bareSession)
        let session = try openSession(folder: request.folder, wantsGraph: request.wantsGraph)
        let profiled = SessionSubject(session)
        let start = MachineClock.wall()
        var bareColumns = SampleColumns()
        var profiledColumns = SampleColumns()
        var isUsed: [Bool] = []
        func profiledRun(isTimed: Bool) throws(RuntimeError) {
            var columns = SampleColumns()
            try timer.sample(profiled, repeats: 1, into: &columns)
            profiled.settle()
            isUsed.append(isTimed && columns[0].isClean)
            if isTimed { profiledColumns.append(columns[0]) }
        }
        for _ in 0..<2 { try profiledRun(isTimed: false) }
        // Slow subjects are asked for few runs: their blocks are short, so that both kinds get a turn.
        let length = request.minimumRuns <= 5 ? 3 : 5
        var checksum: UInt64 = 0
        var references: [String: [Double]] = [:]
        while true {
            for kernel in [ReferenceKernel.compute, .cache] {
                var columns = SampleColumns()
                try timer.sample(subject(kernel.rawValue), repeats: 1, into: &columns)
                references[kernel.rawValue, default: []].append(columns[0].perInference)
            }
            try bare.run()
            bare.settle()
            for _ in 0..<length {
                try timer.sample(bare, repeats: 1, into: &bareColumns)
                checksum = try bareColumns.wall.count == 1 ? bare.outputChecksum() : checksum
                bare.settle()
            }
            try profiledRun(isTimed: false)
            for _ in 0..<length { try profiledRun(isTimed: true) }
            let elapsed = MachineClock.wall() - start
            let clean = isUsed.reduce(0) { $0 + ($1 ? 1 : 0) }
            if clean >= request.minimumRuns || elapsed >= request.maximumNanoseconds { break }
        }
        let events = try session.finishProfile()
        let clean = isUsed.reduce(0) { $0 + ($1 ? 1 : 0) }
        // On a machine that never leaves us alone, the lower 80 % of all runs is better than nothing.
        let usesAll = clean < 5
        let kernels = ProfileSummary.kernels(of: events) { run in
            run < isUsed.count && (isUsed[run] || (usesAll && run >= 3))
        }
        let walls = profiledColumns.samples.filter { usesAll || $0.isClean }.map { Double($0.wall) }
        return ChildReply(
            profiled: .init(
                bare: bareColumns, references: references, kernels: kernels, idle: session.idleNodes,
                runs: profiledColumns.wall.count, cleanRuns: clean,
                profiledMedian: Quantile.median(walls) ?? .nan, checksum: checksum))
    }
}

extension BlockResult {
    /// Says that a result is not wanted.
    fileprivate func discarded() {}
}
