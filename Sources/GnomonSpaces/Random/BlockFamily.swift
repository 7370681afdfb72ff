/// The families a generated network can belong to.
public enum BlockFamily: String, Hashable, Sendable, Codable, CaseIterable {
    /// Stacks of 3x3 convolutions and pooling, with large fully connected layers (VGG, AlexNet, ZFNet).
    case plain
    /// Two 3x3 convolutions around a sum (ResNet-18/34).
    case basicResidual
    /// 1x1, 3x3, 1x1 around a sum, also grouped and wide (ResNet-50, ResNeXt, SE-ResNet, Res2Net).
    case bottleneck
    /// Expansion, depthwise, projection (MobileNetV2/V3, EfficientNet, MnasNet, MixNet).
    case invertedResidual
    /// The same with a dense 3x3 first (EfficientNetV2, EdgeTPU).
    case fusedInverted
    /// Depthwise and 1x1 convolutions in turn (MobileNetV1, Xception).
    case separable
    /// Half of the channels pass, then all are shuffled (ShuffleNetV2).
    case shuffle
    /// Grouped 1x1 convolutions with shuffles (ShuffleNetV1).
    case groupShuffle
    /// Concatenation of all earlier results (DenseNet, VoVNet).
    case dense
    /// Parallel branches of several kernels (GoogLeNet, Inception-v3).
    case inception
    /// Squeeze and two expansions (SqueezeNet).
    case fire
    /// Grouped bottlenecks of quantised width (RegNetX, RegNetY).
    case regnet
    /// Depthwise 7x7 and a two-layer perceptron in channels-last layout.
    case convNeXt
    /// Full attention over patches (ViT, DeiT).
    case visionTransformer
    /// Attention in shifted windows (Swin).
    case windowedAttention
    /// Perceptrons over tokens and over channels (MLP-Mixer, ResMLP).
    case mixer
    /// Half of the features made by cheap depthwise convolutions (GhostNet).
    case ghost
    /// Dilated convolutions and pyramid pooling (DeepLab).
    case dilated
    /// Encoder and upsampling decoder (U-Net, FPN).
    case pyramid
    /// Split halves joined by concatenation with unusual activations (CSPDarknet).
    case crossStage
    /// Pooling, large depthwise kernels or channel attention in place of attention (PoolFormer, ConvMixer,
    /// XCiT).
    case metaFormer
    /// Convolutions and attention in one network (MobileViT, LeViT, CoAtNet).
    case hybrid
    /// Sums of parallel convolutions and a normalisation, as they are trained (RepVGG, MobileOne, RepGhost).
    case reparameterised
    /// Small convolutions at full resolution and an enlarged image (SRCNN, ESPCN, EDSR).
    case superResolution
    /// Attention over ever fewer tokens, with convolutions between (PVTv2, SegFormer, CoaT).
    case pyramidTransformer
    /// Rare operators at usual sizes.
    case operatorSoup
    /// Blocks of all kinds in a row, from any stage on.
    case freeMix
}
