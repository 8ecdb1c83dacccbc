public import LiquidationCore

/// Market data of one symbol, joined from one or more files, and what was found on the way.
public struct Dataset: Sendable {
    /// The bars.
    public let series: BarSeries
    /// The symbol that the files name; `nil` where none does.
    public let symbol: String?
    /// Milliseconds from one bar to the next; zero where a single bar does not tell.
    public let interval: Int64
    /// Shorter bars of the same market, over other spans of time; none where the files hold bars of one interval.
    public let finer: [BarSeries]
    /// Orders by which positions were force-closed; `nil` where the files hold none.
    package let orders: LiquidationOrders?
    /// Sources, coverage, gaps and notes.
    package let report: DataReport

    init(
        series: BarSeries, symbol: String?, interval: Int64, finer: [BarSeries] = [],
        orders: LiquidationOrders? = nil, report: DataReport
    ) {
        (self.series, self.symbol, self.interval) = (series, symbol, interval)
        (self.finer, self.orders, self.report) = (finer, orders, report)
    }

    /// What its files are called, for titles of data that name no symbol: the last two parts of the path, or the folder of
    /// several files.
    package var sourceName: String {
        guard let first = report.sources.first?.path else { return "no symbol" }
        let parts = first.split(separator: "/")
        return parts.suffix(2).prefix(report.sources.count > 1 ? 1 : 2).joined(separator: "/")
    }

    /// The same data with other bars of it: fewer, or in other units.
    package func with(_ series: BarSeries, finer: [BarSeries]? = nil) -> Dataset {
        Dataset(
            series: series, symbol: symbol, interval: interval, finer: finer ?? self.finer, orders: orders,
            report: report)
    }
}

/// The kinds of market data files.
package enum SourceKind: String, Hashable, Sendable {
    /// Our own bars file, one row a bar with every column.
    case bars
    /// Exchange klines.
    case klines
    /// Exchange metrics: open interest and ratios.
    case metrics
    /// Exchange funding payments.
    case fundingRate
    /// Exchange klines of the mark price, of which the range of each bar is made.
    case markKlines
    /// Exchange trades, from which bars are made.
    case trades
    /// Columns of bars without their prices, each row at the open of its bar.
    case series
    /// Funding rates that were sampled at any time, not those that were paid.
    case sampledFunding
    /// Orders by which positions were force-closed, one a row.
    case liquidations

    /// Whether rows are bars, or become some.
    var isBars: Bool { self == .bars || self == .klines || self == .trades }
}

/// A report of what was found in the files, what the columns cover and what is missing.
package struct DataReport: Sendable {
    /// One file or archive member that was used.
    package struct Source: Hashable, Sendable {
        /// The path, or `archive/member`.
        package let path: String
        /// The kind of file.
        package let kind: SourceKind
        /// The number of rows, duplicates included.
        package let rows: Int
        /// Its earliest time.
        package let first: Timestamp
        /// Its latest time.
        package let last: Timestamp
        /// "ms", "µs" or "text".
        package let timeUnit: String
        /// Whether its first line names the columns.
        package let hasHeader: Bool
        /// What wrote it and how its units were decided; empty where the header says everything.
        package let origin: String
        /// The columns that were read: what liq calls them, and the file.
        package let columns: [ReadColumn]
        /// Columns that were not read.
        package let unread: [String]
    }

    /// A column that was read: what liq calls it, and the file.
    package struct ReadColumn: Hashable, Sendable {
        package let name: String
        package let column: String
    }

    /// The number of bars in which a column holds a number.
    package struct Coverage: Hashable, Sendable {
        /// The column's name in our own bars file.
        package let column: String
        /// Bars with a number.
        package let present: Int
        /// All bars.
        package let of: Int
    }

    /// Bars that are not there between two that are.
    package struct Gap: Hashable, Sendable {
        /// The open of the first missing bar.
        package let from: Timestamp
        /// The open of the last missing bar.
        package let to: Timestamp
        /// The number of missing bars.
        package let bars: Int
    }

    /// "10 bars, 1 symbol-interval: BTCUSDT 1m, 2024-01-01T00:00Z to 2024-01-01T00:09Z".
    package internal(set) var headline = ""
    /// The files that were used, in name order.
    package internal(set) var sources: [Source] = []
    /// Remarks that a reader of the results should know.
    package internal(set) var notes: [String] = []
    /// The columns that the series has beside prices.
    package internal(set) var coverage: [Coverage] = []
    /// The columns that the series lacks.
    package internal(set) var missing: [String] = []
    /// The gaps between bars.
    package internal(set) var gaps: [Gap] = []

    /// The number of files of one form from which on they share a line.
    private static let listed = 8

    /// Runs of files of one form: daily files come in such runs.
    private var sourceGroups: [ArraySlice<Source>] {
        sources.indices.reduce(into: []) { groups, index in
            if let last = groups.last, sources[last.startIndex].hasForm(of: sources[index]) {
                groups[groups.count - 1] = sources[last.startIndex...index]
            } else {
                groups.append(sources[index...index])
            }
        }
    }

    /// The report as text, one fact a line.
    package var lines: [String] {
        var lines = headline.isEmpty ? [] : [headline]
        for group in sourceGroups {
            if group.count < DataReport.listed {
                lines += group.map { "\($0.path): \($0.text)" }
            } else if let all = Source(joining: group) {
                lines.append("\(group[group.startIndex].path) and \(group.count - 1) more files: \(all.text)")
            }
        }
        for column in coverage {
            lines.append("column \(column.column): \(column.present) of \(column.of) bars")
        }
        if !missing.isEmpty { lines.append("missing columns: \(missing.joined(separator: ", "))") }
        return lines + notes.map { "note: \($0)" }
    }
}

extension DataReport.Source {
    /// Several files of one form as if they were one.
    fileprivate init?(joining group: ArraySlice<DataReport.Source>) {
        guard let one = group.first else { return nil }
        self.init(
            path: one.path, kind: one.kind, rows: group.reduce(0) { $0 + $1.rows },
            first: group.map(\.first).min() ?? one.first, last: group.map(\.last).max() ?? one.last,
            timeUnit: one.timeUnit, hasHeader: one.hasHeader, origin: one.origin,
            columns: one.columns, unread: one.unread)
    }

    fileprivate func hasForm(of other: DataReport.Source) -> Bool {
        kind == other.kind && timeUnit == other.timeUnit && hasHeader == other.hasHeader
            && origin == other.origin
    }

    fileprivate var text: String {
        "\(kind.rawValue), \(rows) rows, \(first) to \(last), times in \(timeUnit)"
            + (hasHeader ? "" : ", no header") + (origin.isEmpty ? "" : ", \(origin)")
    }
}
