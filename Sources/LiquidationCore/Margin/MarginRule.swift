/// How a venue decides that a position is force-closed: where `equity(P) ≤ requirement(P)`.
///
/// Equity is the wallet plus the profit at `P`; the requirement is maintenance plus, at some venues, the fee for
/// closing. Venues differ in the parameters below and in nothing else.
public struct MarginRule: Hashable, Sendable {
    /// The price at which a share of the value is taken.
    public enum Basis: String, Hashable, Sendable {
        /// The value at the price that is asked about.
        case atLiquidation
        /// The value at entry: frozen.
        case atEntry
        /// The value at the mark price now: frozen until it is asked again.
        case atMark
    }

    /// A fee that is required on top of maintenance.
    public struct ClosingFee: Hashable, Sendable {
        /// The price at which the fee is taken.
        public enum Basis: String, Hashable, Sendable {
            /// On the value at the price that is asked about.
            case atLiquidation
            /// On the value at entry.
            case atEntry
            /// On the value at the mark price now: frozen until it is asked again.
            case atMark
            /// On the value at the bankruptcy price.
            case atBankruptcy
        }
        /// Share of the value.
        public var rate: Rate
        /// The value it is a share of.
        public var basis: Basis
        /// Whether the initial margin holds it in reserve, on the value at bankruptcy.
        public var isReserved: Bool
        /// Whether the bankruptcy price is where equity still pays it.
        public var isInBankruptcy: Bool

        /// A fee by its fields; one that is reserved or taken at bankruptcy is in the bankruptcy price.
        public init(rate: Rate, basis: Basis, isReserved: Bool = false, isInBankruptcy: Bool? = nil) {
            (self.rate, self.basis, self.isReserved) = (rate, basis, isReserved)
            self.isInBankruptcy = isInBankruptcy ?? (isReserved || basis == .atBankruptcy)
        }
    }

    /// What the fee for opening does to an isolated margin that is known by its leverage.
    public enum OpeningFee: Hashable, Sendable {
        /// Paid from elsewhere.
        case fromWallet
        /// Taken out of the margin.
        case fromMargin(Rate)
        /// Held in the margin.
        case inMargin(Rate)
    }

    /// How a cross position comes to its collateral.
    public enum CrossShare: String, Hashable, Sendable {
        /// The whole account backs each position.
        case account
        /// The account is divided by the absolute value at mark.
        case byMarkValue
    }

    /// What a hedged pair of legs in one contract requires.
    public enum HedgedLegs: String, Hashable, Sendable {
        /// Maintenance of both.
        case both
        /// Maintenance of the larger; the smaller only its closing fee.
        case larger
    }

    /// How much is closed first.
    public enum Partial: Hashable, Sendable {
        /// Everything.
        case whole
        /// What brings the position into the next lower tier; everything in the first.
        case nextTier
        /// A share, of positions whose value is above a threshold in settlement units; everything below it.
        case share(Rate, above: Collateral)
    }

    /// The venue's id.
    public var venue: String
    /// Where maintenance is taken.
    public var maintenance: Basis
    /// A fee in the requirement.
    public var closingFee: ClosingFee?
    /// The fee for opening.
    public var openingFee: OpeningFee
    /// Whether a tier's rate is divided by the position's leverage.
    public var isRatePerLeverage: Bool
    /// Whether funding that falls due next is required too.
    public var reservesFundingDue: Bool
    /// How cross positions share the account.
    public var crossShare: CrossShare
    /// What hedged legs require.
    public var hedgedLegs: HedgedLegs
    /// How much is closed first.
    public var partial: Partial
    /// How prices are shown.
    public var display: PriceDisplay

    /// A rule by its parameters; the defaults are the plainest venue's.
    public init(
        venue: String, maintenance: Basis = .atLiquidation, closingFee: ClosingFee? = nil,
        openingFee: OpeningFee = .fromWallet, isRatePerLeverage: Bool = false,
        reservesFundingDue: Bool = false, crossShare: CrossShare = .account,
        hedgedLegs: HedgedLegs = .both, partial: Partial = .whole, display: PriceDisplay = PriceDisplay()
    ) {
        (self.venue, self.maintenance, self.closingFee) = (venue, maintenance, closingFee)
        (self.openingFee, self.isRatePerLeverage) = (openingFee, isRatePerLeverage)
        (self.reservesFundingDue, self.crossShare) = (reservesFundingDue, crossShare)
        (self.hedgedLegs, self.partial, self.display) = (hedgedLegs, partial, display)
    }
}
