import ArgumentParser
import GnomonApp
import GnomonData
import GnomonNative
import GnomonReport
import GnomonRuntimes

struct Platforms: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the platforms of this machine, and which of them are installed and were learned.",
        discussion: "EXAMPLES\n  gnomon platforms")

    func run() throws {
        let learned = Settings().learnedPlatforms()
        var table = TextTable([
            .init("platform"), .init("learned"), .init("installed"), .init("runtime"), .init("what it is"),
        ])
        for platform in PlatformCatalog.here() {
            guard let card = RuntimeCatalog.all.first(where: { $0.card.name == platform.runtime })?.card
            else {
                continue
            }
            let isReady = NativeCatalog.isReady(card.library)
            table.add([
                platform.name, learned.contains(platform.name) ? "yes" : "no",
                isReady ? "yes" : "gnomon setup \(card.library ?? "")", card.name, card.summary,
            ])
        }
        Console.result(table.rendered())
    }
}
