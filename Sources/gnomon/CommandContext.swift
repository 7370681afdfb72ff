import Foundation
import GnomonApp
import GnomonData
import GnomonRuntimes

/// What every command needs to know about itself.
enum CommandContext {
    /// What starts a child process of this command.
    static var child: [String] { [executable, "run-child"] }

    private static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    /// The platform with a name; ends the command where there is none.
    static func platform(_ name: String, json: Bool) -> Platform {
        do { return try Platform(named: name) } catch { AppError(error).end(json: json) }
    }

    /// The system with a name; ends the command where there is none.
    static func system(_ name: String, json: Bool) -> LearnSystem {
        do { return try LearnSystem.named(name) } catch { error.end(json: json) }
    }
}
