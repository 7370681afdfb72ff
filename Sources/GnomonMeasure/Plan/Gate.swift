import GnomonData

/// Which rounds may be used.
enum Gate {
    /// Whether a round with this share of clean samples and this pressure may be used.
    static func isUsable(cleanShare: Double, pressure: Double?) -> Bool {
        !(cleanShare < 0.1 && (pressure ?? 1) > 0.5)
    }

    /// The numbers of the rounds of a launch that may be used; what is left out is kept, not used.
    static func usableRounds(of launch: Launch) -> Set<Int> {
        var counts: [Int: (clean: Int, all: Int)] = [:]
        for sample in launch.samples where !sample.isWarmup {
            counts[sample.round, default: (0, 0)].all += 1
            if sample.isClean { counts[sample.round, default: (0, 0)].clean += 1 }
        }
        return Set(
            counts.filter { round, count in
                let seen = launch.rounds.indices.contains(round) ? launch.rounds[round] : nil
                let pressure = seen.flatMap { round in
                    round.stalled.map { Double($0) / Double(max(1, round.nanoseconds)) }
                }
                return isUsable(
                    cleanShare: Double(count.clean) / Double(max(1, count.all)), pressure: pressure)
            }.keys)
    }
}
