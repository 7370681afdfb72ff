public import GnomonGraph

/// All families of published networks, and the way from a name to a network.
public enum FamilyCatalog {
    /// The families; adding one is a file and a line here.
    public static let all: [NetworkFamily] = [
        .alexNet, .vgg, .denseNet, .googLeNet, .squeezeNet, .resNet, .mobileNetV1, .mobileNetV2, .mobileNetV3,
        .shuffleNetV2, .mnasNet, .proxylessNAS, .efficientNet, .regNet, .convNeXt, .visionTransformer, .swin,
        .bert, .gpt,
    ]

    /// The family a network's name belongs to; nil for an unknown name.
    public static func family(ofNetwork name: String) -> NetworkFamily? {
        all.first { family in family.plans.contains { $0.name == name } }
    }

    /// The published network of this name under the options; nil for an unknown name.
    ///
    /// - Throws: `GraphError` where the options leave nothing to build, such as an image of two pixels.
    /// - Complexity: O(operators).
    public static func network(
        named name: String, options: FamilyOptions = FamilyOptions()
    ) throws(GraphError) -> Network? {
        guard let plan = plan(named: name) else { return nil }
        return try build(plan, options, .none, name: name)
    }

    static func plan(named name: String) -> (any FamilyPlan)? {
        for family in all {
            if let plan = family.plans.first(where: { $0.name == name }) { return plan }
        }
        return nil
    }

    static func build(
        _ plan: any FamilyPlan, _ options: FamilyOptions, _ redraw: Redraw, name: String
    ) throws(GraphError) -> Network {
        try options.check(published: plan.size, name: name)
        var draft = Draft(options, redraw: redraw, publishedSize: plan.size)
        let outputs = plan.build(&draft)
        return try draft.net.finish(outputs, name: name)
    }
}

extension FamilyOptions {
    /// The largest image, batch and sequence: products of sizes then fit an integer by far.
    static let limits = (batch: 65_536, size: 16_384, classes: 1_000_000, width: 16.0)

    /// Refuses what no network can be built from.
    func check(published: Int, name: String) throws(GraphError) {
        let limits = FamilyOptions.limits
        func refuse(_ what: String, _ range: String) -> GraphError {
            GraphError(.shape, "\(what) must be from \(range)", at: name)
        }
        guard (1...limits.batch).contains(batch) else { throw refuse("the batch", "1 to \(limits.batch)") }
        guard (1...limits.size).contains(size ?? published) else {
            throw refuse("the size", "1 to \(limits.size)")
        }
        guard (1...limits.classes).contains(classes) else {
            throw refuse("the classes", "1 to \(limits.classes)")
        }
        guard width > 0, width <= limits.width else {
            throw refuse("the width multiplier", "above 0 to \(limits.width)")
        }
        guard (1...limits.size).contains(sequence) else {
            throw refuse("the sequence", "1 to \(limits.size)")
        }
    }
}
