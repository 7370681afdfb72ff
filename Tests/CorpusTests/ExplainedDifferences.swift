/// Why the ONNX file of a network and PyTorch do not count the same: each number is ours minus PyTorch's.
struct ExplainedDifference {
    var macs: Int64 = 0
    var parameters: Int64 = 0
    var reason: String

    private static let places = "half of the table of positions is read, and stored so"
    private static let state = "the state before the first step is stored as zeros"
    private static let scales = "scale and zero point of each channel's weights and bias are stored"
    private static let encoding = "the projection of the position encoding has constant input and is folded; "

    static let all: [String: ExplainedDifference] = [
        "bert_small": ExplainedDifference(parameters: -8192, reason: places),
        "bert_small_dynamic_quantised": ExplainedDifference(parameters: -8192, reason: places),
        "dlrm_small": ExplainedDifference(
            parameters: -1, reason: "a bias of one element is no parameter here"),
        "edgenext_small": ExplainedDifference(
            macs: -6_291_456, parameters: 2112, reason: encoding + "what it is made from is stored"),
        "gpt_small": ExplainedDifference(
            parameters: 247_808,
            reason: "the last layer stores the embedding again, transposed (256,000); " + places),
        "gru_acoustic": ExplainedDifference(parameters: 384, reason: state),
        "lstm_acoustic": ExplainedDifference(parameters: 768, reason: state),
        "mobilenet_v2_qdq": ExplainedDifference(parameters: 72_224, reason: scales),
        "rnn_acoustic": ExplainedDifference(parameters: 96, reason: state),
        "squeezenet1_1_qdq": ExplainedDifference(parameters: 15_776, reason: scales),
        "xcit_nano_12_p16_224": ExplainedDifference(
            macs: -1_605_632, parameters: 92, reason: encoding + "what it is made from is stored"),
    ]
}
