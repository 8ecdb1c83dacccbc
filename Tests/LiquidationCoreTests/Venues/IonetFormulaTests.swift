import LiquidationCore
import Testing

@Suite("io.net formula") struct IonetFormulaTests {
    @Test func `read literally it lies above every entry, whatever the leverage`() throws {
        for leverage in [1, 2, 10, 100, 1000.0] {
            let formula = try IonetFormula(
                entry: try Price(30_000), leverage: try Leverage(leverage), rate: try Rate(0.005))
            #expect(meets(formula.literal, 30_000 / 0.995))
            #expect(formula.literal.value > 30_000)
        }
    }

    /// E(1 − 1/L)/(1 − R) and E(1 + 1/L)/(1 + R): the generic rule.
    @Test func `the corrected pair is what the equation gives`() throws {
        let sample = try VenueSample(.generic, rate: 0.01)
        for leverage in [2, 7, 50.0] {
            let formula = try IonetFormula(
                entry: try Price(80), leverage: try Leverage(leverage), rate: try Rate(0.01))
            for (side, price) in [(Side.long, formula.long), (.short, formula.short)] {
                let exact = try sample.report(side, 1, at: 80, leverage: leverage).liquidation
                #expect(meets(price, try #require(exact).value))
            }
            // 11 % too high at 10x: the literal price is L/(L − 1) times that of a long.
            #expect(meets(formula.literal, try #require(formula.long).value * leverage / (leverage - 1)))
        }
    }

    /// The literal price is that of a short at L = (1 − R)/(2R) alone: 99.5x for 0.5 %.
    @Test func `it meets the short at one leverage`() throws {
        let formula = try IonetFormula(
            entry: try Price(1), leverage: try Leverage(99.5), rate: try Rate(0.005))
        #expect(meets(formula.literal, formula.short.value))
    }

    @Test func `a long at 1x has no price, and a rate must lie below 1`() throws {
        #expect(
            try IonetFormula(entry: try Price(1), leverage: try Leverage(1), rate: try Rate(0)).long == nil)
        for rate in [-0.1, 1, 2.0] {
            #expect(throws: CoreError.self) {
                try IonetFormula(entry: try Price(1), leverage: try Leverage(2), rate: try Rate(rate))
            }
        }
        #expect(IonetFormula.caveat.contains("no side"))
    }
}
