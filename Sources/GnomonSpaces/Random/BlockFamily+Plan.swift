extension BlockFamily {
    /// The families of real networks, and how often each is drawn.
    static let realistic: [(BlockFamily, Double)] = [
        (.plain, 6), (.basicResidual, 7), (.bottleneck, 11), (.invertedResidual, 14), (.fusedInverted, 5),
        (.separable, 4), (.shuffle, 5), (.groupShuffle, 2), (.dense, 6), (.inception, 6), (.fire, 3),
        (.regnet, 6), (.convNeXt, 6), (.visionTransformer, 9), (.windowedAttention, 6), (.mixer, 3),
        (.ghost, 3), (.dilated, 3), (.pyramid, 4), (.crossStage, 5), (.metaFormer, 6), (.hybrid, 6),
        (.reparameterised, 5), (.superResolution, 2), (.pyramidTransformer, 5),
    ]

    /// The families of which small networks exist that are used whole, and how often each is drawn.
    static let small: [(BlockFamily, Double)] = [
        (.invertedResidual, 14), (.fusedInverted, 5), (.separable, 6), (.shuffle, 5), (.groupShuffle, 2),
        (.ghost, 5), (.reparameterised, 4), (.hybrid, 4), (.basicResidual, 2), (.bottleneck, 2),
        (.regnet, 3), (.fire, 2), (.crossStage, 2), (.dense, 2), (.convNeXt, 2), (.visionTransformer, 2),
        (.metaFormer, 2), (.pyramidTransformer, 2), (.dilated, 2), (.pyramid, 2), (.inception, 1),
    ]

    /// Draws a whole network of the family.
    func plan(_ dice: inout Dice, batch: Int) -> Plan {
        switch self {
        case .plain: Plan.plain(&dice, batch: batch)
        case .basicResidual: Plan.basicResidual(&dice, batch: batch)
        case .bottleneck: Plan.bottleneck(&dice, batch: batch)
        case .invertedResidual: Plan.invertedResidual(&dice, batch: batch)
        case .fusedInverted: Plan.fusedInverted(&dice, batch: batch)
        case .separable: Plan.separable(&dice, batch: batch)
        case .shuffle: Plan.shuffle(&dice, batch: batch)
        case .groupShuffle: Plan.groupShuffle(&dice, batch: batch)
        case .dense: Plan.dense(&dice, batch: batch)
        case .inception: Plan.inception(&dice, batch: batch)
        case .fire: Plan.fire(&dice, batch: batch)
        case .regnet: Plan.regnet(&dice, batch: batch)
        case .convNeXt: Plan.convNeXt(&dice, batch: batch)
        case .visionTransformer: Plan.visionTransformer(&dice, batch: batch)
        case .windowedAttention: Plan.windowedAttention(&dice, batch: batch)
        case .mixer: Plan.mixer(&dice, batch: batch)
        case .ghost: Plan.ghost(&dice, batch: batch)
        case .dilated: Plan.dilated(&dice, batch: batch)
        case .pyramid: Plan.pyramid(&dice, batch: batch)
        case .crossStage: Plan.crossStage(&dice, batch: batch)
        case .metaFormer: Plan.metaFormer(&dice, batch: batch)
        case .hybrid: Plan.hybrid(&dice, batch: batch)
        case .reparameterised: Plan.reparameterised(&dice, batch: batch)
        case .superResolution: Plan.superResolution(&dice, batch: batch)
        case .pyramidTransformer: Plan.pyramidTransformer(&dice, batch: batch)
        case .operatorSoup: Plan.operatorSoup(&dice, batch: batch)
        case .freeMix: Plan.freeMix(&dice, batch: batch)
        }
    }
}
