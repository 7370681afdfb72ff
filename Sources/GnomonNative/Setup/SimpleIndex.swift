import Foundation

/// Reads pages of a Python package index in its simplest form (PEP 503): one link a file.
enum SimpleIndex {
    /// The address of `wheel` on a project's page that was read from `page`; nil when it is not there.
    static func address(of wheel: String, in html: String, page: String) -> String? {
        let quoted = html.components(separatedBy: "href=\"").dropFirst()
        for piece in quoted {
            guard let end = piece.firstIndex(of: "\"") else { continue }
            let link = piece[..<end].replacingOccurrences(of: "&amp;", with: "&")
            let bare = link.split(separator: "#").first.map(String.init) ?? link
            let name = bare.split(separator: "/").last.map(String.init) ?? bare
            guard (name.removingPercentEncoding ?? name) == wheel else { continue }
            return URL(string: bare, relativeTo: URL(string: page))?.absoluteString
        }
        return nil
    }
}
