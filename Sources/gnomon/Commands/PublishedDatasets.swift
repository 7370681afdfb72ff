import ArgumentParser
import GnomonApp
import GnomonReport

struct DatasetImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Brings published data sets into the folder where they are looked for.",
        discussion: """
            FORMS
              table           CSV in Gnomon's own form, checked and copied (--as NAME)
              nats-export     accuracies of NAS-Bench-201, nats_bench.csv; the others need its list of indices
              nnlqp-labels    gt_stage.txt of NNLQP
              eagle           LatBench, a pickle for each device
              ofa-csv         RTX_2080_Ti_GPU_ofa.csv and the like (--as ofa-rtx2080ti or ofa-p40)
              ofa-yaml        160_lookup_table.yaml ... 224_lookup_table.yaml of Once-for-all
              proxyless-yaml  mobile_trim.yaml of ProxylessNAS
              help-pt         data/nasbench201, data/fbnet or data/ofa of HELP: the folder, or latency/*.pt
                              and the list of architectures (--as nb201, fbnet or ofa)
              hw-nas-bench    HW-NAS-Bench-v1_0.pickle: NAS-Bench-201, and blocks of FBNet

            'gnomon dataset show NAME' says where a data set is public. The data stay with their owners' licences.

            EXAMPLES
              gnomon dataset import nats-export nats_bench.csv
              gnomon dataset import nnlqp-labels gt_stage.txt
              gnomon dataset import help-pt HELP/data/fbnet --as fbnet
            """)

    @Argument(help: "The form of the files.")
    var form: ImportForm

    @Argument(help: "The files.")
    var files: [String]

    @Option(name: .customLong("as"), help: "Which data set it is, where the form does not say.")
    var name: String?

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    func run() throws {
        do throws(AppError) {
            let settings = Settings()
            let library = DatasetLibrary(folder: data, settings: settings)
            let written = try DatasetImport(library: library, folder: data ?? settings.datasetFolder).run(
                form.origin, files: files, name: name)
            for file in written { Console.note("\(file.rows) rows written to \(file.path)") }
        } catch { error.end() }
    }
}

/// The forms by the names users type.
struct ImportForm: ExpressibleByArgument {
    var origin: DatasetImport.Origin

    init?(argument: String) {
        guard let origin = DatasetImport.Origin(rawValue: argument) else { return nil }
        self.origin = origin
    }

    static var allValueStrings: [String] { DatasetImport.Origin.allCases.map(\.rawValue) }
}

struct DatasetListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the published data sets that are known, and which are here.",
        discussion: "EXAMPLES\n  gnomon dataset list\n  gnomon dataset list --data folder --json")

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let library = DatasetLibrary(folder: data, settings: Settings())
        output.show(library.listing().map { .row($0) }) { Report.table($0) }
    }
}

struct DatasetShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows a published data set: its devices, and where it is public.",
        discussion: "EXAMPLES\n  gnomon dataset show latbench")

    @Argument(help: "The data set.")
    var name: String

    @Option(help: ArgumentHelp("The folder of the data sets.", valueName: "folder"))
    var data: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        do throws(AppError) {
            let rows = try DatasetLibrary(folder: data, settings: Settings()).devices(of: name)
            output.show(rows.map { .row($0) }) { Report.table($0) }
            if !output.json, !output.csv {
                for line in try DatasetLibrary.origins(of: name) { Console.note(line) }
            }
        } catch { error.end(json: output.json) }
    }
}
