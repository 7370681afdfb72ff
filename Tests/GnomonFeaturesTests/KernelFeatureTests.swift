import Foundation
import GnomonFeatures
import GnomonGraph
import GnomonKernels
import GnomonSpaces
import GnomonTestKit
import Testing

@Suite("The features of kernels")
struct KernelFeatureTests {
    /// The vector of the last kernel of a chain, every operator a kernel.
    private func last(
        _ sizes: [Int], _ build: (inout NetworkBuilder, TensorID) -> TensorID
    ) throws -> KernelVector {
        let network = try TinyNetworks.chain(sizes, build)
        return try #require(KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network).last)
    }

    @Test("groups, strides, dilations, windows and widths change the vector of a convolution")
    func convolutions() throws {
        let vectors = [
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3, groups: 4) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3, groups: 8) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3, stride: 2) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3, dilation: 2) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: Extent(1, 9)) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: Extent(9, 1)) },
            try last([1, 16, 16, 16]) { b, x in b.conv(x, out: 17, kernel: 3) },
            try last([1, 16, 8, 32]) { b, x in b.conv(x, out: 16, kernel: 3) },
            try last([1, 16, 32, 8]) { b, x in b.conv(x, out: 16, kernel: 3) },
            try last([2, 16, 16, 16]) { b, x in b.conv(x, out: 16, kernel: 3) },
        ]
        #expect(Set(vectors.map(\.values)).count == vectors.count)
        #expect(vectors[3][.strideWidth] == 2)
        #expect(vectors[4][.dilationHeight] == 2)
        #expect(vectors[10][.batch] > vectors[0][.batch])
    }

    @Test("pooling everything over 7x7 is not pooling everything over 28x28")
    func globalPooling() throws {
        let small = try last([1, 16, 7, 7]) { b, x in b.globalAveragePool(x) }
        let large = try last([1, 16, 28, 28]) { b, x in b.globalAveragePool(x) }
        #expect(small.kind == .globalPool)
        #expect(small[.inputHeight] < large[.inputHeight])
        #expect(small.flops < large.flops)
    }

    @Test("broadcasting patterns are told apart")
    func broadcasting() throws {
        let same = try last([1, 16, 8, 8]) { b, x in b.add(x, x) }
        let scalar = try last([1, 16, 8, 8]) { b, x in b.mul(x, b.scalar(2)) }
        let channel = try last([1, 16, 8, 8]) { b, x in b.mul(x, b.globalAveragePool(x)) }
        let row = try last([1, 16, 8, 8]) { b, x in b.add(x, b.weight([8])) }
        #expect(Set([same, scalar, channel, row].map { $0[.accessPattern] }).count == 4)
        #expect(channel[.innerRun] == log2(65))
        #expect(channel[.smallerOperand] == log2(17))
        #expect(row[.innerRun] == log2(9))
    }

    @Test("transpositions that move the same runs of memory have the same shape")
    func transpositions() throws {
        let image = try last([1, 8, 16, 32]) { b, x in b.transpose(x, [0, 2, 3, 1]) }
        let matrix = try last([8, 512]) { b, x in b.transpose(x, [1, 0]) }
        let columns: [KernelFeature] = [
            .collapsedRank, .innerRun, .outerCount, .axisLength, .stride, .accessPattern,
        ]
        for column in columns { #expect(image[column] == matrix[column], "\(column.name)") }
        #expect(image[.collapsedRank] == 2)
        let heads = try last([1, 8, 16, 32]) { b, x in b.transpose(x, [0, 2, 1, 3]) }
        #expect(heads[.collapsedRank] == 3)
        #expect(heads[.accessPattern] != image[.accessPattern])
    }

    @Test("a transposition that moves one axis is told from one that moves two, though both are of a matrix")
    func movedAxes() throws {
        let one = try last([1, 12, 384]) { b, x in b.transpose(x, [0, 2, 1]) }
        let two = try last([1, 12, 3, 4, 32]) { b, x in b.transpose(x, [2, 0, 3, 4, 1]) }
        #expect(one[.collapsedRank] == two[.collapsedRank])
        #expect(one[.outerCount] == two[.outerCount])
        #expect(one[.accessPattern] != two[.accessPattern])
        let heads = try last([1, 12, 4, 32]) { b, x in b.transpose(x, [0, 2, 1, 3]) }
        #expect(heads[.accessPattern] == 1, "runs of memory stay whole")
    }

    @Test("the size of the network is told coarsely: a little more of it changes nothing")
    func surroundings() throws {
        func first(_ width: Int) throws -> KernelVector {
            let network = try TinyNetworks.chain([1, 16, 32, 32]) { b, x in
                b.conv(b.conv(b.conv(x, out: 16, kernel: 3), out: width), out: 16)
            }
            return try #require(KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network).first)
        }
        let (plain, wider, widest) = (try first(60), try first(62), try first(4000))
        #expect(plain[.networkWeights] == wider[.networkWeights])
        #expect(plain[.networkActivations] == wider[.networkActivations])
        #expect(plain[.networkActivations] < widest[.networkActivations])
        #expect(widest[.networkActivations].rounded() == widest[.networkActivations])
    }

    @Test("the time of the network is told from one to twelve milliseconds")
    func time() throws {
        func time(_ width: Int, _ side: Int) throws -> Double {
            try last([1, width, side, side]) { b, x in b.conv(x, out: width, kernel: 3) }[.networkTime]
        }
        let (tiny, middle, large, huge) = (
            try time(4, 4), try time(256, 16), try time(256, 64), try time(512, 112)
        )
        #expect(tiny == 20)
        #expect(middle > 20 && middle < 23.5, "\(middle)")
        #expect(large == huge && huge == 23.5)
    }

    @Test("what stands before and behind a kernel")
    func neighbours() throws {
        let network = try TinyNetworks.chain([1, 16, 8, 8]) { b, x in
            let y = b.relu(b.conv(x, out: 16, kernel: 3))
            let tokens = b.transpose(b.reshape(y, [1, 16, 64]), [0, 2, 1])
            return b.linear(b.layerNorm(tokens), out: 8)
        }
        let vectors = KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network)
        let kinds = vectors.map(\.kind)
        #expect(kinds.prefix(5) == [.conv, .unary, .view, .transpose, .norm])
        // The caller, an image, an image that is passed on twice, one whose axes were moved, and what was made of it.
        #expect(vectors.prefix(6).map { $0[.producer] } == [0, 1, 1, 1, 3, 4])
        // An element-wise function takes what it gets; a view stands for what is behind it.
        #expect(vectors.prefix(5).map { $0[.consumers] } == [4, 2, 2, 4, 2])
        #expect(vectors.last?[.consumers] == 0)
        let sum = try last([1, 16, 8, 8]) { b, x in b.add(b.conv(x, out: 16), b.softmax(x)) }
        #expect(sum[.producer] == 1)
        #expect(sum[.addendProducer] == 2)
        // Of two operands the stranger one decides what the sum passes on.
        let mixed = try last([1, 16, 8, 8]) { b, x in
            let moved = b.transpose(b.conv(x, out: 16), [0, 2, 3, 1])
            return b.relu(b.add(b.transpose(x, [0, 2, 3, 1]), moved))
        }
        #expect(mixed[.producer] == 4)
    }

    @Test("lines that share sets of a cache: by the power of two in their distance")
    func cacheConflict() throws {
        func degree(_ side: Int, _ channels: Int) throws -> Double {
            let norm = try last([1, side, side, channels]) { b, x in b.layerNorm(x) }
            #expect(norm[.rank] == 4)
            return norm[.cacheConflict]
        }
        // 7,168 bytes apart: four sets of a way hold 56 lines, 14 each.
        #expect(try degree(56, 32) == 2)
        #expect(try degree(56, 24) == 0)
        #expect(try degree(28, 64) == 0)
        #expect(try degree(16, 256) == 2)
        // 20,480 bytes apart: one set holds ten, which caches of twelve ways take.
        #expect(try degree(10, 512) == 1)
        let tokens = try last([1, 4096, 32]) { b, x in b.layerNorm(x) }
        #expect(tokens[.rank] == 3)
        #expect(tokens[.cacheConflict] == 0, "rows of tokens are not laid out anew")
    }

    @Test("rows of a softmax: how many, how long")
    func rows() throws {
        let attention = try last([1, 4, 8, 16]) { b, x in b.softmax(x) }
        #expect(attention[.axisLength] == log2(17))
        #expect(attention[.outerCount] == log2(33))
        let channels = try last([1, 4, 8, 16]) { b, x in b.softmax(x, axis: 1) }
        #expect(channels[.axisLength] == log2(5))
        #expect(channels[.innerRun] == log2(129))
    }

    @Test("a view moves nothing")
    func views() throws {
        let view = try last([1, 16, 8, 8]) { b, x in b.flatten(x) }
        #expect(view.kind == .view)
        #expect(view.bytes == 0)
    }

    @Test("an unknown operator is incomplete, and still has the bytes around it")
    func unknown() throws {
        let network = try TinyNetworks.mystery()
        let vectors = KernelFeatureExtractor.vectors(of: network.kernels(.none), in: network)
        let mystery = try #require(vectors.first { $0.kind == .unknown })
        #expect(!mystery.isComplete)
        #expect(mystery.bytes > 0)
    }
}
