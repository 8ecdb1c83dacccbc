/// What the ledger reads of one bar.
public struct LedgerBar: Hashable, Sendable {
    /// Open instant, milliseconds UTC.
    public var time: Int64
    /// Highest price, quote per base.
    public var high: Double
    /// Lowest price.
    public var low: Double
    /// Last price.
    public var close: Double
    /// Traded base units, where known.
    public var volume: Double?
    /// Base units bought by takers, where known.
    public var takerBuyVolume: Double?
    /// Open interest at the bar's end in base units, where known.
    public var openInterest: Double?
    /// Long positions over short positions, where known.
    public var longShortRatio: Double?
    /// The funding rate where one is paid in the bar, a fraction.
    public var fundingRate: Double?
    /// Highest mark price, where known.
    public var markHigh: Double?
    /// Lowest mark price, where known.
    public var markLow: Double?
    /// How much the bar replaces, where the data says it.
    public var turnover: Double?

    /// One bar of a series.
    @inline(__always)
    public init(_ series: borrowing BarSeries, at index: Int) {
        time = series.time[index]
        (high, low, close) = (series.high[index], series.low[index], series.close[index])
        volume = series.extras.volume?[index]
        takerBuyVolume = series.extras.takerBuyVolume?[index]
        openInterest = series.extras.openInterest?[index]
        longShortRatio = series.extras.longShortRatio?[index]
        fundingRate = series.extras.fundingRate?[index]
        markHigh = series.extras.markHigh?[index]
        markLow = series.extras.markLow?[index]
        turnover = series.extras.turnover?[index]
    }
}

/// What a plan says about the positions of one bar.
public struct BarPlan: Hashable, Sendable {
    /// One weight a rung and side: finite, not negative, not all zero. Only proportions matter.
    public var weights: BySide<[Double]>
    /// The weight of longs against shorts: 1 and 1 is neutral. Both above zero; only their proportion matters.
    public var tilt: BySide<Double>
    /// Weights of entry prices at even distances from the bar's low to its high, the middle where there is one:
    /// finite, not negative, not all zero. Only proportions matter. Empty for the model's own entry.
    public var entryWeights: [Double]
    /// The share of longs in what opens, 0 to 1; `nil` for the model's own split. A balance on open interest holds
    /// twice the share of it long, twice the rest short.
    public var longShare: Double?
    /// The fraction of all that is live which its holders close in the bar, 0 to 1: after what the bar's path
    /// liquidates, before anything else closes and anything opens. It counts toward what closes otherwise.
    public var closedFraction: Double
    /// Base units that open on each side, where the model's flow is ``MapModel/Flow/planned``: zero, or within
    /// ``BarSeries/amounts``.
    public var opened = BySide(both: 0.0)

    /// A mix; all else is left to the model.
    public init(_ mix: LeverageMix) {
        (weights, tilt) = (mix.weights, BySide(both: 1))
        (entryWeights, longShare, closedFraction) = ([], nil, 0)
    }
}

extension BarPlan {
    /// Checks all but the weights of rungs, which are looked at where something opens.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming the rule and the value.
    borrowing func check() throws(CoreError) {
        guard tilt.long > 0, tilt.short > 0, tilt.total.isFinite else {
            throw CoreError(
                .invalidWeights,
                "tilts must be finite and above zero, were \(tilt.long) long and \(tilt.short) short")
        }
        guard closedFraction >= 0, closedFraction <= 1 else {
            throw CoreError(
                .invalidWeights, "the closed fraction must lie in 0 to 1, was \(closedFraction)")
        }
        for side in Side.allCases {
            let amount = opened[side]
            guard amount == 0 || BarSeries.amounts.contains(amount) else {
                throw CoreError(
                    .invalidWeights,
                    "what opens \(side) must be 0 or lie in \(BarSeries.amounts.text), was \(amount)")
            }
        }
        if let longShare, !(longShare >= 0 && longShare <= 1) {
            throw CoreError(.invalidWeights, "the share of longs must lie in 0 to 1, was \(longShare)")
        }
        guard !entryWeights.isEmpty else { return }
        let sum = entryWeights.reduce(0, +)
        guard sum > 0, sum.isFinite, entryWeights.allSatisfy({ $0 >= 0 }) else {
            throw CoreError(
                .invalidWeights,
                "weights of entry prices must be finite and not negative, and not all zero")
        }
    }
}

/// The prices at which a bar's positions were entered, with their weights.
struct EntryPoints {
    let count: Int
    /// Sum of the weights.
    let weight: Double
    /// Whether all weigh one.
    let isEven: Bool
    private let first: Double
    private let step: Double

    init(_ entry: MapModel.Entry, low: Double, high: Double, close: Double) {
        switch entry {
        case .typical: self.init(at: (high + low + close) / 3)
        case .close: self.init(at: close)
        case .spread(1), .triangular(1): self.init(at: (low + high) / 2)
        case .spread(let points):
            self.init(points, from: low, to: high, weight: Double(points), isEven: true)
        case .triangular(let points):
            let half = points / 2
            let weight = half * (half + 1) + (points % 2 == 1 ? half + 1 : 0)
            self.init(points, from: low, to: high, weight: Double(weight), isEven: false)
        case .evenly: preconditionFailure("even entries are opened cell by cell")
        }
    }

    /// One of several prices at even distances from low to high; the middle where there is one.
    static func evenly(_ index: Int, of count: Int, low: Double, high: Double) -> EntryPoints {
        guard count > 1 else { return EntryPoints(at: (low + high) / 2) }
        return EntryPoints(at: low + Double(index) * ((high - low) / Double(count - 1)))
    }

    private init(at price: Double) { (count, weight, isEven, first, step) = (1, 1, true, price, 0) }

    private init(_ points: Int, from low: Double, to high: Double, weight: Double, isEven: Bool) {
        (count, self.weight, self.isEven) = (points, weight, isEven)
        (first, step) = (low, (high - low) / Double(points - 1))
    }

    func price(_ point: Int) -> Double { first + Double(point) * step }

    func weight(_ point: Int) -> Double { isEven ? 1 : Double(min(point + 1, count - point)) }
}
