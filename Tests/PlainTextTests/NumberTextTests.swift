import PlainText
import Testing

@Suite("NumberText") struct NumberTextTests {
    @Test(
        arguments: [
            (0, "0"), (7, "7"), (12.34, "12.3"), (0.5, "0.50"), (999, "999"), (999.7, "1.00K"),
            (1234, "1.23K"),
            (940_000, "940K"), (999_400, "999K"), (999_600, "1.00M"), (86_200_000, "86.2M"),
            (1_240_000_000, "1.24B"), (-1_240_000_000, "-1.24B"), (3.2e12, "3.20T"), (1.5e16, "15,000T"),
            (.nan, "n/a"), (.infinity, "n/a"),
        ] as [(Double, String)])
    func `short numbers have three digits and a unit`(value: Double, text: String) {
        #expect(NumberText.short(value) == text)
    }

    @Test(
        arguments: [
            (104_230.5, 1, "104,230.5"), (0.2134, 4, "0.2134"), (-0.001, 2, "0.00"), (-1234.5, 0, "-1,235"),
            (999.999, 2, "1,000.00"), (1_000_000, 0, "1,000,000"), (0, 3, "0.000"), (1.05, 1, "1.1"),
            (1e300, 2, "1e+300"),
        ] as [(Double, Int, String)])
    func `numbers have fixed decimals and separated thousands`(value: Double, decimals: Int, text: String) {
        #expect(NumberText.fixed(value, decimals: decimals) == text)
    }

    @Test(
        arguments: [
            (107_123.4, "107,123.4"), (2500.12, "2,500.12"), (0.2134, "0.2134"), (100, "100"),
            (0.000012345, "0.000012345"), (64_000, "64,000"), (1, "1"),
        ] as [(Double, String)])
    func `a price has seven digits and no trailing zeros`(value: Double, text: String) {
        #expect(NumberText.price(value) == text)
    }

    @Test(
        arguments: [
            (104_230.5, 0.5, "104,230.5"), (104_000, 1250, "104,000"), (0.2134, 0.0001, "0.2134"),
            (82.5, 1.25, "82.50"), (7, 2.5, "7.0"), (0.00002, 0.0000125, "0.0000200"),
        ] as [(Double, Double, String)])
    func `a price on an axis has the decimals of its step`(value: Double, step: Double, text: String) {
        #expect(NumberText.price(value, step: step) == text)
    }

    @Test(
        arguments: [
            (-0.032, "−3.2 %", "-3.2 %"), (0.041, "+4.1 %", "+4.1 %"), (0, "0.0 %", "0.0 %"),
            (-0.0001, "0.0 %", "0.0 %"), (12.5, "+1,250.0 %", "+1,250.0 %"), (.nan, "n/a", "n/a"),
        ] as [(Double, String, String)])
    func `percentages carry their sign`(fraction: Double, text: String, ascii: String) {
        #expect(NumberText.percent(fraction) == text)
        #expect(NumberText.percent(fraction, unicode: false) == ascii)
    }

    @Test(
        arguments: [
            (0, "0s"), (250, "250ms"), (90_000, "1m 30s"), (14_400_000, "4h"), (19_800_000_000, "229d 4h"),
            (86_400_000 * 2 + 60_000, "2d"), (-60_000, "-1m"),
        ] as [(Int64, String)])
    func `spans of time have two units at most`(milliseconds: Int64, text: String) {
        #expect(NumberText.duration(milliseconds: milliseconds) == text)
    }

    @Test func `counts have separated thousands`() {
        #expect(NumberText.count(1375) == "1,375")
        #expect(NumberText.count(-12) == "-12")
    }
}
