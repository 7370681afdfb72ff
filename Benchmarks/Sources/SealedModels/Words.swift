/// The word behind a flag, taken out of the list.
public func take(_ flag: String, from words: inout [String]) -> String? {
    guard let at = words.firstIndex(of: flag), at + 1 < words.count else { return nil }
    let value = words[at + 1]
    words.removeSubrange(at...(at + 1))
    return value
}
