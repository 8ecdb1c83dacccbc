import MarketData
import Testing

@Suite("DecimalNumber") struct DecimalNumberTests {
    private func parse(_ text: String) -> Double? {
        var text = text
        return text.withUTF8 { bytes in
            bytes.baseAddress.flatMap { DecimalNumber.parse($0, bytes.count) }
        }
    }

    @Test(arguments: [
        "0", "-0.0", "42000.00", "0.00010000", "-0.0375", "9007199254740993", "9007199254740993.0",
        "18446744073709551615", "18446744073709551616", "0.1000000000000000055511151231257827", "5e-324",
        "1.7976931348623157e308", "1E5", "1e+5", "1e-5", "123456789012345678.9", "000123.4500", "2.5e0",
        // Half-way cases of David Gay's test set, 1991: 2^53 + 1 and neighbours.
        "9007199254740991.5", "9007199254740992.5", "9007199254740994.5",
    ])
    func `a plain decimal gives the nearest double`(text: String) {
        #expect(parse(text) == Double(text))
    }

    @Test(arguments: [
        "", "-", "+1", ".5", "5.", "1e", "1e+", "e5", "1,5", "1 ", " 1", "1.2.3", "0x10", "nan", "NaN", "inf",
        "Infinity", "-inf", "1_000", "1e5.0", "--1", "$1", "1%", "1.5f", "١",
    ])
    func `anything else is no number`(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func `too large is infinite, too small is zero`() {
        #expect(parse("1e400") == .infinity)
        #expect(parse("-1e400") == -.infinity)
        #expect(parse("1e-400") == 0)
    }

    @Test func `random decimals give the same bits as the standard library`() {
        let seed = UInt64.random(in: 0 ... .max)
        print("DecimalNumberTests seed \(seed)")
        var state = seed
        func next(_ bound: UInt64) -> UInt64 {
            // SplitMix64, Steele et al. 2014.
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return (z ^ z >> 31) % bound
        }
        for _ in 0..<30_000 {
            let digits = String(next(.max) >> next(64))
            let decimals = Int(next(24))
            let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
            var text = next(2) == 0 ? "-" : ""
            text += padded.dropLast(decimals)
            if decimals > 0 { text += "." + padded.suffix(decimals) }
            if next(10) == 0 { text += "e\(Int64(next(600)) - 300)" }
            let (found, expected) = (parse(text), Double(text))
            #expect(found?.bitPattern == expected?.bitPattern, "\(text) with seed \(seed)")
        }
    }
}
