/// How positions are estimated from market data: a plan without data, to be printed, compared and hashed.
///
/// The two presets are ``balanced`` (the default) and ``reference`` (the plain base model, to be checked
/// against). Every option is a deviation from one of them; ``optionTable`` lists them all.
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
    /// Whether a bar's path starts at the close before it, so that a gap leaves no level behind.
    public var bridge: Bool
    /// Which bracket the assumed position is margined by.
    public var bracket: Bracket
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
        name: String, flow: Flow, entry: Entry, split: Split, touch: Touch, bridge: Bool, bracket: Bracket,
        positionSize: Notional
    ) {
        (self.name, self.flow, self.entry, self.split) = (name, flow, entry, split)
        (self.touch, self.bridge, self.bracket, self.positionSize) = (touch, bridge, bracket, positionSize)
    }

    /// The default: live quantity of each side equals open interest, a part of it is replaced every bar.
    ///
    /// Net open interest hides the churn. Replacing 20 % of the traded volume (or, without volume, 5 · open
    /// interest · ln(high/low)) ranks realised liquidations better than opening on rising open interest alone.
    public static let balanced = MapModel(
        name: "balanced", flow: .openInterestBalance(.automatic(share: 0.2, factor: 5)),
        entry: .spread(points: 5), split: .even, touch: .beyond, bridge: true, bracket: .atLiquidation,
        positionSize: Notional(unchecked: 100_000))

    /// The base model: opens on rising open interest at the typical price, split by the long/short ratio.
    public static let reference = MapModel(
        name: "reference", flow: .openInterestChanges, entry: .typical, split: .ratio, touch: .beyond,
        bridge: false, bracket: .atEntry, positionSize: Notional(unchecked: 100_000))

    /// The preset of a name.
    public static func preset(named name: String) -> MapModel? {
        [balanced, reference].first { $0.name == name }
    }
}
