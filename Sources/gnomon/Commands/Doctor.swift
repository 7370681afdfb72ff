import ArgumentParser
import Foundation
import GnomonApp
import GnomonNative
import GnomonReport

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks each native library: present, version, and whether it computes a known result.",
        discussion: """
            EXAMPLES
              gnomon doctor
              gnomon doctor --json

            Ends with 1 when a library does not work; an optional one may be absent.
            """)

    @OptionGroup var output: OutputOptions

    func run() throws {
        let states = NativeCatalog.status()
        let rows = states.map { state in
            RowResult.row(
                DoctorRow(
                    library: state.library, isFound: state.isFound, version: state.version, path: state.path,
                    works: state.works,
                    hint: [state.problem, state.hint].compactMap { $0 }.joined(separator: "; ")))
        }
        output.show(rows) { Report.table($0) }
        let optional = Set(LibraryPin.all.filter(\.isOptional).map(\.id))
        // What is optional may be absent; what is there has to work.
        if states.contains(where: { !$0.works && ($0.isFound || !optional.contains($0.library)) }) {
            Foundation.exit(1)
        }
    }
}
