import GnomonData
import GnomonPredict
import GnomonStatistics

/// What reference kernels take when nothing disturbs them, learned from the profiles themselves: whether a profile was
/// taken in a slow time.
///
/// On a guest the host's other work comes in spells of seconds in which everything takes a third longer: nothing
/// inside a profile shows it, the reference kernels do.
struct QuietFloor {
    /// How much slower than its floor a reference kernel may be before a profile is taken again: trees learn what
    /// less does to each kernel.
    static let tolerance = 0.35
    /// The share of profiles that is taken to be undisturbed at least.
    static let quietShare = 0.1

    private var seen: [String: [Double]] = [:]

    /// The floor that these profiles show.
    init(_ profiles: [NetworkProfile] = []) { for profile in profiles { add(profile) } }

    /// Takes in the reference kernels of a profile.
    mutating func add(_ profile: NetworkProfile) {
        for (name, time) in profile.references ?? [:] { seen[name, default: []].append(time) }
    }

    /// How busy the machine was beside a profile; quiet where no reference kernel ran.
    ///
    /// - Complexity: O(n log n) in the profiles seen.
    func conditions(of profile: NetworkProfile) -> MachineConditions {
        var ratios: [String: Double] = [:]
        for (name, time) in profile.references ?? [:] {
            if let floor = Quantile.of(seen[name] ?? [], at: Self.quietShare), floor > 0 {
                ratios[name] = time / floor
            }
        }
        return MachineConditions(ratios)
    }

    /// How much slower than its floor the slowest reference kernel of a profile was; 0 where none ran.
    func slowness(of profile: NetworkProfile) -> Double { conditions(of: profile).slowness }

    /// Whether a profile was taken in a time that is worth learning from.
    func isQuiet(_ profile: NetworkProfile) -> Bool { slowness(of: profile) <= Self.tolerance }
}
