import Foundation

/// Results go to standard output, all talk to standard error.
enum Console {
    /// Writes text to standard output; a reader that went away ends the command quietly.
    static func result(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Writes a line to standard error.
    static func note(_ text: String) {
        write(text + "\n", to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                exit(errno == EPIPE ? 141 : 75)
            }
            bytes = bytes.dropFirst(count)
        }
    }
}
