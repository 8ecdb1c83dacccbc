import Engine

/// What margin plugins are given.
package enum MarginPages {
    package static let all: [FunctionPage] = [
        .field(.position, "side", .side, "Long or short."),
        .field(.position, "entry", .price, "Entry price."),
        .field(.position, "quantity", .number, "Size, in the contract's unit."),
        .field(.position, "leverage", .number, "The rung."),
        .field(.position, "notional", .notional, "Value at entry, quote units."),
        .field(.position, "margin", .number, "Notional over leverage."),
        .field(.tier, "floor", .number, "Where it begins, in the unit of the tiers."),
        .field(.tier, "cap", .number, "Where it ends; nil for no end."),
        .field(.tier, "max_leverage", .number, "Highest leverage; nil for no limit."),
        .field(.tier, "maintenance_rate", .share, "Maintenance per unit of value."),
        .field(.tier, "maintenance_amount", .number, "What is subtracted from value times rate."),
    ]
}
