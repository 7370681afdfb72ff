import ArgumentParser
import Foundation
import GnomonApp
import GnomonData
import GnomonNative
import GnomonReport

struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks each native library: present, version, and whether it computes a known result.",
        discussion: """
            EXAMPLES
              gnomon doctor
              gnomon doctor --json
              gnomon doctor --calibrate --on here

            Ends with 1 when a library does not work; an optional one may be absent.
            """)

    @OptionGroup var output: OutputOptions

    @Flag(help: "Measure under self-made load how noise is to be corrected on a platform; takes a minute.")
    var calibrate = false

    @Option(name: .customLong("on"), help: "The platform to calibrate.")
    var platform = "here"

    func run() throws {
        if calibrate { return try runCalibration() }
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

    private func runCalibration() throws {
        let platform = CommandContext.platform(platform, json: output.json)
        let talk = ProgressTalk(json: output.json, phase: "calibrating")
        do throws(AppError) {
            let session = try MeasureSession(
                platform: platform, settings: Settings(), executable: CommandContext.child)
            let found = try session.calibrateNoise { talk.show(fraction: $0, detail: platform.name) }
            talk.end()
            let rows = found.floors.keys.sorted().map { NoiseRow(name: $0, calibration: found) }
            output.show(rows.map { RowResult.row($0) }) { Report.table($0) }
        } catch { error.end(json: output.json) }
    }
}
