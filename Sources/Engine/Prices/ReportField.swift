package import LiquidationCore
import MarketData

/// A field of what is found for a position: one row for JSON, for Lua, and for the positions of an account.
package struct ReportField: Sendable {
    /// A value as outputs write it.
    package enum Value: Hashable, Sendable {
        /// A number; none where there is no such price.
        case number(Double?)
        /// A whole number.
        case integer(Int)
        /// A word.
        case text(String)
        /// True or false.
        case flag(Bool)
    }

    /// Its name: `margin_ratio`.
    package let name: String
    /// What it is.
    package let type: ValueType
    /// Whether there may be none.
    package let mayBeNil: Bool
    /// Words that it may be looked for by.
    package let searchTerms: [String]
    /// A line of help.
    package let summary: String
    /// Reads it off a report.
    package let value: @Sendable (LiquidationReport, Maintenance) -> Value

    private init(
        _ name: String, _ type: ValueType, orNil mayBeNil: Bool = false, search: [String] = [],
        _ summary: String, _ value: @escaping @Sendable (LiquidationReport, Maintenance) -> Value
    ) {
        (self.name, self.type, self.mayBeNil, searchTerms) = (name, type, mayBeNil, search)
        (self.summary, self.value) = (summary, value)
    }

    private static func number(
        _ name: String, _ type: ValueType, orNil mayBeNil: Bool = false, search: [String] = [],
        _ summary: String, _ value: @escaping @Sendable (LiquidationReport) -> Double?
    ) -> ReportField {
        ReportField(name, type, orNil: mayBeNil, search: search, summary) { report, _ in
            .number(value(report))
        }
    }

    /// Prices and amounts, in the order of outputs.
    package static let results: [ReportField] = [
        ReportField(
            "state", .choice(["price", "none", "liquidatable_now", "out_of_range"]),
            "What there is to say of the price."
        ) { report, _ in .text(report.state.name) },
        number(
            "liquidation", .price, orNil: true, search: ["stop", "liq"],
            "Where it is force-closed; nil where nowhere."
        ) {
            $0.liquidation?.value
        },
        number("shown", .price, orNil: true, "The same as the venue shows it; nil where nowhere.") {
            $0.shown?.value
        },
        number("bankruptcy", .price, orNil: true, "Where nothing is left of the margin; nil where nowhere.") {
            $0.bankruptcy?.value
        },
        number("bankruptcy_shown", .price, orNil: true, "The same as the venue shows it; nil where nowhere.")
        {
            $0.shownBankruptcy?.value
        },
        number(
            "opposite", .price, orNil: true,
            "A second liquidation price on the other side of the mark; mostly nil."
        ) {
            $0.opposite?.value
        },
        number(
            "distance", .share, orNil: true, search: ["away"],
            "From the mark, a fraction of it; nil without a price."
        ) {
            $0.distance?.value
        },
        number("room", .number, search: ["buffer"], "Equity above the requirement, settlement units.") {
            $0.room.value
        },
        number(
            "wallet", .number, search: ["balance", "collateral"], "Behind the position, settlement units."
        ) { $0.wallet.value },
        number("equity", .number, search: ["pnl", "profit"], "Wallet and profit at the mark.") {
            $0.equity.value
        },
        number("requirement", .number, search: ["maintenance"], "Maintenance and fee at the mark.") {
            $0.requirement.value
        },
        number(
            "margin_ratio", .share, orNil: true, search: ["health"],
            "Requirement over equity: liquidated at 1; nil without equity."
        ) {
            $0.marginRatio
        },
        number(
            "without_funding", .price, orNil: true,
            "The price if no funding had been paid; nil where nowhere."
        ) {
            $0.withoutFunding?.value
        },
        number("without_fees", .price, orNil: true, "The price without the closing fee; nil where nowhere.") {
            $0.withoutFees?.value
        },
        ReportField("exceeds_table", .flag, "Whether the size is above the last tier.") { report, _ in
            .flag(report.exceedsTable)
        },
    ]

    /// The tier in force, for outputs that do not write it as an object.
    package static let tiers: [ReportField] = [
        ReportField("tier", .integer, "The tier in force, from 1.") { report, _ in .integer(report.tier + 1)
        },
        ReportField("tiers", .integer, "How many tiers there are.") { _, maintenance in
            .integer(maintenance.count)
        },
    ]
}

extension JSONText {
    /// Adds fields of a report.
    mutating func fields(
        _ fields: [ReportField], of report: LiquidationReport, under maintenance: Maintenance
    ) {
        for field in fields {
            switch field.value(report, maintenance) {
            case .number(let value): number(field.name, value)
            case .integer(let value): integer(field.name, Int64(value))
            case .text(let value): string(field.name, value)
            case .flag(let value): flag(field.name, value)
            }
        }
    }
}
