import GnomonGraph
import GnomonSpaces
import GnomonStatistics
import Testing

@Suite("Properties of the cost")
struct CostPropertyTests {
    /// A convolution as the tests vary it.
    struct Layer {
        var batch = 1
        var channels: Int
        var out: Int
        var image: Extent
        var kernel: Extent
        var stride: Extent
        var groups = 1

        init(_ generator: inout SeededGenerator) {
            func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
            channels = 4 * pick(1...6)
            out = 4 * pick(1...6)
            image = Extent(pick(7...30), pick(7...30))
            kernel = Extent(2 * pick(0...2) + 1, 2 * pick(0...2) + 1)
            stride = Extent(pick(1...2), pick(1...2))
        }

        /// The same with height and width in each other's place.
        var turned: Layer {
            var copy = self
            copy.image = Extent(image.width, image.height)
            copy.kernel = Extent(kernel.width, kernel.height)
            copy.stride = Extent(stride.width, stride.height)
            return copy
        }

        func cost() throws -> Cost {
            var net = NetworkBuilder()
            let x = net.input([batch, channels, image.height, image.width])
            let y = net.conv(x, out: out, kernel: kernel, stride: stride, groups: groups)
            return try net.finish([y], name: "layer").prepared().totalCost()
        }
    }

    @Test("of a convolution follow batch, groups, channels and sides as the formula says")
    func convolutions() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<60 {
            let layer = Layer(&generator)
            let cost = try layer.cost()
            #expect(try layer.turned.cost() == cost)
            var other = layer
            other.batch = 2
            let twice = try other.cost()
            #expect(twice.macs == 2 * cost.macs)
            #expect(twice.otherFLOPs == 2 * cost.otherFLOPs)
            #expect(twice.bytesWritten == 2 * cost.bytesWritten)
            #expect(twice.bytesRead - twice.weightBytes == 2 * (cost.bytesRead - cost.weightBytes))
            #expect(twice.weightBytes == cost.weightBytes)
            #expect(twice.parameters == cost.parameters)
            other = layer
            other.groups = 2
            let halved = try other.cost()
            #expect(2 * halved.macs == cost.macs)
            #expect(halved.otherFLOPs == cost.otherFLOPs)
            other = layer
            other.out *= 3
            let wide = try other.cost()
            #expect(wide.macs == 3 * cost.macs)
            #expect(wide.parameters == 3 * cost.parameters)
            #expect(wide.bytesWritten == 3 * cost.bytesWritten)
            #expect(wide.weightBytes == 3 * cost.weightBytes)
        }
    }

    @Test("of a batch are those of its parts, weights read once for each part")
    func batches() throws {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<40 {
            var layer = Layer(&generator)
            let sizes = [Int.random(in: 1...5, using: &generator), Int.random(in: 1...5, using: &generator)]
            var parts = Cost()
            for size in sizes {
                layer.batch = size
                try parts.add(layer.cost())
            }
            layer.batch = sizes[0] + sizes[1]
            let whole = try layer.cost()
            #expect(parts.macs == whole.macs)
            #expect(parts.otherFLOPs == whole.otherFLOPs)
            #expect(parts.bytesWritten == whole.bytesWritten)
            #expect(parts.bytesRead == whole.bytesRead + whole.weightBytes)
        }
    }

    @Test("of networks one after the other, and side by side, add up")
    func sums() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<40 {
            let layers = (0..<4).map { _ in Layer(&generator) }
            var (chain, apart) = (NetworkBuilder(), NetworkBuilder())
            var x = chain.input([1, 8, 20, 24])
            var expected = Cost()
            var outputs: [TensorID] = []
            for layer in layers {
                var alone = NetworkBuilder()
                let sizes = chain.sizes(x)
                let y = alone.relu(alone.conv(alone.input(sizes), out: layer.out, kernel: layer.kernel))
                try expected.add(alone.finish([y], name: "alone").prepared().totalCost())
                x = chain.relu(chain.conv(x, out: layer.out, kernel: layer.kernel))
                outputs.append(
                    apart.relu(apart.conv(apart.input(sizes), out: layer.out, kernel: layer.kernel)))
            }
            #expect(try chain.finish([x], name: "chain").prepared().totalCost() == expected)
            #expect(try apart.finish(outputs, name: "apart").prepared().totalCost() == expected)
        }
    }

    @Test(
        "of variants of every family double with the batch, parameters stay",
        arguments: FamilyCatalog.all.compactMap(\.networks.first))
    func families(name: String) throws {
        let one = try #require(FamilyVariants(of: name, options: FamilyOptions(batch: 1), seed: 9))
        let two = try #require(FamilyVariants(of: name, options: FamilyOptions(batch: 2), seed: 9))
        for index in 0..<2 {
            let cost = try one.network(index).prepared().totalCost()
            let twice = try two.network(index).prepared().totalCost()
            #expect(twice.macs == 2 * cost.macs)
            #expect(twice.parameters == cost.parameters)
        }
    }

    @Test("of a 1x1 convolution is that of its matrix product")
    func pointwise() throws {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<20 {
            let layer = Layer(&generator)
            var (convolution, product) = (NetworkBuilder(), NetworkBuilder())
            let pixels = layer.image.height * layer.image.width
            let x = convolution.input([1, layer.channels, layer.image.height, layer.image.width])
            let y = convolution.conv(x, out: layer.out, bias: false)
            let rows = product.input([pixels, layer.channels])
            let z = product.matMul(rows, product.weight([layer.channels, layer.out]))
            #expect(
                try convolution.finish([y], name: "conv").prepared().totalCost()
                    == product.finish([z], name: "product").prepared().totalCost())
        }
    }
}
