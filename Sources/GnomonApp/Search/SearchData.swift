import GnomonDatasets
import GnomonEvaluate
public import GnomonReport
import GnomonPredict

/// What a search on NAS-Bench-201 stands on: latencies, accuracies and MetaD2A's ranked candidates.
public enum SearchData {
    /// The accuracies by short name: `cifar10`, `cifar100`, `imagenet16-120`.
    static let scores = [
        "cifar10": "cifar10_test", "cifar100": "cifar100_test", "imagenet16-120": "imagenet16_120_test",
    ]

    /// A session over the files of a library; without the file of candidates there are none.
    ///
    /// - Throws: `AppError` for data that are not there and unknown predictors.
    public static func session(
        _ library: DatasetLibrary, predictor: String
    ) throws(AppError) -> SearchSession {
        let type: any TransferPredictor.Type
        do throws(PredictError) { type = try TransferPredictorCatalog.named(predictor) } catch {
            throw AppError(code: error.code.rawValue, message: error.message, exit: .usage)
        }
        let accuracies = try library.accuracies()
        var columns: [String: [Int: Double]] = [:]
        for (short, name) in scores {
            guard let column = accuracies.column(name) else { continue }
            for (index, value) in zip(accuracies.indices, column) {
                if let value { columns[short, default: [:]][index] = value }
            }
        }
        return SearchSession(
            try TransferEvaluation.data(.nasBench201, library), scores: columns, ranked: try ranked(library),
            predictor: type)
    }

    /// The indices of the ranked candidates.
    private static func ranked(_ library: DatasetLibrary) throws(AppError) -> [Int] {
        guard let path = library.path("nb201_metad2a_candidates") else { return [] }
        do throws(DatasetError) {
            let table = try CSVTable(library.bytes(path))
            let (rank, index) = (try table.column("rank"), try table.column("index"))
            var rows: [(rank: Int, index: Int)] = []
            for row in 0..<table.count {
                rows.append((try table.integer(row, rank), try table.integer(row, index)))
            }
            return rows.sorted { $0.rank < $1.rank }.map(\.index)
        } catch { throw AppError(error, place: path) }
    }
}

extension SearchSession {
    /// The device and limits in milliseconds that HELP published (arXiv:2106.08630, table 4).
    static let published: [(device: String, limits: [Double])] = [
        ("titan_rtx_256", [18, 21, 25]), ("gold_6226", [8, 11, 14]), ("pixel2", [14, 18, 22]),
        ("eyeriss", [5, 7, 9]), ("fpga", [4, 5, 6]),
    ]

    /// The published limits of MetaD2A's candidates, for each seed.
    ///
    /// - Parameters:
    ///   - samples: of each device.
    ///   - seeds: one table each.
    ///   - keep: how sure it must be that the limit is kept.
    /// - Returns: fifteen lines a seed.
    /// - Throws: `AppError` as the steps do.
    public func publishedTable(
        samples: Int, seeds: [UInt64], keep: Double
    ) throws(AppError) -> [SearchRow] {
        var rows: [SearchRow] = []
        for seed in seeds {
            for (device, limits) in Self.published {
                let adapted = try adapted(to: device, samples: samples, seed: seed)
                for limit in limits {
                    var question = Question(device: device, limit: limit)
                    (question.method, question.samples, question.seed) = (.metad2a, samples, seed)
                    question.keep = keep
                    rows.append(try answer(question, adapted))
                }
            }
        }
        return rows
    }
}
