import PlainText
import Testing

@Suite("UnitText") struct UnitTextTests {
    @Test(arguments: [
        ("30d", 2_592_000_000), ("4h", 14_400_000), ("1.5h", 5_400_000), ("90s", 90_000),
        ("2w", 1_209_600_000),
        ("250ms", 250),
    ])
    func `spans of time have a unit`(text: String, milliseconds: Int64) {
        #expect(UnitText.duration(text) == milliseconds)
    }

    @Test(arguments: ["", "30", "d", "-4h", "0h", "4 h", "4y", "1e9d", "nan", "infd", "1.2.3h"])
    func `what is no span of time is none`(text: String) { #expect(UnitText.duration(text) == nil) }

    @Test(arguments: [("5%", 0.05), ("5 %", 0.05), ("0.05", 0.05), ("-0.3%", -0.003), ("20%", 0.2)])
    func `fractions may be percentages`(text: String, value: Double) {
        #expect(UnitText.fraction(text) == value)
    }

    @Test(arguments: ["", "%", "five", "nan", "inf%"])
    func `what is no fraction is none`(text: String) { #expect(UnitText.fraction(text) == nil) }

    @Test(arguments: [(14_400_000, "4h"), (86_400_000, "1d"), (900_000, "15m"), (1500, "1500ms"), (0, "0ms")])
    func `spans are written in their largest whole unit`(milliseconds: Int64, text: String) {
        #expect(UnitText.text(milliseconds: milliseconds) == text)
    }
}
