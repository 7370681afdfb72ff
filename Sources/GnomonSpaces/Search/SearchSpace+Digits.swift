extension SearchSpace {
    /// The digits of a text as genes, if it has as many as the space has positions.
    func digits(_ text: String) throws(SpaceError) -> Architecture {
        var genes: [Int] = []
        for character in text {
            guard character.isASCII, let digit = character.wholeNumberValue else {
                throw SpaceError(.architecture, "`\(character)` in a \(name) architecture is not a digit")
            }
            genes.append(digit)
        }
        let architecture = Architecture(genes)
        try check(architecture)
        return normalised(architecture)
    }
}

/// A space whose architectures are written as one digit for each position.
protocol DigitSpace: SearchSpace {}

extension DigitSpace {
    /// Reads the digits.
    public func parse(_ text: String) throws(SpaceError) -> Architecture { try digits(text) }

    /// Writes the digits.
    public func format(_ architecture: Architecture) -> String {
        architecture.genes.map(String.init).joined()
    }
}
