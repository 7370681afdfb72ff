import Testing

@testable import GnomonGraph

@Suite("The cost of well-known networks")
struct GoldenCostTests {
    private func check(_ network: Network, macs: UInt64, parameters: UInt64) throws {
        let cost = try network.prepared().totalCost()
        #expect(cost.macs == macs)
        #expect(cost.parameters == parameters)
    }

    @Test("is that of ResNet-18")
    func resNet18() throws {
        let network = ReferenceNetworks.resNet(layers: [2, 2, 2, 2], bottleneck: false)
        try check(network, macs: 1_814_073_344, parameters: 11_689_512)
    }

    @Test("is that of ResNet-50")
    func resNet50() throws {
        let network = ReferenceNetworks.resNet(layers: [3, 4, 6, 3], bottleneck: true)
        try check(network, macs: 4_089_184_256, parameters: 25_557_032)
    }

    @Test("is that of ResNeXt-50 32x4d, whose groups count")
    func resNeXt50() throws {
        let network = ReferenceNetworks.resNet(layers: [3, 4, 6, 3], bottleneck: true, groups: 32, width: 4)
        try check(network, macs: 4_230_479_872, parameters: 25_028_904)
    }

    @Test("is that of Wide ResNet-50-2")
    func wideResNet50() throws {
        let network = ReferenceNetworks.resNet(layers: [3, 4, 6, 3], bottleneck: true, width: 128)
        try check(network, macs: 11_398_021_120, parameters: 68_883_240)
    }

    @Test("is that of MobileNetV2")
    func mobileNetV2() throws {
        try check(ReferenceNetworks.mobileNetV2(), macs: 300_774_272, parameters: 3_504_872)
    }

    @Test("is that of VGG-16")
    func vgg16() throws {
        try check(ReferenceNetworks.vgg16(), macs: 15_470_264_320, parameters: 138_357_544)
    }

    @Test("is that of AlexNet")
    func alexNet() throws {
        try check(ReferenceNetworks.alexNet(), macs: 714_188_480, parameters: 61_100_840)
    }
}
