public import GnomonData
import GnomonNative
import GnomonStatistics

/// Takes paired rounds of several models at a time and keeps their processes for the next question.
///
/// Detecting rules asks about hundreds of small networks, many of them several times: opening each anew would cost
/// more than timing it. Processes whose turn it is not use no processor; the one unused longest makes room.
/// Used by one thread.
public final class RoundSession {
    /// A model with a key that tells it from others.
    public struct Subject {
        /// What the model is known by.
        public var key: String
        /// The model as the runtime opens it; asked for only if no process has it open.
        public var model: () throws(MeasureError) -> ModelBytes

        /// A subject.
        public init(key: String, model: @escaping () throws(MeasureError) -> ModelBytes) {
            self.key = key
            self.model = model
        }
    }

    private struct Place {
        var key: String
        var seat: any LaunchSeat
        var repeats: Int
        var used: Int
    }

    private let open: (ModelBytes) throws(MeasureError) -> any LaunchSeat
    private let capacity: Int
    private var places: [Place] = []
    private var clock = 0
    private var round = 0
    private var generator: SeededGenerator

    /// A session on a platform of this machine.
    ///
    /// - Parameters:
    ///   - executable: What starts a child process.
    ///   - platform: The platform.
    ///   - options: The fence around children, the seed.
    ///   - capacity: Processes alive at most.
    public convenience init(
        executable: [String], platform: Platform, options: MeasureOptions = MeasureOptions(),
        capacity: Int = 16
    ) {
        var options = options
        // Networks of a pair free different amounts: whose pages go back to the system is chance, and looks like an
        // effect of fusion.
        options.limits.keepsFreedMemory = true
        let fenced = options
        self.init(capacity: capacity, seed: options.seed) { model throws(MeasureError) in
            try ChildSeat(executable: executable, model: model, platform: platform, options: fenced)
        }
    }

    init(
        capacity: Int, seed: UInt64, open: @escaping (ModelBytes) throws(MeasureError) -> any LaunchSeat
    ) {
        self.open = open
        self.capacity = max(2, capacity)
        generator = SeededGenerator(seed: seed)
    }

    deinit { end() }

    /// Rounds in which every subject had its turn undisturbed: nanoseconds of an inference for each, in order.
    ///
    /// Within a round subjects run in random order. A turn that something disturbed is taken again, up to three times;
    /// a round without an undisturbed one is left out. On a busy machine there may be fewer rounds than asked for.
    ///
    /// - Parameters:
    ///   - subjects: What is timed.
    ///   - count: The rounds.
    ///   - isRenewed: Whether the subjects' processes are started anew. Where memory happens to lie makes every process a
    ///     little slower or faster than another of the same model, which no number of rounds shows.
    /// - Returns: The rounds.
    /// - Throws: `MeasureError`; the process concerned is gone then.
    public func rounds(
        _ subjects: [Subject], count: Int, isRenewed: Bool = false
    ) throws(MeasureError) -> [[Double]] {
        clock += 1
        if isRenewed {
            let keys = Set(subjects.map(\.key))
            for index in places.indices.reversed() where keys.contains(places[index].key) { drop(index) }
        }
        for subject in subjects { try ready(subject, beside: subjects) }
        var rounds: [[Double]] = []
        for _ in 0..<max(0, 2 * count) where rounds.count < count {
            round += 1
            var values = [Double?](repeating: nil, count: subjects.count)
            for index in subjects.indices.shuffled(using: &generator) {
                // A disturbed turn is taken again at once: the others of the round need not be.
                for _ in 0..<3 where values[index] == nil { values[index] = try turn(subjects[index].key) }
            }
            let clean = values.compactMap { $0 }
            if clean.count == subjects.count { rounds.append(clean) }
        }
        return rounds
    }

    /// Ends every process.
    public func end() {
        for place in places { place.seat.end() }
        places = []
    }

    private func turn(_ key: String) throws(MeasureError) -> Double? {
        guard let index = places.firstIndex(where: { $0.key == key }) else { return nil }
        let place = places[index]
        do throws(MeasureError) {
            let result = try place.seat.block(
                BlockOrder(round: round, discard: 1, timed: 3, repeats: place.repeats))
            return Quantile.median(result.samples.samples.filter(\.isClean).map(\.perInference))
        } catch {
            drop(index)
            throw error
        }
    }

    /// Sees to it that a process has the subject open and warm.
    private func ready(_ subject: Subject, beside others: [Subject]) throws(MeasureError) {
        if let index = places.firstIndex(where: { $0.key == subject.key }) {
            places[index].used = clock
            return
        }
        while places.count >= capacity {
            let needed = Set(others.map(\.key))
            let idle = places.indices.filter { !needed.contains(places[$0].key) }
            guard let oldest = idle.min(by: { places[$0].used < places[$1].used }) else { break }
            drop(oldest)
        }
        let seat = try open(try subject.model())
        do throws(MeasureError) {
            _ = try seat.open()
            let warmed = try seat.warm(
                WarmOrder(minimumNanoseconds: 10_000_000, maximumNanoseconds: 60_000_000))
            let recent = warmed.samples.samples.suffix(10)
            let clean = recent.filter(\.isClean)
            let expected =
                Quantile.median((clean.isEmpty ? Array(recent) : clean).map(\.perInference)) ?? 1
            // A sample long enough that reading the clock is nothing against it.
            let repeats = max(1, min(10_000, Int((100_000 / max(expected, 1)).rounded(.up))))
            places.append(Place(key: subject.key, seat: seat, repeats: repeats, used: clock))
        } catch {
            seat.end()
            throw error
        }
    }

    private func drop(_ index: Int) {
        places[index].seat.end()
        places.remove(at: index)
    }
}
