import Foundation
import GnomonData
import GnomonNative
import GnomonRuntimes

/// Obeys the requests of the protocol.
final class ChildWorker {
    private var runtime: (any Runtime)?
    private var opened: ChildRequest.Open?
    private var model: MappedFile?
    private var session: (any RuntimeSession)?
    private var recorder = SampleRecorder(threads: 1)

    func answer(_ request: ChildRequest) -> ChildReply {
        do throws(RuntimeError) {
            if let open = request.open { return try self.open(open) }
            if let warm = request.warm { return try self.warm(warm) }
            if let block = request.block { return try self.block(block) }
            if let profile = request.profile { return try self.profile(profile) }
            if request.close != nil {
                session = nil
                return ChildReply(closed: .init(peakBytes: MachineLoad.peakResidentBytes()))
            }
            return ChildReply(error: .init(code: "protocolViolation", message: "an empty request"))
        } catch {
            return ChildReply(error: .init(code: error.code.rawValue, message: error.description))
        }
    }

    private func open(_ request: ChildRequest.Open) throws(RuntimeError) -> ChildReply {
        if let cpu = request.cpu { ThreadControl.pin(to: cpu) }
        recorder = SampleRecorder(threads: request.platform.threads)
        let runtime = try RuntimeCatalog.runtime(named: request.platform.runtime)
        self.runtime = runtime
        opened = request
        // Read by the library when it is loaded, which the next call does.
        for (name, value) in runtime.environment(for: request.platform) { setenv(name, value, 1) }
        let version = try runtime.version()
        do throws(NativeError) { model = try MappedFile(descriptor: ChildProcess.modelDescriptor) } catch {
            throw RuntimeError(.refused, error.message)
        }
        let start = MachineClock.wall()
        session = try openSession(folder: nil, wantsGraph: false)
        return ChildReply(opened: .init(loadNanoseconds: MachineClock.wall() - start, version: version))
    }

    private func openSession(folder: String?, wantsGraph: Bool) throws(RuntimeError) -> any RuntimeSession {
        guard let runtime, let opened, let model else { throw RuntimeError(.failed, "nothing is open") }
        return try model.withBytes { (bytes) throws(RuntimeError) -> any RuntimeSession in
            try runtime.open(
                OpenRequest(
                    model: bytes, platform: opened.platform, seed: opened.seed, profileFolder: folder,
                    wantsGraph: wantsGraph))
        }
    }

    private func current() throws(RuntimeError) -> any RuntimeSession {
        guard let session else { throw RuntimeError(.failed, "nothing is open") }
        return session
    }

    private func warm(_ request: ChildRequest.Warm) throws(RuntimeError) -> ChildReply {
        let (columns, isSteady) = try recorder.warm(
            current(), minimum: request.minimumNanoseconds, maximum: request.maximumNanoseconds)
        return ChildReply(warmed: .init(samples: columns, isSteady: isSteady))
    }

    private func block(_ request: ChildRequest.Block) throws(RuntimeError) -> ChildReply {
        let session = try current()
        let timed = min(max(1, request.timed), 100_000)
        var columns = SampleColumns()
        columns.wall.reserveCapacity(timed)
        columns.cpu.reserveCapacity(timed)
        columns.clean.reserveCapacity(timed)
        try recorder.discard(session, count: min(max(0, request.discard), 1000))
        var checksum: UInt64 = 0
        for index in 0..<timed {
            try recorder.sample(session, repeats: min(max(1, request.repeats), 1_000_000), into: &columns)
            if index == timed - 1 { checksum = try session.outputChecksum() }
            session.settle()
        }
        return ChildReply(block: .init(samples: columns, checksum: checksum))
    }

    /// Alternates blocks of bare and of profiled inferences.
    private func profile(_ request: ChildRequest.Profile) throws(RuntimeError) -> ChildReply {
        let bare = try current()
        let profiled = try openSession(folder: request.folder, wantsGraph: request.wantsGraph)
        let start = MachineClock.wall()
        var bareColumns = SampleColumns()
        var profiledColumns = SampleColumns()
        var isUsed: [Bool] = []
        func profiledRun(isTimed: Bool) throws(RuntimeError) {
            var columns = SampleColumns()
            try recorder.sample(profiled, repeats: 1, into: &columns)
            profiled.settle()
            isUsed.append(isTimed && columns.clean[0])
            if isTimed {
                profiledColumns.wall += columns.wall
                profiledColumns.clean += columns.clean
            }
        }
        for _ in 0..<2 { try profiledRun(isTimed: false) }
        // Slow subjects are asked for few runs: their blocks are short, so that both kinds get a turn.
        let length = request.minimumRuns <= 5 ? 3 : 5
        var checksum: UInt64 = 0
        while true {
            try recorder.discard(bare, count: 1)
            for _ in 0..<length {
                try recorder.sample(bare, repeats: 1, into: &bareColumns)
                checksum = try bareColumns.wall.count == 1 ? bare.outputChecksum() : checksum
                bare.settle()
            }
            try profiledRun(isTimed: false)
            for _ in 0..<length { try profiledRun(isTimed: true) }
            let elapsed = MachineClock.wall() - start
            let clean = isUsed.reduce(0) { $0 + ($1 ? 1 : 0) }
            if clean >= request.minimumRuns || elapsed >= request.maximumNanoseconds { break }
        }
        let events = try profiled.finishProfile()
        let clean = isUsed.reduce(0) { $0 + ($1 ? 1 : 0) }
        // On a machine that never leaves us alone, the lower 80 % of all runs is better than nothing.
        let usesAll = clean < 5
        let kernels = ProfileSummary.kernels(of: events) { run in
            run < isUsed.count && (isUsed[run] || (usesAll && run >= 3))
        }
        let walls = profiledColumns.wall.indices.filter { usesAll || profiledColumns.clean[$0] }
            .map { Double(profiledColumns.wall[$0]) }
        return ChildReply(
            profiled: .init(
                bare: bareColumns, kernels: kernels, idle: profiled.idleNodes,
                runs: profiledColumns.wall.count, cleanRuns: clean,
                profiledMedian: Estimator.median(walls), checksum: checksum))
    }
}
