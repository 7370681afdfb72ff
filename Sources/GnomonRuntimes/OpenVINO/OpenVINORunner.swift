import GnomonData
import GnomonNative

/// A network opened by OpenVINO.
final class OpenVINORunner: RuntimeSession {
    private let session: OpenVINOSession
    private let isProfiled: Bool
    private var profile = OpenVINOProfile()
    private var isRead = true
    /// Since the model was opened: what the profile is a mean over.
    private var inferences = 0
    private(set) var idleNodes: [Int] = []

    init(_ session: OpenVINOSession, isProfiled: Bool) {
        self.session = session
        self.isProfiled = isProfiled
    }

    func run() throws(RuntimeError) {
        isRead = false
        do throws(NativeError) { try session.run() } catch { throw RuntimeError(.failed, error.message) }
        inferences += 1
    }

    /// Reads the profile, which tells of all inferences so far.
    func settle() {
        guard isProfiled, !isRead else { return }
        isRead = true
        if let entries = try? session.profile() {
            profile.add(entries, inferences: inferences)
        } else {
            profile.skip()
        }
    }

    func outputChecksum() throws(RuntimeError) -> UInt64 {
        var sum = OutputChecksum()
        do throws(NativeError) {
            for index in 0..<session.outputCount { try session.withOutput(index) { sum.add($0) } }
        } catch { throw RuntimeError(.failed, error.message) }
        return sum.value
    }

    func outputBytes(_ index: Int) throws(RuntimeError) -> [UInt8]? {
        guard (0..<session.outputCount).contains(index) else { return nil }
        do throws(NativeError) { return try session.withOutput(index) { Array($0) } } catch {
            throw RuntimeError(.failed, error.message)
        }
    }

    func finishProfile() -> [ProfileEvent] {
        let (events, idle) = profile.finish()
        idleNodes = idle
        return events
    }
}
