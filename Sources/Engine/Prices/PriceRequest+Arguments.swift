extension PriceRequest {
    /// What `liq.price` takes by name.
    package static let arguments: [ArgumentPage] = [
        .named("venue", .text, or: "binance", "A venue's id"),
        .named("symbol", .text, "The contract, whose maintenance tiers apply"),
        .needed("side", .side, "Long or short"),
        .needed("entry", .price, "Entry price"),
        .named("leverage", .number, "Of an isolated position whose margin follows from it"),
        .named("quantity", .number, "Size, in the contract's unit"),
        .named("contracts", .number, "Size in contracts, instead of quantity"),
        .named("contract_size", .number, "Size of a contract, where it is not built in"),
        .named("mode", .choice(["isolated", "cross"]), or: "isolated", "Whose wallet stands behind it"),
        .named("wallet", .number, "The account's, of a cross position"),
        .named("margin", .number, "Of an isolated position, instead of leverage"),
        .named("extra_margin", .number, "Margin that was added later"),
        .named("funding_paid", .number, "Paid since opening; negative where received"),
        .named("funding_due", .number, "Due at the next exchange"),
        .named("mark", .price, or: "entry", "The price now"),
        .named("other_maintenance", .number, "What other cross positions require"),
        .named("other_pnl", .number, "Profit of other cross positions"),
        .named("fee", .fraction, or: "the venue's", "Rate of the closing fee"),
        .named("maintenance_rate", .fraction, "Instead of the tiers that are known"),
        .named("maintenance_amount", .number, "What is subtracted from value times rate"),
        .named("tiers", .path, "A file of tiers"),
        .named("tick", .number, "Smallest step of the price"),
        .named("at", .text, or: "today", "A day such as 2025-06-30, whose rule and tiers count"),
    ]
}
