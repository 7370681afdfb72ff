import GnomonFeatures
import GnomonSpaces
import Testing

@Suite("Keys of lookup tables")
struct LookupKeyTests {
    @Test("an FBNet network is stem, 22 blocks, head, pooling and scores, as HW-NAS-Bench names them")
    func fbnet() throws {
        let space = FBNet()
        let keys = try #require(
            try LookupKeys.of(space.parse("0818888888888888888886"), in: space))
        #expect(keys.count == 26)
        #expect(keys[0] == "ConvNorm_H32_W32_Cin3_Cout16_kernel3_stride1_group1")
        #expect(keys[1] == "ConvBlock_H32_W32_Cin16_Cout16_exp1_kernel3_stride1_group1")
        #expect(keys[2] == "Skip_H32_W32_Cin16_Cout24_stride1")
        #expect(keys[3] == "ConvBlock_H32_W32_Cin24_Cout24_exp1_kernel3_stride1_group2")
        #expect(keys[6] == "Skip_H32_W32_Cin24_Cout32_stride2")
        #expect(keys[22] == "ConvBlock_H4_W4_Cin184_Cout352_exp3_kernel5_stride1_group1")
        #expect(keys[23] == "ConvNorm_H4_W4_Cin352_Cout1504_kernel1_stride1_group1")
        #expect(keys[24] == "AvgP_H4_W4_Cin1504_Cout1504_kernel4_stride1")
        #expect(keys[25] == "FC_Cin1504_Cout100")
        let large = FBNet(.imageNet)
        let others = try #require(
            try LookupKeys.of(large.parse("0818888888888888888886"), in: large))
        #expect(others[0] == "ConvNorm_H224_W224_Cin3_Cout16_kernel3_stride2_group1")
        #expect(others[2] == "Skip_H112_W112_Cin16_Cout24_stride2")
        #expect(others[25] == "FC_Cin1984_Cout1000")
    }

    @Test(
        "the amounts behind FBNet's keys add up to those of the network",
        arguments: [FBNet(), FBNet(.imageNet)])
    func amounts(_ space: FBNet) throws {
        for architecture in space.sample(40, seed: 3) {
            let keys = try #require(try LookupKeys.of(architecture, in: space)).map { LookupKey($0) }
            let blocks = keys.compactMap { $0 }.filter { $0.kind != "AvgP" }
            #expect(blocks.count == 25)
            #expect(
                blocks.reduce(0) { $0 + $1.macs } == Double(try space.parts(of: architecture).macs),
                "\(space.format(architecture))")
            #expect(keys[0]?.side == (space.variant == .cifar ? 32 : 224))
        }
    }

    @Test(
        "texts that are no keys are none",
        arguments: [
            "", "FC", "FC_", "FC_Cin1504", "FC_Cin1504_Cout", "FC_Cin1504_Cout-5", "FC_Cin0_Cout100",
            "Other_Cin1_Cout1", "Skip_H1_W1_Cin1_Cout1_stride0",
            "ConvBlock_H32_W32_Cin16_Cout16_exp1_kernel3_group0",
            "FC_Cin9999999_Cout1", "FC_Cin99999999999999999999_Cout1", "Conv-input:1x1x1",
        ])
    func none(_ text: String) { #expect(LookupKey(text) == nil) }
}
