import Foundation
import Testing

@Suite("Generating", .enabled(if: Command.isBuilt, "\(Command.notBuilt)"))
struct GenerateTests {
    @Test("A published network and a cell of a search space become files that inspect understands")
    func files() throws {
        let command = try Command()
        defer { command.remove() }
        for arguments in [["squeezenet1_1"], ["fbnet", "7818488874147327324245"]] {
            let path = "\(command.folder)/\(arguments[0]).onnx"
            let made = try command.run(["generate"] + arguments + ["--weights", "constant", "-o", path])
            #expect(made.status == 0, "\(made.errors)")
            let seen = try command.run(["inspect", "--json", path])
            #expect(seen.status == 0)
            #expect(seen.results.first?["unknown_shapes"] as? Int == 0)
            #expect(seen.results.first?["parameters"] as? Int ?? 0 > 500_000)
        }
    }

    @Test("An unknown name, space or cell ends with 64 and what is known")
    func unknown() throws {
        let command = try Command()
        defer { command.remove() }
        let name = try command.run(["generate", "resnet19"])
        #expect(name.status == 64)
        #expect(name.errors.contains("resnet18"))
        let space = try command.run(["generate", "nothing", "123"])
        #expect(space.status == 64)
        #expect(space.errors.contains("nasbench201"))
        #expect(try command.run(["generate", "nasbench201", "|bad|"]).status == 64)
    }

    @Test("Spaces are listed with examples")
    func listed() throws {
        let command = try Command()
        defer { command.remove() }
        let listing = try command.run(["spaces"])
        #expect(listing.status == 0)
        #expect(listing.output.contains("nasbench201"))
        #expect(listing.output.contains("mobilenet_v2"))
    }
}
