import LiquidationCore
import Testing

@Suite("LeverageMix") struct LeverageMixTests {
    @Test(arguments: [[], [0, 0], [1, -1], [1, .nan], [.infinity, 1]] as [[Double]])
    func `weights are finite, not negative and not all zero, on either side`(weights: [Double]) {
        for make in [
            { try LeverageMix(weights) }, { try LeverageMix(BySide(long: weights, short: [1, 1])) },
            { try LeverageMix(BySide(long: [1, 1], short: weights)) },
        ] {
            let error = #expect(throws: CoreError.self) { try make() }
            #expect(error?.code == .invalidWeights)
        }
    }

    @Test func `the error names side, place and value`() {
        let error = #expect(throws: CoreError.self) {
            try LeverageMix(BySide(long: [1, 1], short: [1, -2]))
        }
        #expect(error?.message == "short weight 2 must be finite and not negative, was -2.0")
    }

    @Test func `log-normal weights fall off as the density does`() throws {
        let mix = LeverageMix.logNormal(on: try Ladder([1, 3, 9]), median: 3, sigma: 1)
        // exp(−ln(3)² / 2) = 0.546908110: `python3 -c "import math; print(math.exp(-math.log(3)**2/2))"`.
        #expect(mix.weights.long[1] == 1)
        #expect(
            abs(mix.weights.long[0] - 0.546908110) < 1e-7 && abs(mix.weights.long[2] - 0.546908110) < 1e-7)
        #expect(mix.weights.long == mix.weights.short)
    }

    @Test(arguments: [(1e-9, 0.01), (1e9, 0.01), (1000, 0.05), (3, 1e-3), (3, 1e-200), (3, 1e9)])
    func `log-normal weights are legal however far the median lies`(median: Double, sigma: Double) throws {
        let mix = LeverageMix.logNormal(on: .standard, median: median, sigma: sigma)
        #expect(mix.weights.long.max() == 1)
        #expect(try LeverageMix(mix.weights.long) == mix)
    }

    @Test func `presets have one weight a rung`() throws {
        for ladder in [Ladder.standard, try Ladder([1]), try Ladder([2, 1000])] {
            #expect(LeverageMix.measured(on: ladder).weights.long.count == ladder.count)
            #expect(LeverageMix.uniform(on: ladder) == (try LeverageMix(ladder.leverages.map { _ in 1 })))
        }
    }
}
