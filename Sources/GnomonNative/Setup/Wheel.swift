import Foundation
import GnomonDigest

/// A wheel, which is a zip archive, on disk.
enum Wheel {
    /// Compares the hash of the file with the pinned one.
    ///
    /// - Throws: `NativeError` (badHash) with both hashes.
    static func verify(_ file: String, pin: LibraryPin, source: String) throws(NativeError) {
        guard let handle = FileHandle(forReadingAtPath: file) else {
            throw NativeError(.fetch, "\(file) cannot be read")
        }
        defer { try? handle.close() }
        var hash = SHA256()
        do {
            while let chunk = try handle.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(chunk) }
        } catch {
            throw NativeError(.fetch, "\(file) cannot be read: \(error)")
        }
        let found = hash.finish()
        guard found == pin.sha256 else {
            throw NativeError(
                .badHash, "\(pin.wheel) from \(source) has the sha256 \(found), expected \(pin.sha256)",
                hint: "the file is damaged or not the published one; remove it and try again")
        }
    }

    /// Unpacks the pinned members into one flat folder and returns it.
    static func unpack(_ file: String, pin: LibraryPin, scratch: String) throws(NativeError) -> String {
        let raw = "\(scratch)/raw"
        let flat = "\(scratch)/flat"
        try LibraryInstaller.attempt("make folders in \(scratch)") {
            for folder in [raw, flat] {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
        }
        let unzip =
            ["unzip", "-q", "-o", file] + pin.members.map { $0.hasSuffix("/") ? $0 + "*" : $0 } + ["-d", raw]
        var result = try ChildCommand.run(unzip, in: scratch)
        if result.status != 0 {
            // Python's module has no way to choose members; the others go when the scratch folder goes.
            result = try ChildCommand.run(["python3", "-m", "zipfile", "-e", file, raw], in: scratch)
        }
        guard result.status == 0 else {
            throw NativeError(
                .fetch, "\(pin.wheel) could not be unpacked: \(result.complaint)",
                hint: "install unzip or python3")
        }
        for member in pin.members {
            let name = LibraryPin.lastComponent(member)
            let from = member.hasSuffix("/") ? String(member.dropLast()) : member
            try LibraryInstaller.attempt("keep \(member)") {
                try FileManager.default.moveItem(atPath: "\(raw)/\(from)", toPath: "\(flat)/\(name)")
            }
        }
        return flat
    }
}
