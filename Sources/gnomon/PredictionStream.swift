import Foundation
import GnomonApp
import GnomonReport

/// Answers JSON lines on standard input with JSON lines on standard output, in order.
///
/// A line that cannot be answered gets an error in its place, and the stream goes on. The `id` of a line comes
/// back with its answer.
struct PredictionStream {
    /// The longest line that is read, in bytes.
    static let longestLine = 1 << 20

    let session: PredictSession
    let binding: ModelBinding

    private struct Request: Decodable {
        var model: String
    }

    func run() {
        var pending: [UInt8] = []
        var isTooLong = false
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in chunk[..<count] {
                if byte != 0x0A {
                    // What is too long is not kept, only remembered.
                    if pending.count < Self.longestLine { pending.append(byte) } else { isTooLong = true }
                    continue
                }
                answer(pending, isTooLong: isTooLong)
                pending.removeAll(keepingCapacity: true)
                isTooLong = false
            }
        }
        if !pending.isEmpty { answer(pending, isTooLong: isTooLong) }
    }

    private func answer(_ line: [UInt8], isTooLong: Bool) {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return }
        guard !isTooLong else {
            return fail(
                AppError(
                    code: "stream.line", message: "a line is longer than \(Self.longestLine) bytes",
                    exit: .badData), id: nil)
        }
        let id = RequestID(line: line)
        guard let request = try? JSONDecoder().decode(Request.self, from: Data(line)) else {
            return fail(
                AppError(
                    code: "stream.line", message: "not a JSON object with a 'model'",
                    hint: "write {\"id\": 1, \"model\": \"file.onnx\"}", exit: .badData), id: id)
        }
        do throws(AppError) {
            let model = try LoadedModel(path: request.model, binding: binding)
            for row in session.predict(model) { write(row.json, schema: PredictionRow.schema, id: id) }
        } catch {
            fail(error, id: id)
        }
    }

    private func fail(_ error: AppError, id: RequestID?) {
        let object: JSONObject = [
            "code": .string(error.code), "message": .string(error.message),
            "where": .string(error.place), "hint": .string(error.hint),
        ]
        write(object, schema: "gnomon.error/1", id: id)
    }

    private func write(_ fields: JSONObject, schema: String, id: RequestID?) {
        var object: JSONObject = ["schema": .string(schema)]
        if let id { object["id"] = id.value }
        for member in fields.members { object[member.key] = member.value }
        Console.result(JSONEncoding.compact(.object(object)) + "\n")
    }
}

/// The `id` of a request: a string or a number, given back as it came.
struct RequestID {
    var value: JSONValue

    private struct Text: Decodable { var id: String }
    private struct Number: Decodable { var id: Int }

    init?(line: [UInt8]) {
        let data = Data(line)
        if let text = try? JSONDecoder().decode(Text.self, from: data) {
            value = .string(text.id)
        } else if let number = try? JSONDecoder().decode(Number.self, from: data) {
            value = .int(number.id)
        } else {
            return nil
        }
    }
}
