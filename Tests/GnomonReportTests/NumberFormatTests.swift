import Foundation
import GnomonReport
import GnomonStatistics
import Testing

@Suite("Numbers for people")
struct NumberFormatTests {
    @Test(
        "Three significant digits, also where rounding adds a digit",
        arguments: [
            (0, "0"), (1, "1.00"), (12.34, "12.3"), (12.35, "12.4"), (9.994, "9.99"), (9.996, "10.0"),
            (99.96, "100"), (123.4, "123"), (1234.5, "1235"), (0.12345, "0.123"), (0.99961, "1.00"),
            (0.012345, "0.0123"), (0.0012345, "0.00123"), (0.00001234, "1.23e-5"), (-12.34, "-12.3"),
            (1_234_567, "1.23e6"),
        ])
    func threeDigits(number: Double, text: String) {
        #expect(NumberFormat.threeDigits(number) == text)
    }

    @Test("What is not finite is a dash")
    func notFinite() {
        for number in [Double.nan, .infinity, -.infinity] {
            #expect(NumberFormat.threeDigits(number) == "-")
            #expect(NumberFormat.fixed(number, digits: 2) == "-")
            #expect(NumberFormat.percent(number) == "-")
            #expect(LatencyFormat.text(Latency(nanoseconds: number)) == "-")
        }
    }

    @Test("Fixed digits agree with the C library")
    func agreesWithC() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<2000 {
            let number = (generator.uniform() - 0.5) * pow(10, Double(generator.next() % 8))
            for digits in 0...4 {
                let expected = String(format: "%.\(digits)f", number)
                let text = NumberFormat.fixed(number, digits: digits)
                // A tie after scaling may go the other way; it never moves the value by more than the last digit.
                let difference = abs((Double(text) ?? .nan) - (Double(expected) ?? .nan))
                #expect(difference <= pow(10, -Double(digits)) * 0.51 || text == expected)
            }
        }
    }

    @Test("Any number of digits can be asked for", arguments: [Int.min, -1, 15, 40, .max])
    func anyDigits(digits: Int) {
        for number in [0, 1e-10, 0.5, 1e300, -3] {
            #expect(Double(NumberFormat.fixed(number, digits: digits)) != nil)
        }
    }

    @Test("Percent, counts and bytes")
    func units() {
        #expect(NumberFormat.percent(0.9234) == "92.3 %")
        #expect(NumberFormat.percent(0.05, signed: true) == "+5.0 %")
        #expect(NumberFormat.percent(-0.05, signed: true) == "-5.0 %")
        #expect(NumberFormat.percent(-0.00001, signed: true) == "+0.0 %")
        #expect(NumberFormat.count(11_689_512) == "11.7 M")
        #expect(NumberFormat.count(512) == "512")
        #expect(NumberFormat.count(999_700) == "1.00 M")
        #expect(NumberFormat.count(1_814_000_000) == "1.81 G")
        #expect(NumberFormat.count(.min).hasPrefix("-"))
        #expect(NumberFormat.bytes(46_758_048) == "44.6 MiB")
        #expect(NumberFormat.bytes(17) == "17 B")
    }

    @Test(
        "Latencies take the unit that fits",
        arguments: [
            (12_345_678, "12.3 ms"), (999_600, "1.00 ms"), (999_400, "999 us"), (1.5e9, "1.50 s"),
            (250, "250 ns"),
            (0, "0 ns"),
        ])
    func latency(nanoseconds: Double, text: String) {
        #expect(LatencyFormat.text(Latency(nanoseconds: nanoseconds)) == text)
    }

    @Test("An interval is written in the unit of its latency")
    func interval() {
        let interval = LatencyInterval(
            lower: Latency(milliseconds: 0.95), upper: Latency(milliseconds: 1.2), level: 0.9)
        #expect(LatencyFormat.text(Latency(milliseconds: 1.1), interval) == "1.10 ms [0.950, 1.20]")
    }
}
