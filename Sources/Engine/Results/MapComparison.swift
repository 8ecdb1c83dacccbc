package import Charts
package import LiquidationCore
import MarketData
import PlainText

extension MapResult {
    /// What became of the clusters of another map, and how the assumptions differ: for people.
    ///
    /// - Parameters:
    ///   - before: the other map.
    ///   - style: where it goes.
    /// - Returns: lines of text without a line feed at the end.
    /// - Throws: `CoreError` `.notFinite`, never for maps of the engine.
    package func comparison(since before: MapResult, _ style: TerminalStyle) throws -> String {
        let moves = try moves(since: before)
        let minus = style.unicode ? "−" : "-"
        func price(_ cluster: Cluster?, _ absent: String) -> String {
            cluster.map { NumberText.price(($0.peak * 10).rounded() / 10) } ?? absent
        }
        func amount(_ value: Double?) -> String { value.map { "$\(NumberText.short($0))" } ?? "" }
        var table = TextTable([
            .text("clusters of"), .number("before"), .number("after"), .number("moved"), .number("held"),
            .number("holds"), .number("change"),
        ])
        for move in moves {
            let sign = move.change < 0 ? minus : move.change > 0 ? "+" : ""
            let way = move.before.flatMap { old in move.after.map { $0.peak / old.peak - 1 } }
            table.append([
                move.side == .long ? "longs" : "shorts", price(move.before, "new"),
                price(move.after, "gone"), way.map { NumberText.percent($0, unicode: style.unicode) } ?? "",
                amount(move.before?.notional), amount(move.after?.notional),
                "\(sign)$\(NumberText.short(abs(move.change)))",
            ])
        }
        let differences = assumptions.differences(from: before.assumptions)
        let clusters =
            moves.isEmpty ? ["Neither map has a cluster here."] : table.lines(style, isHeadingQuiet: true)
        return (clusters + [""] + DeltaChart.lines(of: differences, style)).joined(separator: "\n")
    }
}

extension MapResult {
    /// What became of the clusters of another map in this one, the largest change first.
    ///
    /// - Parameters:
    ///   - before: the other map.
    ///   - within: how far from the price a cluster may lie, a fraction; that of this map where `nil`.
    ///   - limit: how many of each side and map.
    ///   - tolerance: how far apart peaks of one cluster may lie, a fraction of the price.
    /// - Returns: the clusters of both, each with what it was and what it is.
    /// - Throws: `CoreError` `.notFinite` for a distance that is none.
    package func moves(
        since before: MapResult, within: Double? = nil, limit: Int = 5,
        tolerance: Rate = ClusterMove.tolerance
    ) throws(CoreError) -> [ClusterMove] {
        var search = search
        (search.within, search.limit) = (try Rate(within ?? self.within), limit)
        return ClusterMove.moves(from: before.map, to: map, search, tolerance: tolerance)
    }
}
