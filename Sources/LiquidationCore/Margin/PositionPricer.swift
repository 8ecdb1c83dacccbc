/// Prices many positions of one instrument: what ``Instrument/report(for:mark:others:)`` says, to the last bit,
/// without the account of how.
///
/// What does not depend on the position is laid out once, and nothing is allocated for a position. It is a class
/// because copies of an instrument for each position would cost as much as its price.
public final class PositionPricer: Sendable {
    /// A liquidation price and what goes with it; the fields are those of ``LiquidationReport``.
    public struct Answer: Hashable, Sendable {
        /// What the price means.
        public let state: LiquidationReport.State
        /// Where equity meets the requirement, not rounded.
        public let liquidation: Price?
        /// The liquidation price as the venue prints it.
        public let shown: Price?
        /// Where equity is zero.
        public let bankruptcy: Price?
        /// Index of the bracket in force at the liquidation price.
        public let tier: Int
        /// Whether the size is above the last bracket's cap.
        public let exceedsTable: Bool
    }

    /// What is priced.
    public let instrument: Instrument
    private let pieces: [Piece]
    private let hasTable: Bool
    /// How sizes are counted: per unit of the coordinate, or a quantity divided by ``unit``.
    private let isPerUnit: Bool
    private let unit: Double

    private struct Piece {
        let floor, cap, rate, amount: Double
    }

    /// Lays out an instrument.
    public init(_ instrument: Instrument) {
        self.instrument = instrument
        switch instrument.maintenance {
        case .tiers(let table):
            pieces = table.tiers.map {
                Piece(
                    floor: $0.floor, cap: $0.cap, rate: $0.maintenanceRate, amount: $0.maintenanceAmount)
            }
            hasTable = true
            isPerUnit = table.unit == (instrument.contract == .inverse ? .coin : .quote)
            unit = table.unit == .contracts ? table.contractSize : 1
        case .fixed(let rate, let amount):
            pieces = [Piece(floor: 0, cap: .infinity, rate: rate.value, amount: amount.value)]
            (hasTable, isPerUnit, unit) = (false, false, 1)
        case .sloped:
            (pieces, hasTable, isPerUnit, unit) = ([], false, false, 1)
        }
    }

    /// The liquidation price of a position.
    ///
    /// - Parameters: as those of ``Instrument/report(for:mark:others:)``.
    /// - Throws: ``CoreError`` as there.
    /// - Complexity: O(tiers), no allocation; where the rate grows with the size, that of a report.
    public func answer(
        _ position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Answer {
        guard !pieces.isEmpty else {
            let report = try instrument.report(for: position, mark: mark, others: others)
            return Answer(
                state: report.state, liquidation: report.liquidation, shown: report.shown,
                bankruptcy: report.bankruptcy, tier: report.tier, exceedsTable: report.exceedsTable)
        }
        let (line, bankruptcy, equity) = try line(of: position, mark: mark, others: others)
        let (contract, now) = (instrument.contract, line.now)
        let balance = line.balance(at: now, self)
        guard equity.isFinite, balance.isFinite else {
            throw CoreError(.outOfRange, "size, price or margin is too large to calculate with")
        }
        let losesRising = line.turn * line.size <= 0
        var found: (coordinate: Double?, tier: Int)
        if balance > 0 {
            found = line.crossing(rising: losesRising, sign: 1, self)
            if found.coordinate == nil {
                let second = line.crossing(rising: !losesRising, sign: 1, self)
                if second.coordinate != nil { found = second }
            }
        } else {
            found = line.crossing(rising: !losesRising, sign: -1, self)
        }
        let price = found.coordinate.map { Price(unchecked: contract.price(at: $0)) }
        let state = instrument.state(of: price, isSolvent: balance > 0)
        let largest = max(line.measured(at: now), found.coordinate.map { line.measured(at: $0) } ?? 0)
        return Answer(
            state: state, liquidation: price,
            shown: instrument.shown(
                price, state, instrument.rule.display.liquidation, position.side, entry: position.entry),
            bankruptcy: bankruptcy.map { Price(unchecked: contract.price(at: $0)) }, tier: found.tier,
            exceedsTable: hasTable && largest > pieces[pieces.count - 1].cap)
    }

    /// The position as a line in every bracket, its bankruptcy coordinate and its equity now.
    @inline(__always)
    private func line(
        of position: Position, mark: Price?, others: OtherPositions
    ) throws(CoreError) -> (Line, bankruptcy: Double?, equity: Double) {
        let (contract, size) = (instrument.contract, position.quantity.value)
        let (turn, entry) = (contract.turn(position.side), contract.coordinate(of: position.entry.value))
        let now = contract.coordinate(of: (mark ?? position.entry).value)
        let (basis, fee) = (instrument.rule.maintenance, instrument.rule.closingFee)
        var perLeverage = 1.0
        if instrument.rule.isRatePerLeverage {
            guard let leverage = position.leverage else { throw MarginLeg.needsLeverage(instrument.rule) }
            perLeverage = 1 / leverage.value
        }
        let whole = try instrument.wallet(of: position).value + others.profit.value
        var line = Line(
            turn: turn, size: size, entry: entry, now: now, wallet: whole,
            rateScale: basis == .atLiquidation ? perLeverage : 0,
            feeRate: fee?.basis == .atLiquidation ? fee?.rate.value ?? 0 : 0,
            isPerUnit: isPerUnit, measure: isPerUnit ? size : size / unit)
        if basis != .atLiquidation {
            let at = basis == .atEntry ? entry : now
            let piece = pieces[line.pieceIndex(at: at, self)]
            line.frozen += piece.rate * perLeverage * size * at - piece.amount
        }
        if fee?.basis == .atEntry { line.frozen += (fee?.rate.value ?? 0) * size * entry }
        if fee?.basis == .atMark { line.frozen += (fee?.rate.value ?? 0) * size * now }
        if instrument.rule.reservesFundingDue { line.frozen += max(0, position.fundingDue.value) }

        let paid = fee?.isInBankruptcy == true ? fee?.rate.value ?? 0 : 0
        let root = -(whole - turn * size * entry) / (size * (turn - paid))
        let bankruptcy = root > 0 && root.isFinite ? root : nil
        if let fee, fee.basis == .atBankruptcy, let bankruptcy {
            line.wallet -= fee.rate.value * bankruptcy * size
        }
        line.wallet -= others.requirement.value
        return (line, bankruptcy, whole + turn * size * (now - entry))
    }

    /// ``MarginLeg`` and ``MarginCurve`` for one leg, in plain numbers; the arithmetic is theirs, step by step.
    private struct Line {
        let turn, size, entry, now: Double
        var wallet: Double
        let rateScale, feeRate: Double
        var frozen = 0.0
        let isPerUnit: Bool
        let measure: Double

        @inline(__always)
        func measured(at coordinate: Double) -> Double { isPerUnit ? measure * coordinate : measure }

        @inline(__always)
        func pieceIndex(at coordinate: Double, _ pricer: PositionPricer) -> Int {
            let size = measured(at: coordinate)
            var index = 0
            while index < pricer.pieces.count - 1, !(size < pricer.pieces[index].cap) { index += 1 }
            return index
        }

        @inline(__always)
        func coefficients(_ piece: Piece) -> (constant: Double, slope: Double) {
            let followed = rateScale == 0 ? 0 : rateScale * piece.rate
            let fixed = rateScale == 0 ? 0 : piece.amount
            return (wallet - turn * size * entry + fixed - frozen, size * (turn - (followed + feeRate)))
        }

        @inline(__always)
        func balance(at coordinate: Double, _ pricer: PositionPricer) -> Double {
            let (constant, slope) = coefficients(pricer.pieces[pieceIndex(at: coordinate, pricer)])
            return constant + coordinate * slope
        }

        /// Where the sign of the balance ends, and the bracket there; without such a place the last bracket seen.
        @inline(__always)
        func crossing(
            rising: Bool, sign: Double, _ pricer: PositionPricer
        ) -> (coordinate: Double?, tier: Int) {
            var here = now
            var index = pieceIndex(at: now, pricer)
            let isBounded = isPerUnit && rateScale != 0
            while true {
                let piece = pricer.pieces[index]
                let (constant, slope) = coefficients(piece)
                let isLast = index == pricer.pieces.count - 1
                let low = isBounded ? piece.floor / measure : 0
                let high = isBounded && !isLast ? piece.cap / measure : .infinity
                if here != now, (constant + here * slope) * sign <= 0 { return (here, index) }
                let end = rising ? high : low
                let leaves = end == .infinity ? slope * sign < 0 : (constant + end * slope) * sign <= 0
                if leaves, slope != 0 {
                    let root = -constant / slope
                    let found = here < end ? min(max(root, here), end) : max(min(root, here), end)
                    return found > 0 && found.isFinite ? (found, index) : (nil, index)
                }
                guard end > 0, end < .infinity else { return (nil, index) }
                index += rising ? 1 : -1
                here = end
            }
        }
    }
}
