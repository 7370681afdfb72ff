import ArgumentParser
import Foundation
import GnomonApp
import GnomonSpaces

struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Writes a published network, seeded variants of it, or architectures of a search space, as ONNX.",
        discussion: """
            EXAMPLES
              gnomon generate mobilenet_v2 -o mobilenet_v2.onnx
              gnomon generate resnet50 --batch 8 --size 288 -o resnet50.onnx
              gnomon generate fbnet 7818488874147327324245 -o fbnet.onnx
              gnomon generate darts darts-v2 -o darts-v2.onnx
              gnomon generate random --seed 375 -o random.onnx
              gnomon generate vgg11 --variants 20 --seed 7 --folder variants
              gnomon generate ofa-mbv3 --variants 20 --seed 7 --folder sampled
            """)

    @Argument(help: "A name from 'gnomon spaces', or 'random' for a network that learning may measure.")
    var name: String

    @Argument(help: "An architecture of the search space NAME; one that the seed draws if not given.")
    var architecture: String?

    @Option(name: .shortAndLong, help: "The file to write; NAME.onnx if none is given.")
    var output: String?

    @Option(help: "Samples of one inference.")
    var batch = 1

    @Option(help: "Height and width of the image; the published ones if not given.")
    var size: Int?

    @Option(help: "Scores of the classifier.")
    var classes = 1000

    @Option(help: "Factor on all channel counts.")
    var width = 1.0

    @Option(help: "Tokens of language models.")
    var sequence = 128

    @Flag(help: "Keep batch normalisations as operators of their own.")
    var unfolded = false

    @Option(help: "Write so many variants, or architectures of the search space, instead of one network.")
    var variants: Int?

    @Option(help: "Where variants, drawn architectures and random weights come from.")
    var seed: UInt64 = 1

    @Option(help: "The folder for variants, made if it is not there.")
    var folder = "."

    @Option(help: "The values of weights; copied means synthetic here.")
    var weights = WeightChoice.synthetic

    func validate() throws {
        if let variants, !(1...100_000).contains(variants) {
            throw ValidationError("--variants \(variants): expected 1 to 100000")
        }
    }

    func run() throws {
        let generation = Generation(
            name: name,
            options: FamilyOptions(
                batch: batch, size: size, classes: classes, width: width, sequence: sequence,
                normalisation: unfolded ? .separate : .folded),
            seed: seed, weights: weights)
        do throws(AppError) {
            if let variants {
                try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                let paths = try generation.writeVariants(variants, into: folder)
                Console.result(paths.joined(separator: "\n") + "\n")
            } else {
                let path = output ?? "\(name).onnx"
                let network =
                    if let architecture { try generation.network(of: architecture) } else {
                        try generation.network()
                    }
                try generation.write(network, to: path)
                Console.result(path + "\n")
            }
        } catch {
            error.end()
        }
    }
}
