import LiquidationCore
import Testing

@Suite("Venues and the oracle") struct RuleOracleTests {
    @Test(arguments: Venue.all.map(\.id))
    func `every rule gives the price that halving finds`(id: String) throws {
        let venue = try #require(Venue.named(id))
        var compared = 0
        for seed in 1...20 as ClosedRange<UInt64> {
            var random = RandomMarket(seed: seed)
            for dated in venue.rules {
                for side in Side.allCases {
                    let oracle = try oracle(venue, dated.rule, side, &random)
                    guard oracle.balance(oracle.mark, oracle.bankruptcy) > 0 else { continue }
                    let report = try oracle.instrument.report(
                        for: oracle.position, mark: Price(oracle.mark))
                    let comment = Comment("seed \(seed), \(oracle.position), mark \(oracle.mark)")
                    expect(report.liquidation, oracle.liquidation, oracle, comment)
                    if report.equity.value > 0 {
                        expect(report.bankruptcy, oracle.bankruptcy, oracle, comment)
                    }
                    if report.liquidation != nil { compared += 1 }
                }
            }
        }
        #expect(compared > 20)
    }

    private func expect(_ ours: Price?, _ theirs: Double?, _ oracle: RuleOracle, _ comment: Comment) {
        // Further away a price is the difference of nearly equal sums.
        let ours = ours.map(\.value).flatMap { (1e-4...1e4).contains($0 / oracle.mark) ? $0 : nil }
        let theirs = theirs.flatMap { (1e-4...1e4).contains($0 / oracle.mark) ? $0 : nil }
        guard let ours, let theirs else {
            #expect(ours == nil && theirs == nil, comment)
            return
        }
        #expect(abs(ours / theirs - 1) <= 1e-10, comment)
    }

    private func oracle(
        _ venue: Venue, _ rule: MarginRule, _ side: Side, _ random: inout RandomMarket
    ) throws -> RuleOracle {
        let (entry, quantity) = (random.size(1e-3...1e5), random.size(1e-2...1e4))
        let leverage = random.size(1...40)
        let value = venue.contract == .inverse ? quantity / entry : quantity * entry
        let rate = random.size(1e-3...0.2)
        let amount = random.chance(0.5) ? 0 : value * rate * random.number(0...0.5)
        var position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity),
            leverage: try Leverage(leverage))
        if random.chance(0.4) { position.margin = try Collateral(value * random.size(0.02...0.9)) }
        if random.chance(0.4) { position.extraMargin = try Collateral(value * random.number(0...0.3)) }
        if random.chance(0.4) { position.fundingPaid = try Collateral(value * random.number(-0.01...0.01)) }
        if random.chance(0.4) { position.fundingDue = try Collateral(value * random.number(-0.01...0.01)) }
        var instrument = venue.instrument(
            "any", maintenance: .fixed(rate: try Rate(rate), amount: try Collateral(amount)))
        instrument.rule = rule
        return RuleOracle(
            instrument: instrument, position: position, mark: entry * random.size(0.9...1.1), rate: rate,
            amount: amount)
    }
}
