extension String {
    /// The text as errors print it: control characters escaped, cut at 80 characters.
    ///
    /// Names come from files, so they may hold terminal escapes, direction marks or a megabyte of text.
    public var shown: String {
        var result = ""
        var count = 0
        for scalar in unicodeScalars {
            if count == 80 { return result + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
