import ArgumentParser
import Foundation
import GnomonMeasure

/// The process in which foreign models run; started by the command itself, not by people.
struct RunChild: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run-child", shouldDisplay: false)

    func run() throws {
        Foundation.exit(ChildProcess.main())
    }
}
