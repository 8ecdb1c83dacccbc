import Engine
import LiquidationCore

/// The columns of a series as plugins know them, by name: the prices, every ``BarColumn``, and what is computed of them.
package struct LuaBarColumns {
    let series: BarSeries

    /// One column of numbers.
    struct Entry: Sendable {
        let name: String
        let type: ValueType
        /// A sentence for the reference.
        let summary: String
        /// Whether a cell may be missing.
        var mayBeNil = true
        /// The cells, NaN where one is missing; `nil` where the data lacks them.
        let cells: @Sendable (BarSeries) -> [Double]?
    }

    /// The columns of numbers, in the order of the reference.
    static let all: [Entry] =
        [
            Entry(name: "open", type: .price, summary: "First price.", mayBeNil: false) { $0.open },
            Entry(name: "high", type: .price, summary: "Highest price.", mayBeNil: false) { $0.high },
            Entry(name: "low", type: .price, summary: "Lowest price.", mayBeNil: false) { $0.low },
            Entry(name: "close", type: .price, summary: "Last price.", mayBeNil: false) { $0.close },
        ]
        + BarColumn.allCases.flatMap { column in
            [
                Entry(name: column.name, type: column.type, summary: column.sentence) {
                    $0.extras[column]?.missingAsNaN
                }
            ] + derived(from: column)
        }

    /// The pages of the `bar` that plugins are asked about, which C reads: see ``BarRow``.
    package static let pages: [FunctionPage] =
        [
            .field(.bar, "index", .integer, "Its place, from 1.", example: "bar.index >= 1"),
            .field(.bar, "time", .time, "Its open.", example: "bar.time > 0"),
            .field(.bar, "interval", .milliseconds, "Its length.", example: "bar.interval > 0"),
        ]
        + all.map {
            .field(
                .bar, $0.name, $0.type, orNil: $0.mayBeNil, $0.summary,
                example: "bar.\($0.name) == bar.\($0.name)")
        } + [
            .field(
                .bar, "extra", .table, search: ["own", "custom", "sentiment"],
                "Cells of columns of one's own, by name; nil where there is none.",
                example: "bar.extra.sentiment == nil"),
            .method(
                .bar, "back", [.init("n", .integer)], gives: [.init(.object(.bar))], orNil: true,
                search: ["previous", "lag"], "The bar n before; nil before the first.",
                example: "bar:back(0).close == bar.close"),
        ]

    /// Names of the columns of numbers.
    static let names = all.map(\.name)

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The cells of a column, NaN where one is missing; `nil` where the data lacks it.
    func cells(_ name: String) -> [Double]? { Self.byName[name]?.cells(series) }

    /// What is computed of a column.
    private static func derived(from column: BarColumn) -> [Entry] {
        switch column {
        case .openInterest:
            [
                Entry(
                    name: "open_interest_change", type: .number,
                    summary: "Base units against the bar before; nil where missing."
                ) { $0.extras.openInterest.map { changes(of: $0.missingAsNaN) } }
            ]
        case .fundingRate:
            [
                Entry(
                    name: "last_funding_rate", type: .share,
                    summary: "The last one paid; nil before the first."
                ) { $0.extras.fundingRate.map { lastKnown($0.missingAsNaN) } }
            ]
        default: []
        }
    }

    /// The last rate that was paid at or before each bar; NaN before the first.
    private static func lastKnown(_ cells: [Double]) -> [Double] {
        var last = Double.nan
        return cells.map { cell in
            if cell.isFinite { last = cell }
            return last
        }
    }

    /// Each cell less the one before it; NaN where either is missing.
    private static func changes(of cells: [Double]) -> [Double] {
        cells.indices.map { $0 == 0 ? .nan : cells[$0] - cells[$0 - 1] }
    }
}

extension BarColumn {
    /// The type of a cell in Lua.
    var type: ValueType {
        switch unit {
        case .price: .price
        case .fraction: .share
        case .base, .quote, .ratio: .number
        }
    }

    /// What it holds and when it is nil, as a sentence for the reference.
    package var sentence: String {
        switch missing {
        case .unknown: "\(summary); nil where missing."
        case .nothing: "\(summary); nil in others."
        }
    }
}
