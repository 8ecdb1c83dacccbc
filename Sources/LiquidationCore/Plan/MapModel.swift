/// How positions are estimated from market data: a plan without data, to be printed, compared and hashed.
///
/// The two presets are ``balanced`` (the default) and ``reference`` (the plain base model, to be checked
/// against). Every option is a deviation from one of them.
public struct MapModel: Hashable, Sendable {
    /// What makes positions appear and go.
    public enum Flow: Hashable, Sendable {
        /// Rising open interest opens, falling open interest closes both sides in proportion.
        case openInterestChanges
        /// Each side's live quantity equals open interest; every bar a part of it, at most all, is replaced.
        case openInterestBalance(Turnover)
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

    /// Where in its bar a position was entered.
    public enum Entry: Hashable, Sendable {
        /// (high + low + close) / 3.
        case typical
        /// The close.
        case close
        /// Evenly over `points` prices from the low to the high.
        case spread(points: Int)
    }

    /// How opened positions are split into longs and shorts.
    public enum Split: String, Hashable, Sendable {
        /// By the long/short ratio of positions.
        case ratio
        /// As many longs as shorts.
        case even
    }

    /// Which prices a bar force-closes.
    public enum Touch: String, Hashable, Sendable {
        /// Everything from the bar's extreme outwards.
        case beyond
        /// Only what lies within the bar's range.
        case range
    }

    /// Which bracket the assumed position is margined by.
    public enum Bracket: String, Hashable, Sendable {
        /// The one that holds the notional at the liquidation price: the venue's rule.
        case atLiquidation
        /// The one that holds the notional at entry: the base model's simplification.
        case atEntry
    }

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
