import GnomonApp
import GnomonGraph
import Testing

@Suite("Sizes given by flags")
struct ModelBindingTests {
    @Test("names and sizes are read, and names may hold an equals sign")
    func reads() throws {
        let binding = try ModelBinding(dims: ["seq=128", "a=b=3"], shapes: ["x=1x3x8x8"], batch: 2)
        #expect(binding.options.dims == ["seq": 128, "a=b": 3])
        #expect(binding.options.shapes == ["x": [1, 3, 8, 8]])
        #expect(binding.options.defaultBatch == 2)
    }

    @Test(
        "what is no size is refused with the flag it came from",
        arguments: ["seq", "seq=", "seq=0", "seq=abc", "=4"])
    func refuses(entry: String) {
        #expect(throws: AppError.self) { try ModelBinding(dims: [entry]) }
        do throws(AppError) {
            _ = try ModelBinding(dims: [entry])
        } catch {
            #expect(error.exit == .usage)
            #expect(error.message.contains(entry))
        }
    }

    @Test("shapes with holes or words are refused", arguments: ["x=1x", "x=1xq", "x"])
    func refusesShapes(entry: String) {
        #expect(throws: AppError.self) { try ModelBinding(shapes: [entry]) }
    }
}
