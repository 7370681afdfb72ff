import Foundation
import GnomonGraph
import GnomonONNX

/// Takes the bytes of a written model, but not without end: constants that are filled can be large.
private struct BoundedSink: ByteSink {
    static let limit = 1 << 20
    var bytes: [UInt8] = []

    mutating func write(_ more: UnsafeRawBufferPointer) throws(ONNXError) {
        guard bytes.count + more.count <= Self.limit else { throw ONNXError(.tooBig, "enough for a fuzzer") }
        bytes.append(contentsOf: more)
    }
}

/// The network with everything known that can be; free sizes stay free where they have no default.
private func prepared(_ network: Network) -> Network? {
    (try? network.prepared()) ?? (try? network.prepared(BindingOptions(allowUnbound: true)))
}

/// What has to hold for every sequence of bytes: no trap, no hang, and what was written reads back as it was.
private func examine(_ bytes: [UInt8]) {
    guard let model = try? ONNXReader.read(bytes: bytes) else { return }
    guard let network = prepared(model.network) else { return }
    _ = try? network.totalCost()
    _ = try? network.peakActivationBytes()
    for index in network.nodes.indices { _ = try? network.cost(of: NodeID(index)) }
    let hash = network.canonicalHash()
    if checksIdentity {
        do {
            let again = try network.prepared(BindingOptions(allowUnbound: true))
            precondition(again.canonicalHash() == hash, "preparing twice changes the hash")
        } catch {
            preconditionFailure("a prepared network cannot be prepared again: \(error)")
        }
    }

    var sink = BoundedSink()
    guard (try? ONNXWriter.write(network, source: model.source, weights: .copied, to: &sink)) != nil else {
        return
    }
    do {
        let second = try ONNXReader.read(bytes: sink.bytes)
        guard checksIdentity, let written = prepared(second.network) else { return }
        precondition(written.canonicalHash() == hash, "a written model has another hash")
    } catch {
        if checksIdentity { preconditionFailure("a written model cannot be read: \(error)") }
    }
}

/// Whether preparing again, or writing and reading, must keep the hash; without it only traps and hangs count.
private let checksIdentity = getenv("GNOMON_FUZZ_HASH") != nil

/// One execution, called by libFuzzer.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let data else { return 0 }
    examine([UInt8](UnsafeBufferPointer(start: data, count: count)))
    return 0
}
