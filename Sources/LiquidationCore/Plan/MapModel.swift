/// How positions are estimated from market data: a plan without data, to be printed, compared and hashed.
///
/// The two presets are ``balanced`` (the default) and ``reference`` (the plain base model, to be checked
/// against). Every option is a deviation from one of them; ``optionTable`` lists them all.
///
/// ```swift
/// var model = MapModel.balanced
/// try model.set("closing", to: "halfLife(48)")
/// let same = try MapModel(text: model.text)
/// ```
public struct MapModel: Hashable, Sendable {
    /// A name for people: `balanced`, `reference`, or what a user called it.
    public var name: String
    /// What makes positions appear and go.
    public var flow: Flow
    /// Where in its bar a position was entered.
    public var entry: Entry
    /// Longs and shorts of what opens; with a balance on open interest both sides are equal.
    public var split: Split
    /// Which prices a bar force-closes.
    public var touch: Touch
    /// Whether a bar's path starts at the close before it, so that a gap leaves no liquidation price behind.
    public var bridge: Bool
    /// Which tier the assumed position is margined by.
    public var tier: TierChoice
    /// Assumed notional of one position at entry, quote units; lowered per rung to what the venue admits.
    public var positionSize: Notional
    /// Which positions close first.
    public var closing = Closing.proRata
    /// Which price force-closes.
    public var trigger = Trigger.markOrLast
    /// How many bars open interest is late: that of a bar is used so many bars after it.
    public var lag = 0
    /// Whether funding that is paid moves liquidation prices.
    public var accrue = false
    /// What a contract is worth.
    public var contract = Contract.linear
    /// Where the amount of a turnover stands.
    public var kappa = Kappa.constant

    init(
        name: String, flow: Flow, entry: Entry, split: Split, touch: Touch, bridge: Bool, tier: TierChoice,
        positionSize: Notional
    ) {
        (self.name, self.flow, self.entry, self.split) = (name, flow, entry, split)
        (self.touch, self.bridge, self.tier, self.positionSize) = (touch, bridge, tier, positionSize)
    }

    /// The default: live quantity of each side equals open interest, a part of it is replaced every bar.
    ///
    /// Net open interest hides the churn. Replacing 20 % of the traded volume (or, without volume, 5 · open
    /// interest · ln(high/low)) ranks realised liquidations better than opening on rising open interest alone.
    public static let balanced = MapModel(
        name: "balanced", flow: .openInterestBalance(.automatic(share: 0.2, factor: 5)),
        entry: .spread(points: 5), split: .even, touch: .beyond, bridge: true, tier: .atLiquidation,
        positionSize: Notional(unchecked: 100_000))

    /// The base model: opens on rising open interest at the typical price, split by the long/short ratio.
    public static let reference = MapModel(
        name: "reference", flow: .openInterestChanges, entry: .typical, split: .ratio, touch: .beyond,
        bridge: false, tier: .atEntry, positionSize: Notional(unchecked: 100_000))

    /// The preset of a name.
    public static func preset(named name: String) -> MapModel? {
        [balanced, reference].first { $0.name == name }
    }
}

extension MapModel {
    /// Where in its bar a position was entered.
    public enum Entry: Hashable, Sendable {
        /// (high + low + close) / 3.
        case typical
        /// The close.
        case close
        /// Evenly over `points` prices from the low to the high.
        case spread(points: Int)
        /// Over the same prices, in weights that rise evenly towards the middle: 1 2 3 2 1 for five.
        case triangular(points: Int)
    }

    /// How opened positions are split into longs and shorts.
    public enum Split: RawRepresentable, Hashable, Sendable {
        /// By the long/short ratio of positions.
        case ratio
        /// By the share of takers that bought.
        case taker
        /// As many longs as shorts.
        case even
        /// By the long/short ratio, of whose lean only a fraction from 0 to 1 is taken: 0 is even, 1 is ``ratio``.
        case damped(Double)
    }

    /// Which prices a bar force-closes.
    public enum Touch: String, Hashable, Sendable, CaseIterable {
        /// Everything from the bar's extreme outwards.
        case beyond
        /// Only what lies within the bar's range.
        case range
    }

    /// Which tier the assumed position is margined by.
    public enum TierChoice: String, Hashable, Sendable, CaseIterable {
        /// The one that holds the notional at the liquidation price: the venue's rule.
        case atLiquidation
        /// The one that holds the notional at entry: the base model's simplification.
        case atEntry
    }

    /// Which price force-closes.
    public enum Trigger: String, Hashable, Sendable, CaseIterable {
        /// The mark price where the data has it, the last price elsewhere.
        case markOrLast
        /// The last price.
        case last
        /// The mark price; in bars that lack it, the last price.
        case mark
    }

    /// What a contract is worth.
    public enum Contract: String, Hashable, Sendable, CaseIterable {
        /// A fixed quantity of the base, margined in quote units.
        case linear
        /// A fixed number of quote units, margined in the base.
        case inverse
    }
}

extension MapModel {
    /// What makes positions appear and go.
    public enum Flow: Hashable, Sendable {
        /// Rising open interest opens, falling open interest closes both sides in proportion.
        case openInterestChanges
        /// Each side's live quantity equals open interest; every bar a part of it, at most all, is replaced.
        case openInterestBalance(Turnover)
        /// A share of every bar's volume opens, for data without open interest. Nothing closes but what age
        /// closes (``Closing/halfLife(hours:exponent:)``) and what is liquidated.
        case volume(share: Double)
    }

    /// How much of the open interest a bar replaces.
    public enum Turnover: Hashable, Sendable {
        /// A share of the traded volume.
        case volume(share: Double)
        /// `factor · open interest · ln(high / low)`, for data without volume.
        case range(factor: Double)
        /// By volume where the data has it in every bar, by range elsewhere.
        case automatic(share: Double, factor: Double)
    }

    /// Where the amount of a turnover, or of a flow by volume, stands.
    public enum Kappa: String, Hashable, Sendable, CaseIterable {
        /// In the model, the same in every bar.
        case constant
        /// In the column `turnover` of the data; in bars that lack it, in the model.
        case column
    }

    /// Which positions close first where open interest says that some do.
    public enum Closing: Hashable, Sendable {
        /// All in proportion.
        case proRata
        /// Those of the latest bars.
        case youngestFirst
        /// Those of the earliest bars.
        case oldestFirst
        /// By age: in every bar a rung of leverage `L` loses what a half-life of `hours / L^exponent` hours says.
        /// That counts toward the fall of open interest; the rest of it is closed in proportion.
        case halfLife(hours: Double, exponent: Double)
    }
}

extension MapModel {
    /// The model with what depends on the data decided, or why the data cannot carry it.
    ///
    /// - Throws: ``CoreError`` `.columnMissing` naming the column and the option that does without it,
    ///   `.invalidModel` for options out of range or that contradict each other.
    func resolved(for series: BarSeries) throws(CoreError) -> MapModel {
        try checkNumbers()
        let extras = series.extras
        var model = self
        switch flow {
        case .openInterestChanges:
            try need("open_interest", extras.openInterest, Self.openInterestHint)
            try needSplit(extras)
        case .openInterestBalance(let turnover):
            try need("open_interest", extras.openInterest, Self.openInterestHint)
            model.split = .even
            model.flow = .openInterestBalance(try turnover.resolved(for: series, model: name))
        case .volume(let share):
            try need("volume", extras.volume, "flow=openInterestChanges does without it")
            try needSplit(extras)
            guard share.isFinite, share >= 0 else {
                throw CoreError(
                    .invalidModel, "the share of volume must be finite and not negative, was \(share)")
            }
        }
        if accrue { try need("funding_rate", extras.fundingRate, "accrue=off does without it") }
        if kappa == .column { try need("turnover", extras.turnover, "kappa=constant does without it") }
        switch trigger {
        case .mark:
            try need("mark_high", extras.markHigh, "trigger=last does without it")
            try need("mark_low", extras.markLow, "trigger=last does without it")
        case .markOrLast where (extras.markHigh?.presentCount ?? 0) > 0:
            if (extras.markLow?.presentCount ?? 0) > 0 { model.trigger = .mark }
        case .markOrLast, .last: break
        }
        return model
    }

    private static let openInterestHint =
        "add the venue's open interest (Binance: metrics files) to the folder; --option flow=volume*0.02 opens a share of "
        + "the volume instead"

    private func need(_ column: String, _ cells: Column?, _ hint: String) throws(CoreError) {
        guard (cells?.presentCount ?? 0) == 0 else { return }
        throw CoreError(
            .columnMissing, "model \(name) needs column \(column), which the data does not have", hint: hint)
    }

    private func needSplit(_ extras: BarSeries.Extras) throws(CoreError) {
        let hint = "--split even does without it, as does --model balanced"
        switch split {
        case .ratio, .damped: try need("long_short_ratio", extras.longShortRatio, hint)
        case .taker:
            try need("volume", extras.volume, hint)
            try need("taker_buy_volume", extras.takerBuyVolume, hint)
        case .even: break
        }
    }

    private func checkNumbers() throws(CoreError) {
        switch entry {
        case .spread(let points), .triangular(let points):
            guard (1...1000).contains(points) else {
                throw CoreError(.invalidModel, "an entry over the bar takes 1 to 1000 points, was \(points)")
            }
        case .typical, .close: break
        }
        guard positionSize.value > 0 else {
            throw CoreError(.invalidModel, "the assumed position size must be above zero")
        }
        if case .damped(let share) = split, !(0...1).contains(share) {
            throw CoreError(.invalidModel, "a damped split takes a share from 0 to 1, was \(share)")
        }
        guard (0...100_000).contains(lag) else {
            throw CoreError(.invalidModel, "lag must lie in 0 to 100,000 bars, was \(lag)")
        }
        if case .halfLife(let hours, let exponent) = closing {
            guard hours > 0, hours.isFinite, (-10...10).contains(exponent) else {
                throw CoreError(
                    .invalidModel,
                    "a half-life takes hours above zero and an exponent from -10 to 10, was \(closing.text)")
            }
        }
        switch (flow, closing, kappa) {
        case (.volume, .youngestFirst, _), (.volume, .oldestFirst, _):
            throw CoreError(
                .invalidModel, "closing \(closing.text) closes nothing where positions open by volume",
                hint: "closing=halfLife(HOURS) closes by age")
        case (.openInterestChanges, _, .column):
            throw CoreError(
                .invalidModel, "kappa=column has no meaning for flow=openInterestChanges",
                hint: "flow=openInterestBalance(volume*0.2) has a turnover")
        default: break
        }
    }
}

extension MapModel.Turnover {
    fileprivate func resolved(
        for series: BarSeries, model: String
    ) throws(CoreError) -> MapModel.Turnover {
        let hasVolume = series.extras.volume?.isComplete ?? false
        let chosen: MapModel.Turnover
        switch self {
        case .automatic(let share, let factor):
            chosen = hasVolume ? .volume(share: share) : .range(factor: factor)
        case .volume where !hasVolume:
            throw CoreError(
                .columnMissing, "model \(model) needs column volume in every bar",
                hint: "turnover by range does without it")
        case .volume, .range:
            chosen = self
        }
        switch chosen {
        case .volume(let amount), .range(let amount), .automatic(let amount, _):
            guard amount.isFinite, amount >= 0 else {
                throw CoreError(.invalidModel, "turnover must be finite and not negative, was \(amount)")
            }
        }
        return chosen
    }
}
