/// Ways to turn architectures of a pool into numbers, for samplers and as a supplement of predictors (arXiv:2403.02446,
/// section 4).
public enum ArchitectureEncoding: String, Hashable, Sendable, Codable, CaseIterable {
    /// What an architecture amounts to: operations, parameters and the like; needs no library.
    case totals
    /// The 13 zero-cost proxies of ``ZeroCostProxy``, scaled over the pool.
    case zcp
    /// The same as they were published with the data set; needs no library.
    case zcpPublished = "zcp-published"
    /// 32 numbers of a variational graph autoencoder (Yan and others 2020, arXiv:2006.06936).
    case arch2vec
    /// 32 numbers of a transformer over pairs that compute alike (Yan and others 2021, arXiv:2102.07108).
    case cate
    /// `arch2vec`, `cate` and `zcp` behind each other: 77 numbers.
    case caz

    /// Whether each architecture costs seconds, so that pools are encoded in part.
    public var isCostly: Bool { self == .zcp || self == .caz }

    /// Those it is made of that a network is trained for.
    public var trained: [ArchitectureEncoding] {
        switch self {
        case .totals, .zcp, .zcpPublished: []
        case .arch2vec, .cate: [self]
        case .caz: [.arch2vec, .cate]
        }
    }
}
