/// Numbers for people, always with a point and never by locale.
public enum NumberFormat {
    /// A number with so many digits after the point; `-` if it is not finite.
    ///
    /// Written here because Foundation's formatter costs milliseconds at start and looks at the locale.
    public static func fixed(_ number: Double, digits: Int) -> String {
        guard number.isFinite else { return "-" }
        // A double has no more than fifteen digits to show.
        let digits = min(max(digits, 0), 15)
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (abs(number) * scale).rounded()
        // Beyond the exact integers of a double, digits after the point mean nothing.
        guard scaled < 0x1p53 else { return String(number) }
        let integer = Int(scaled)
        let sign = number < 0 && integer != 0 ? "-" : ""
        guard digits > 0 else { return sign + String(integer) }
        let fraction = String(integer % Int(scale))
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return sign + String(integer / Int(scale)) + "." + zeros + fraction
    }

    /// A number with three significant digits, without an exponent between 0.001 and a million.
    public static func threeDigits(_ number: Double) -> String {
        guard number.isFinite else { return "-" }
        let size = abs(number)
        if size == 0 { return "0" }
        // The limits stand below the powers of ten so that 9.996 becomes 10.0, not 10.00.
        if size >= 999_999.5 { return exponential(number) }
        if size >= 99.95 { return fixed(number, digits: 0) }
        if size >= 9.995 { return fixed(number, digits: 1) }
        if size >= 0.9995 { return fixed(number, digits: 2) }
        if size >= 0.099_95 { return fixed(number, digits: 3) }
        if size >= 0.009_995 { return fixed(number, digits: 4) }
        if size >= 0.001 { return fixed(number, digits: 5) }
        return exponential(number)
    }

    /// A share as a percentage with one digit after the point and, where asked, always with its sign.
    public static func percent(_ share: Double, signed: Bool = false) -> String {
        guard share.isFinite else { return "-" }
        let text = fixed(share * 100, digits: 1)
        return (signed && !text.hasPrefix("-") ? "+" : "") + text + " %"
    }

    /// A count with a unit step: `11.7 M` for 11 689 512, `512` for 512.
    public static func count(_ count: Int) -> String {
        let size = Double(count.magnitude)
        let sign = count < 0 ? "-" : ""
        for (limit, letter) in [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")] where size >= limit * 0.9995
        {
            return sign + threeDigits(size / limit) + " " + letter
        }
        return String(count)
    }

    /// A number of bytes in steps of 1024: `44.6 MiB`.
    public static func bytes(_ bytes: Int) -> String {
        let size = Double(bytes.magnitude)
        for (shift, unit) in [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")] {
            let step = Double(1 << shift)
            if size >= step { return (bytes < 0 ? "-" : "") + threeDigits(size / step) + " " + unit }
        }
        return "\(bytes) B"
    }

    private static func exponential(_ number: Double) -> String {
        var exponent = 0
        var mantissa = abs(number)
        while mantissa >= 9.995 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 0.9995 {
            mantissa *= 10
            exponent -= 1
        }
        return (number < 0 ? "-" : "") + fixed(mantissa, digits: 2) + "e" + String(exponent)
    }
}
