import Testing

@testable import GnomonGraph

@Suite("The operator catalogue")
struct OperatorCatalogTests {
    @Test("has one entry for each kind, in the order of the kinds")
    func oneEntryEach() {
        #expect(OperatorCatalog.definitions.map(\.kind) == OperatorKind.allCases)
        #expect(OperatorKind.allCases.map(\.ordinal) == Array(OperatorKind.allCases.indices))
    }

    @Test("finds the definition of every kind")
    func lookup() {
        for kind in OperatorKind.allCases {
            #expect(OperatorCatalog.definition(of: kind).kind == kind)
        }
    }

    @Test("splits domain and type and reads them back")
    func domains() {
        #expect(OperatorKind.microsoftGelu.domain == "com.microsoft")
        #expect(OperatorKind.microsoftGelu.onnxType == "Gelu")
        #expect(OperatorKind(domain: "com.microsoft", type: "Gelu") == .microsoftGelu)
        #expect(OperatorKind(domain: "ai.onnx", type: "Conv") == .conv)
        #expect(OperatorKind(domain: "", type: "Conv") == .conv)
        #expect(OperatorKind(domain: "org.example", type: "Conv") == nil)
    }

    @Test("knows parameters, views and commutative operators")
    func flags() {
        #expect(OperatorCatalog.definition(of: .reshape).isParameter(slot: 1))
        #expect(!OperatorCatalog.definition(of: .reshape).isParameter(slot: 0))
        #expect(!OperatorCatalog.definition(of: .concat).isParameter(slot: 100_000))
        #expect(OperatorCatalog.definition(of: .reshape).isView)
        #expect(OperatorCatalog.definition(of: .add).isCommutative)
        #expect(!OperatorCatalog.definition(of: .sub).isCommutative)
        #expect(OperatorCatalog.definition(of: .batchNormalization).isBuffer(slot: 3))
    }
}
