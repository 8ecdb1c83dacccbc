/// How positions are estimated from market data: a plan without data, to be printed, compared and hashed.
///
/// The presets are ``turnover`` (the default), ``balanced`` (refills what was liquidated) and ``reference`` (the plain base
/// model, to be checked against). Every option is a deviation from one of them; ``optionTable`` lists them all.
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
    /// How much of the volume is taken for entries along the path of their own bar, which its rest may liquidate; 0 for
    /// none. It is counted apart from the map.
    public var births = 0.0
    /// Where the amount of a turnover stands.
    public var kappa = Kappa.constant

    init(
        name: String, flow: Flow, entry: Entry, split: Split, touch: Touch, bridge: Bool, tier: TierChoice,
        positionSize: Notional
    ) {
        (self.name, self.flow, self.entry, self.split) = (name, flow, entry, split)
        (self.touch, self.bridge, self.tier, self.positionSize) = (touch, bridge, tier, positionSize)
    }

    /// The default: in every bar a share of open interest is replaced, whatever was liquidated, and entries lie evenly over
    /// the bar.
    ///
    /// A liquidation price then holds what was entered since it was touched last. The map needs one pass from the last bar
    /// back, which ends where nothing older is live.
    ///
    /// - Source: scores against realised liquidations: on fine bars and with weights L^-1.5 it ranks those of BTC 4h at
    ///   .88/.83 (longs/shorts), ``balanced`` on the scored bars at .77/.71.
    public static let turnover: MapModel = {
        var model = MapModel(
            name: "turnover", flow: .turnover(.either(share: 0.2, perDay: 0.4)), entry: .evenly, split: .even,
            touch: .beyond, bridge: true, tier: .atLiquidation, positionSize: Notional(unchecked: 100_000))
        model.births = 0.5
        return model
    }()

    /// Volume of a day over open interest, where only the one is known.
    static let volumePerInterest = 1.5

    /// Live quantity of each side equals open interest, a part of it is replaced every bar.
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

    /// All presets, the default first.
    public static let presets = [turnover, balanced, reference]

    /// The preset of a name.
    public static func preset(named name: String) -> MapModel? {
        presets.first { $0.name == name }
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
        /// Evenly over the logarithm of the price, from the low to the high.
        case evenly
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
        /// Every bar replaces a share of open interest, at least what it grew by, whatever was liquidated.
        case turnover(Turnover)
        /// A share of every bar's volume opens, for data without open interest. Nothing closes but what age
        /// closes (``Closing/halfLife(hours:exponent:)``) and what is liquidated.
        case volume(share: Double)
        /// What the plan of a bar says opens, whatever open interest does. Nothing closes but what the plan, or age, closes and
        /// what is liquidated.
        case planned
    }

    /// How much of the open interest a bar replaces.
    public enum Turnover: Hashable, Sendable {
        /// A share of the traded volume.
        case volume(share: Double)
        /// `factor · open interest · ln(high / low)`, for data without volume.
        case range(factor: Double)
        /// By volume where the data has it in every bar, by range elsewhere.
        case automatic(share: Double, factor: Double)
        /// `perDay` of open interest in a day of usual range, more in bars that move more than those before.
        case activity(perDay: Double)
        /// By volume where the data has it in every bar, by activity elsewhere.
        case either(share: Double, perDay: Double)
        /// `perDay` of open interest in a day of usual volume, for data without open interest: two thirds of a usual day's
        /// volume stand in for it.
        case volumeAlone(perDay: Double)
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
        case .turnover(let turnover):
            model.split = .even
            model.flow = .turnover(try turnover.resolvedAlone(for: series, model: name))
        case .volume(let share):
            try need("volume", extras.volume, "flow=openInterestChanges does without it")
            try needSplit(extras)
            guard share.isFinite, share >= 0 else {
                throw CoreError(
                    .invalidModel, "the share of volume must be finite and not negative, was \(share)")
            }
        case .planned: model.split = .even
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
        case .typical, .close, .evenly: break
        }
        guard births.isFinite, (0...1).contains(births) else {
            throw CoreError(.invalidModel, "births is a share of the volume, from 0 to 1, was \(births)")
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
        case (.volume, .youngestFirst, _), (.volume, .oldestFirst, _), (.planned, .youngestFirst, _),
            (.planned, .oldestFirst, _):
            throw CoreError(
                .invalidModel,
                "closing \(closing.text) closes nothing where positions open by volume or by a plugin",
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
        case .either(let share, let perDay):
            chosen = hasVolume ? .volume(share: share) : .activity(perDay: perDay)
        case .activity, .volumeAlone:
            throw CoreError(
                .invalidModel, "\(text) has no meaning for flow=openInterestBalance",
                hint: "flow=turnover(\(text)) has")
        case .volume where !hasVolume:
            throw CoreError(
                .columnMissing, "model \(model) needs column volume in every bar",
                hint: "turnover by range does without it")
        case .volume, .range:
            chosen = self
        }
        try chosen.check()
        return chosen
    }

    /// As ``resolved(for:model:)`` for a flow that needs no open interest.
    fileprivate func resolvedAlone(for series: BarSeries, model: String) throws(CoreError)
        -> MapModel.Turnover
    {
        let (interest, volume) = (series.extras.openInterest, series.extras.volume)
        let hasInterest = (interest?.presentCount ?? 0) > 0
        let chosen: MapModel.Turnover
        switch self {
        case .activity where hasInterest: chosen = self
        case .volumeAlone: chosen = self
        case _ where hasInterest: chosen = try resolved(for: series, model: model)
        case .either(_, let perDay), .activity(let perDay): chosen = .volumeAlone(perDay: perDay)
        case .volume(let share), .automatic(let share, _):
            chosen = .volumeAlone(perDay: share * MapModel.volumePerInterest)
        case .range:
            throw CoreError(
                .columnMissing, "model \(model) needs column open_interest, which the data does not have",
                hint: "flow=turnover(volume*0.2) does without it")
        }
        if case .volumeAlone = chosen, (volume?.presentCount ?? 0) == 0 {
            throw CoreError(
                .columnMissing, "model \(model) needs column open_interest or volume, the data has neither",
                hint: "add the venue's open interest (Binance: metrics files) to the folder")
        }
        try chosen.check()
        return chosen
    }

    private func check() throws(CoreError) {
        switch self {
        case .volume(let amount), .range(let amount), .automatic(let amount, _), .activity(let amount),
            .either(let amount, _), .volumeAlone(let amount):
            guard amount.isFinite, amount >= 0 else {
                throw CoreError(.invalidModel, "turnover must be finite and not negative, was \(amount)")
            }
        }
    }
}
