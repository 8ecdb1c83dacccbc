import LiquidationCore
import Testing

/// A margin rule read word by word: values and profits at prices, roots by halving. It shares no algebra with the
/// library.
struct RuleOracle {
    let instrument: Instrument
    let position: Position
    let mark: Double
    let rate: Double, amount: Double

    private var rule: MarginRule { instrument.rule }
    private var size: Double { position.quantity.value }
    private var entry: Double { position.entry.value }
    private var isInverse: Bool { instrument.contract == .inverse }
    private var fee: Double { rule.closingFee?.rate.value ?? 0 }

    func value(_ price: Double) -> Double { isInverse ? size / price : size * price }

    func profit(_ price: Double) -> Double {
        position.side.sign * (isInverse ? size * (1 / entry - 1 / price) : size * (price - entry))
    }

    var wallet: Double {
        var margin = position.margin?.value ?? 0
        if position.margin == nil, let leverage = position.leverage?.value {
            margin = value(entry) / leverage
            if rule.closingFee?.isReserved == true {
                // Where the margin alone is lost.
                let sign = position.side.sign
                let bankruptcy =
                    isInverse ? entry * leverage / (leverage + sign) : entry * (1 - sign / leverage)
                margin += fee * (bankruptcy.isFinite ? value(bankruptcy) : 0)
            }
            switch rule.openingFee {
            case .fromWallet: break
            case .fromMargin(let rate): margin -= rate.value * value(entry)
            case .inMargin(let rate): margin += rate.value * value(entry)
            }
        }
        return margin + position.extraMargin.value - position.fundingPaid.value
    }

    /// Where equity, less the fee that bankruptcy still pays, is zero.
    var bankruptcy: Double? {
        let share = rule.closingFee?.isInBankruptcy == true ? fee : 0
        return root { wallet + profit($0) - share * value($0) }
    }

    var liquidation: Double? {
        let bankruptcy = bankruptcy
        return root { balance($0, bankruptcy) }
    }

    /// Equity less requirement at a price; ``bankruptcy`` is handed in, because it takes long to find.
    func balance(_ price: Double, _ bankruptcy: Double?) -> Double {
        func at(_ basis: MarginRule.Basis) -> Double {
            switch basis {
            case .atLiquidation: value(price)
            case .atEntry: value(entry)
            case .atMark: value(mark)
            }
        }
        let share = rule.isRatePerLeverage ? rate / (position.leverage?.value ?? 1) : rate
        var required = share * at(rule.maintenance) - amount
        switch rule.closingFee?.basis {
        case .atLiquidation: required += fee * value(price)
        case .atEntry: required += fee * value(entry)
        case .atMark: required += fee * value(mark)
        case .atBankruptcy: required += bankruptcy.map { fee * value($0) } ?? 0
        case nil: break
        }
        if rule.reservesFundingDue { required += max(0, position.fundingDue.value) }
        return wallet + profit(price) - required
    }

    /// The price, from the mark in the direction that loses, where a function falls to zero.
    private func root(_ function: (Double) -> Double) -> Double? {
        let isLong = position.side == .long
        var (inside, outside) = (mark, isLong ? mark * 1e-9 : mark * 1e9)
        guard function(inside) > 0, function(outside) <= 0 else { return nil }
        for _ in 0..<150 {
            let middle = (inside + outside) / 2
            if function(middle) > 0 { inside = middle } else { outside = middle }
        }
        return outside
    }
}

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
