import ArgumentParser
import GnomonApp
import GnomonReport
import GnomonRuntimes

struct Platforms: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the platforms that can be named, and which of them were learned.",
        discussion: "EXAMPLES\n  gnomon platforms")

    func run() throws {
        let learned = Settings().learnedPlatforms()
        var table = TextTable([.init("platform"), .init("learned"), .init("runtime"), .init("what it is")])
        for type in RuntimeCatalog.all {
            for name in type.card.examples {
                table.add([name, learned.contains(name) ? "yes" : "no", type.card.name, type.card.summary])
            }
        }
        Console.result(table.rendered())
    }
}
