import GnomonLearn
import GnomonNative
import Testing

@testable import GnomonPredict

@Suite("What is wrong with a predictor")
struct PredictErrorTests {
    @Test("A library that is missing is told once, with the command that installs it")
    func missing() {
        let native = NativeError(.missing, "LibTorch is not there", hint: "run 'gnomon setup torch'")
        let error = PredictError(LearnError(.library, native.description, native: native))
        #expect(error.code == .library)
        #expect(error.description == "LibTorch is not there; run 'gnomon setup torch'")
    }
}
