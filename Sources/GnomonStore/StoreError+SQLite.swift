import GRDB

extension StoreError {
    /// What an error from SQLite, from a codec or from this room means to a user of the store at `path`.
    init(_ error: any Error, path: String) {
        if let error = error as? StoreError {
            self = error
        } else if let error = error as? DatabaseError {
            self.init(database: error, path: path)
        } else {
            self.init(.row, "a row cannot be stored or read: \(error)", path: path)
        }
    }

    private init(database error: DatabaseError, path: String) {
        let text = error.message ?? "SQLite error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            self.init(
                .damaged, "the store is damaged (\(text))", path: path,
                hint: "restore it from a copy, or move it away to start with an empty one")
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_PROTOCOL:
            self.init(
                .busy, "another process is using the store", path: path,
                hint: "try again when it has finished")
        case .SQLITE_FULL:
            self.init(.full, "the disk is full", path: path, hint: "make room and try again")
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_IOERR:
            self.init(
                .unavailable, "the store cannot be opened or written (\(text))", path: path,
                hint: "check the folder and its permissions, or name another file with GNOMON_STORE")
        case .SQLITE_CONSTRAINT:
            self.init(.row, "the row breaks a rule of the store (\(text))", path: path)
        default:
            self.init(.failed, "SQLite reports: \(text)", path: path)
        }
    }
}
