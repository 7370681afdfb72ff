import Foundation
import GnomonData
import GnomonGraph
import GnomonKernels
import GnomonMeasure
import GnomonPredict
import GnomonStatistics
import GnomonStore

/// Measures the kernels of a model that a predictor has not learned, alone, and keeps their times.
struct UnknownKernels {
    /// What their times are kept as, by signature.
    static let mode = "kernel-asked/1"

    private struct Kept: Codable {
        var nanoseconds: Double
    }

    let store: Store
    let measurer: Measurer

    /// The times of the unknown kernels of a network that the platform can run alone.
    ///
    /// - Returns: Latencies by the position in the prediction's `kernels`.
    /// - Throws: `AppError` where the runtime is missing or the store cannot be read or written.
    func measured(
        _ network: Network, _ prediction: Prediction, by predictor: KernelBoostPredictor
    ) throws(AppError) -> [Int: Latency] {
        let kernels = network.kernels(predictor.rules)
        let unknown = kernels.indices.filter {
            prediction.kernels.indices.contains($0) && !prediction.kernels[$0].isKnown
        }
        guard !unknown.isEmpty else { return [:] }
        let platformID = try identity(of: predictor.platform)
        var known = try kept(platformID)
        var found: [Int: KernelExtract] = [:]
        for index in unknown {
            found[index] =
                (try? KernelExtract(kernels[index], of: network, rules: predictor.rules)) ?? nil
        }
        var news: [KernelExtract] = []
        for (_, extract) in found.sorted(by: { $0.key < $1.key })
        where known[extract.signature.description] == nil
            && !news.contains(where: { $0.signature == extract.signature })
        { news.append(extract) }
        if !news.isEmpty {
            let bench = KernelBench(measurer: measurer, platform: predictor.platform)
            let costs = try bench.costs(of: news, frame: try bench.frame(), rules: predictor.rules, seed: 1)
            for (extract, cost) in zip(news, costs) { known[extract.signature.description] = cost }
            try keep(news, known, platformID: platformID)
        }
        return found.compactMapValues { extract in
            known[extract.signature.description].map { Latency(nanoseconds: $0) }
        }
    }

    private func identity(of platform: Platform) throws(AppError) -> String {
        let id: String
        do { id = try measurer.fingerprint(of: platform).id } catch { throw AppError(error) }
        do { try store.add(PlatformRow(id: id, platform: platform)) } catch { throw AppError(error) }
        return id
    }

    private func kept(_ platformID: String) throws(AppError) -> [String: Double] {
        do {
            var times: [String: Double] = [:]
            for row in try store.profiles(platformID: platformID) where row.generator == Self.mode {
                let kept = try? JSONDecoder().decode(Kept.self, from: row.payload)
                if let kept { times[row.networkHash] = kept.nanoseconds }
            }
            return times
        } catch { throw AppError(error) }
    }

    private func keep(
        _ kernels: [KernelExtract], _ times: [String: Double], platformID: String
    ) throws(AppError) {
        let rows = kernels.compactMap { kernel -> ProfileRow? in
            let name = kernel.signature.description
            guard let time = times[name], let payload = try? JSONEncoder().encode(Kept(nanoseconds: time))
            else { return nil }
            return ProfileRow(
                platformID: platformID, generator: Self.mode, seed: kernel.signature.hash.low,
                networkHash: name, recordedAt: Date().timeIntervalSince1970, payload: payload)
        }
        do { try store.addProfiles(rows) } catch { throw AppError(error) }
    }
}
