import Charts
package import LiquidationCore
import MarketData
import PlainText

extension MapResult {
    /// A sum of maps with everything that an output says about it.
    ///
    /// - Parameters:
    ///   - sum: the sum.
    ///   - view: the distance that is searched for clusters, and how many of each side.
    ///   - signalParts: the signal rules that are asked about it.
    /// - Throws: `CoreError` for a sum of no shards.
    package convenience init(
        sum: ExactMap, view: (within: Rate, clusterLimit: Int), signalParts: [Assumptions.Part] = []
    ) throws(CoreError) {
        var assumptions = Assumptions(sum)
        assumptions.parts += signalParts
        self.init(
            map: try LiquidationMap(sum), assumptions: assumptions, title: sum.title, view: view,
            shards: sum, sum: { sum })
    }
}

extension ExactMap {
    /// `3 shards of 2 markets · BTCUSDT · to 2025-06-30T16:00Z`.
    package var title: String {
        func count(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
        let symbols = Set(shards.map(\.symbol)).sorted().filter { !$0.isEmpty }
        let named = symbols.isEmpty ? "no symbol" : symbols.prefix(3).joined(separator: ", ")
        let end = newest.map { " · to \($0.last)" } ?? ""
        return "\(count(shards.count, "shard")) of \(count(markets.count, "market")) · \(named)"
            + (symbols.count > 3 ? ", …" : "") + end
    }

    /// A row for each market.
    var table: TextTable {
        var table = TextTable([
            .text("market"), .number("shards"), .number("bars"), .text("from"), .text("to"),
        ])
        for shards in markets {
            table.append([
                shards[0].market, NumberText.count(shards.count),
                NumberText.count(shards.reduce(0) { $0 + $1.bars }), "\(shards[0].from)",
                "\(shards[shards.count - 1].to)",
            ])
        }
        return table
    }
}

extension Assumptions {
    /// What a sum of maps rests on.
    init(_ sum: ExactMap) {
        let ladder = sum.key.ladder.leverages
        let settled = sum.shards.first.flatMap { try? MapModel(text: $0.model) } ?? sum.key.model
        var model = settled.options.map { Pair($0.name, $0.value) }
        model.append(Pair("rungs", "\(ladder.count), \(ladder[0])x to \(ladder[ladder.count - 1])x"))
        model.append(Pair("grid", "\(sum.grid.count) buckets, shared by all shards"))
        var margins: [String] = []
        for shard in sum.shards where !margins.contains(shard.margin) { margins.append(shard.margin) }
        let ends = (sum.shards.map(\.from).min(), sum.shards.map(\.to).max())
        self.init(
            engine: sum.key.engine, model: model, margin: margins.joined(separator: "; "),
            parts: sum.key.parts,
            data: [
                Pair("symbol", Set(sum.shards.map(\.symbol)).sorted().joined(separator: ", ")),
                Pair("from", ends.0.map { "\($0)" } ?? "none"),
                Pair("to", ends.1.map { "\($0)" } ?? "none"),
                Pair("shards", "\(sum.shards.count)"),
                Pair("bars", "\(sum.shards.reduce(0) { $0 + $1.bars })"),
            ],
            coverage: [], notes: MergeNotes(sum).lines)
    }
}
