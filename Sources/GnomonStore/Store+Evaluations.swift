import Foundation
import GRDB

extension Store {
    /// Keeps what a predictor reached; earlier results of the same kind stay, the latest counts.
    ///
    /// - Throws: `StoreError` with code `store.row` if the time is not finite.
    public func add(_ evaluation: EvaluationRow) throws(StoreError) {
        guard evaluation.recordedAt.isFinite else {
            throw StoreError(.row, "a result of \(evaluation.task) has no time", path: path)
        }
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO evaluation
                        (task, predictor, revision, budget, seed, recorded_at, payload, errors)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    evaluation.task, evaluation.predictor, evaluation.revision, evaluation.budget,
                    Int64(bitPattern: evaluation.seed), evaluation.recordedAt, evaluation.payload,
                    Data(evaluation.errors),
                ])
        }
    }

    /// The latest result of a predictor on a task with a budget and a seed.
    ///
    /// - Returns: nil if there is none of that revision.
    public func evaluation(
        task: String, predictor: String, revision: String, budget: Int, seed: UInt64
    ) throws(StoreError) -> EvaluationRow? {
        try read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM evaluation
                    WHERE task = ? AND predictor = ? AND budget = ? AND seed = ? AND revision = ?
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [task, predictor, budget, Int64(bitPattern: seed), revision]
            ).map { row in
                let seed: Int64 = row["seed"]
                let errors: Data = row["errors"]
                return EvaluationRow(
                    task: row["task"], predictor: row["predictor"], revision: row["revision"],
                    budget: row["budget"], seed: UInt64(bitPattern: seed), recordedAt: row["recorded_at"],
                    payload: row["payload"], errors: Array(errors))
            }
        }
    }
}
