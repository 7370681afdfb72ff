import Testing

/// Parameters and multiply-accumulates that other libraries count for published networks.
///
/// Counted with torch 2.13's FlopCounterMode on torchvision 0.28 and timm 1.0.31 for one image of the published
/// size. Vision transformers include the products of attention, which torchvision's own operator hides from the
/// counter: `blocks x 2 x tokens x tokens x width`.
enum PublishedCounts {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var parameters: Int
        var macs: Int
        var testDescription: String { name }
    }

    /// From torchvision 0.28.
    static let torchvision: [Row] = rows([
        ("alexnet", 61_100_840, 714_188_480), ("convnext_base", 88_591_464, 15_354_729_472),
        ("convnext_small", 50_223_688, 8_683_712_256), ("convnext_tiny", 28_589_128, 4_455_531_264),
        ("convnext_large", 197_767_336, 34_361_433_600),
        ("densenet121", 7_978_856, 2_834_161_664), ("densenet161", 28_681_000, 7_727_907_072),
        ("densenet169", 14_149_480, 3_359_843_328), ("densenet201", 20_013_928, 4_291_365_888),
        ("efficientnet_b0", 5_288_548, 385_814_752), ("efficientnet_b1", 7_794_184, 686_802_832),
        ("efficientnet_b2", 9_109_994, 993_561_872), ("efficientnet_b3", 12_233_232, 1_827_141_392),
        ("efficientnet_b4", 19_341_616, 4_393_771_024), ("googlenet", 6_624_904, 1_498_376_192),
        ("mnasnet0_5", 2_218_512, 104_455_968), ("mnasnet0_75", 3_170_208, 215_493_104),
        ("mnasnet1_0", 4_383_312, 314_415_872), ("mnasnet1_3", 6_282_256, 526_362_432),
        ("mobilenet_v2", 3_504_872, 300_774_272), ("mobilenet_v3_large", 5_483_032, 216_589_760),
        ("mobilenet_v3_small", 2_542_856, 56_510_400), ("regnet_x_1_6gf", 9_190_136, 1_602_849_792),
        ("regnet_x_3_2gf", 15_296_552, 3_176_621_952), ("regnet_x_400mf", 5_495_976, 413_812_608),
        ("regnet_x_800mf", 7_259_656, 799_699_712), ("regnet_y_1_6gf", 11_202_430, 1_612_076_160),
        ("regnet_y_400mf", 4_344_144, 401_842_848), ("regnet_y_800mf", 6_432_512, 833_856_256),
        ("resnet101", 44_549_160, 7_801_405_440), ("resnet152", 60_192_808, 11_513_626_624),
        ("resnet18", 11_689_512, 1_814_073_344), ("resnet34", 21_797_672, 3_663_761_408),
        ("resnet50", 25_557_032, 4_089_184_256), ("resnext50_32x4d", 25_028_904, 4_230_479_872),
        ("wide_resnet50_2", 68_883_240, 11_398_021_120), ("shufflenet_v2_x0_5", 1_366_792, 40_476_448),
        ("shufflenet_v2_x1_0", 2_278_604, 144_907_992), ("shufflenet_v2_x1_5", 3_503_624, 295_759_392),
        ("shufflenet_v2_x2_0", 7_393_996, 583_253_464), ("squeezenet1_0", 1_248_424, 818_924_576),
        ("squeezenet1_1", 1_235_496, 349_151_936), ("swin_b", 87_768_224, 15_430_946_816),
        ("swin_s", 49_606_258, 8_740_875_264), ("swin_t", 28_288_354, 4_490_566_656),
        ("vgg11", 132_863_336, 7_609_090_048), ("vgg13", 133_047_848, 11_308_466_176),
        ("vgg16", 138_357_544, 15_470_264_320), ("vgg19", 143_667_240, 19_632_062_464),
        ("vit_b_16", 86_567_656, 17_563_828_224), ("vit_b_32", 88_224_232, 4_409_186_304),
        ("vit_l_16", 304_326_632, 61_554_712_576), ("vit_l_32", 306_535_400, 15_377_539_072),
    ])

    /// From timm 1.0.31.
    static let timm: [Row] = rows([
        ("mobilenet_v1", 4_231_976, 568_740_352), ("mnasnet_a1", 3_887_038, 311_579_072),
        ("vit_ti_16", 5_717_416, 1_253_683_200), ("vit_s_16", 22_050_664, 4_598_882_304),
        ("vit_s_32", 22_878_952, 1_142_909_952),
    ])

    private static func rows(_ table: [(String, Int, Int)]) -> [Row] {
        table.map { Row(name: $0, parameters: $1, macs: $2) }
    }
}
