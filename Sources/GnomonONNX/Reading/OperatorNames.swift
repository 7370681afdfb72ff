import GnomonGraph

/// From the names of operators in files to the catalogue.
enum OperatorNames {
    private static let kinds: [String: OperatorKind] = Dictionary(
        OperatorKind.allCases.map { ($0.rawValue, $0) }, uniquingKeysWith: { first, _ in first })

    /// The operator with this domain and type; unknown ones keep their names.
    static func resolve(domain: String, type: String) -> Operator {
        if let kind = kinds[domain.isEmpty ? type : "\(domain):\(type)"] { return .known(kind) }
        return .unknown(domain: domain, type: type)
    }

    /// The domain and type a file names the operator by.
    static func names(_ op: Operator) -> (domain: String, type: String) {
        switch op {
        case .known(let kind): (kind.domain, kind.onnxType)
        case .unknown(let domain, let type): (domain, type)
        }
    }
}
