import Foundation
import Synchronization

/// Ctrl-C: once asks the work to stop cleanly, twice ends the command.
enum Interruption {
    private static let count = Atomic<Int>(0)

    /// Whether the user asked to stop.
    static var isWanted: Bool { count.load(ordering: .relaxed) > 0 }

    /// Begins to listen to SIGINT and SIGTERM.
    static func watch() {
        let handler: @convention(c) (Int32) -> Void = { number in
            if Interruption.count.wrappingAdd(1, ordering: .relaxed).newValue >= 2 { _exit(128 + number) }
        }
        signal(SIGINT, handler)
        signal(SIGTERM, handler)
    }
}
