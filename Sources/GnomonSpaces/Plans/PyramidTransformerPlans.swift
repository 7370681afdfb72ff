import GnomonGraph

extension Plan {
    /// PVTv2, SegFormer and CoaT: transformers over four stages of ever fewer tokens.
    static func pyramidTransformer(_ dice: inout Dice, batch: Int) -> Plan {
        let side = dice.pick(weighted: [(224, 0.7), (256, 0.2), (192, 0.1)])
        let (depth, isFactored) = (dice.pick([32, 32, 64, 16]), dice.chance(0.25))
        let heads = dice.pick([[1, 2, 5, 8], [1, 2, 4, 8], [2, 4, 8, 16]])
        let expansion = dice.pick([[8, 8, 4, 4], [4, 4, 4, 4]])
        var plan = Plan("pyramidTransformer \(side) \(depth)", input: [batch, 3, side, side])
        for stage in 0..<4 {
            let width = depth * heads[stage]
            let (kernel, stride) = stage == 0 ? (7, 4) : (3, 2)
            let (image, before) = (Extent(side >> (2 + stage)), Extent(side >> (1 + stage)))
            plan.step { builder, x in
                let y = builder.conv(
                    stage == 0 ? x : builder.image(of: x, before), out: width, kernel: Extent(kernel),
                    stride: Extent(stride), padding: Extent(kernel / 2))
                return builder.layerNorm(builder.tokens(of: y))
            }
            let (own, hidden) = (heads[stage], width * expansion[stage])
            for _ in 0..<2 {
                plan.step { builder, x in
                    builder.pyramidBlock(
                        x, image, heads: own, reduction: 8 >> stage, hidden: hidden, isFactored: isFactored)
                }
            }
        }
        let classes = dice.classes()
        plan.head = { builder, x in builder.tokenHead(x, classes: classes, picks: false) }
        return plan
    }
}
