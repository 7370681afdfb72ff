import GnomonData
import GnomonNative

/// A network opened by OpenVINO.
final class OpenVINORunner: RuntimeSession {
    private let session: OpenVINOSession
    private let isProfiled: Bool
    private var events: [ProfileEvent] = []
    private var runs = 0
    private var isRead = true

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
        if let entries = try? session.profile() { events += OpenVINOProfile.events(entries, run: runs) }
        runs += 1
    }

    func outputChecksum() throws(RuntimeError) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        do throws(NativeError) {
            for index in 0..<session.outputCount {
                // FNV-1a over words: outputs are compared with themselves, not with an enemy's.
                hash = try session.withOutput(index) { bytes in
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
        } catch { throw RuntimeError(.failed, error.message) }
        return hash
    }

    func finishProfile() -> [ProfileEvent] { events }
}
