import GnomonGraph

/// How what Gnomon says about a tensor compares with what ONNX says.
enum Verdict: String, CaseIterable, Sendable {
    /// The same element type and shape, or a bound that holds.
    case equal
    /// ONNX's inference leaves an axis open that Gnomon knows, and it was so when the model ran.
    case sharper
    /// Neither inference knows it: it depends on data.
    case open
    /// Behind an operator that Gnomon does not know.
    case unknownOperator
    /// ONNX's inference knows it and Gnomon does not.
    case unknown
    /// Gnomon says something else.
    case different
    /// Gnomon refuses a model that ONNX accepts.
    case refused

    /// Whether it needs an explanation.
    var isDisagreement: Bool {
        switch self {
        case .equal, .sharper, .open, .unknownOperator: false
        case .unknown, .different, .refused: true
        }
    }

    /// What is said of a tensor against what is true of it.
    init(_ tensor: GnomonGraph.Tensor?, _ truth: Oracle.Tensor) {
        guard let tensor else {
            self = .unknown
            return
        }
        if tensor.elementType == .undefined {
            self = .unknown
        } else if tensor.elementType.rawValue != truth.type {
            self = .different
        } else {
            self = Verdict(shape: tensor.shape, inferred: truth.inferred, seen: truth.seen)
            if let values = truth.values, self != .different, !Verdict.agree(tensor, values) {
                self = .different
            }
        }
    }

    /// A shape against the inferred one and the one seen, which has the last word.
    init(shape: Shape?, inferred: [Int?]?, seen: [Int]?) {
        guard let rank = seen?.count ?? inferred?.count else {
            self = .open
            return
        }
        guard let shape else {
            self = inferred == nil ? .open : .unknown
            return
        }
        guard shape.rank == rank else {
            self = .different
            return
        }
        let claims = inferred.flatMap { $0.count == rank ? $0 : nil }
        self = claims == nil ? .sharper : .equal
        for (axis, dim) in shape.dims.enumerated() {
            let claim = claims?[axis]
            let verdict = Verdict(dim: dim, claim: claim, truth: seen?[axis] ?? claim)
            if verdict.weight > weight { self = verdict }
        }
    }

    /// One axis.
    private init(dim: Dim, claim: Int?, truth: Int?) {
        switch dim {
        case .known(let size):
            if let truth {
                self = size != truth ? .different : claim == nil ? .sharper : .equal
            } else {
                self = .open
            }
        case .bounded(let bound):
            if let truth { self = truth <= bound ? .equal : .different } else { self = .open }
        case .symbol, .unknown:
            self = claim == nil ? .open : .unknown
        }
    }

    private var weight: Int {
        switch self {
        case .equal: 0
        case .sharper: 1
        case .open: 2
        case .unknownOperator: 3
        case .unknown: 4
        case .different: 5
        case .refused: 6
        }
    }

    /// Whether the values that were folded, if any, are those that were computed.
    private static func agree(_ tensor: GnomonGraph.Tensor, _ values: [Double]) -> Bool {
        let folded: [Double]
        switch tensor.payload {
        case .integers(let integers)?: folded = integers.map { Double($0) }
        case .floats(let floats)?: folded = floats
        case .fill(let value)?: folded = values.map { _ in value }
        default: return true
        }
        guard folded.count == values.count else { return false }
        // What is computed in half precision may differ in its last place.
        let tolerance =
            switch tensor.elementType {
            case .float16: 2e-3
            case .bfloat16: 2e-2
            default: 1e-5
            }
        return zip(folded, values).allSatisfy { mine, theirs in
            abs(mine - theirs) <= tolerance * max(1, abs(theirs))
        }
    }
}
