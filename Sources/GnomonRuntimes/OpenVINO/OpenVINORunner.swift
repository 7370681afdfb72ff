import GnomonData
import GnomonNative

/// A network opened by OpenVINO.
final class OpenVINORunner: RuntimeSession {
    private let session: OpenVINOSession
    private let isProfiled: Bool
    private var profile = OpenVINOProfile()
    private var isRead = true
    private(set) var idleNodes: [Int] = []

    init(_ session: OpenVINOSession, isProfiled: Bool) {
        self.session = session
        self.isProfiled = isProfiled
    }

    func run() throws(RuntimeError) {
        isRead = false
        do throws(NativeError) { try session.run() } catch { throw RuntimeError(.failed, error.message) }
    }

    /// Reads the profile, which tells of the last inference only.
    func settle() {
        guard isProfiled, !isRead else { return }
        isRead = true
        if let entries = try? session.profile() { profile.add(entries) } else { profile.skip() }
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
