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
