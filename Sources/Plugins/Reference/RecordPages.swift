import Engine

/// Tables that methods return: what their keys mean. A test compares them with what is returned.
package enum RecordPages {
    package static let map: [FunctionPage] = [
        .field(
            .cluster, "side", .side, "Whose positions.", example: "m:clusters{}[1].side ~= nil"),
        .field(.cluster, "low", .price, "Lower edge."),
        .field(.cluster, "high", .price, "Upper edge."),
        .field(.cluster, "peak", .price, "Middle of the highest bucket."),
        .field(.cluster, "notional", .notional, "All that lies within."),
        .field(.cluster, "relative", .share, "Against the largest cluster of both sides."),
        .field(.cluster, "distance", .share, "From the price to the peak; negative below."),
        .field(.signal, "rule", .text, "The plugin that said it.", example: "m:signals()[1] == nil"),
        .field(.signal, "name", .text, "What it is."),
        .field(.signal, "side", .side, "Whose positions it is about; nil for none."),
        .field(.signal, "strength", .share, "0 to 1."),
        .field(.signal, "price", .price, "Where; nil for none."),
        .field(.signal, "note", .text, "For people; nil for none."),
    ]

    package static let explanation: [FunctionPage] = [
        .field(.deposit, "venue", .text, "Of maps of several venues; else nil."),
        .field(.deposit, "side", .side, "Whose positions.", example: "e:deposits{limit = 1}[1].bar >= 1"),
        .field(.deposit, "bar", .integer, "The bar that opened it, from 1."),
        .field(.deposit, "time", .time, "Open of that bar."),
        .field(.deposit, "leverage", .number, "The rung."),
        .field(.deposit, "lowest_entry", .price, "Lowest entry price."),
        .field(.deposit, "highest_entry", .price, "Highest entry price."),
        .field(.deposit, "opened", .notional, "What was opened."),
        .field(.deposit, "left", .share, "The fraction of it that closing has left."),
        .field(.deposit, "live", .notional, "What of it is still open."),
    ]
}
