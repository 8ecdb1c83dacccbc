package import Charts
package import LiquidationCore
import MarketData
import PlainText

extension MapResult {
    /// A sum of maps with everything that an output says about it.
    ///
    /// - Parameters:
    ///   - sum: the sum.
    ///   - search: how clusters are looked for.
    ///   - signalParts: the signal rules that are asked about it.
    ///   - drawing: what its picture shows.
    /// - Throws: `CoreError` for a sum of no shards.
    package convenience init(
        sum: ExactMap, search: ClusterSearch, signalParts: [Assumptions.Part] = [],
        drawing: MapDrawing = MapDrawing()
    ) throws(CoreError) {
        var assumptions = Assumptions(sum)
        assumptions.parts += signalParts
        self.init(
            map: try LiquidationMap(sum), assumptions: assumptions, title: sum.title, search: search,
            drawing: drawing,
            shards: sum, sum: { sum })
    }
}

extension ExactMap {
    /// `3 shards of 2 markets · BTCUSDT · to 2025-06-30T16:00Z`.
    package var title: PlainLine {
        func count(_ count: Int, _ what: String) -> String { "\(count) \(what)\(count == 1 ? "" : "s")" }
        let symbols = Set(shards.map(\.symbol.text)).sorted().filter { !$0.isEmpty }
        let named = symbols.isEmpty ? "no symbol" : symbols.prefix(3).joined(separator: ", ")
        let end = newest.map { " · to \($0.last)" } ?? ""
        return PlainLine(
            "\(count(shards.count, "shard")) of \(count(markets.count, "market")) · \(named)"
                + (symbols.count > 3 ? ", …" : "") + end)
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
        var model = settled.options.map { Pair("\($0.name)", "\($0.value)") }
        model.append(Pair("rungs", "\(ladder.count), \(ladder[0])x to \(ladder[ladder.count - 1])x"))
        model.append(Pair("grid", "\(sum.grid.count) buckets, shared by all shards"))
        var margins: [PlainLine] = []
        for shard in sum.shards where !margins.contains(shard.margin) { margins.append(shard.margin) }
        let ends = (sum.shards.map(\.from).min(), sum.shards.map(\.to).max())
        self.init(
            engine: sum.key.engine, model: model,
            margin: PlainLine(margins.map(\.text).joined(separator: "; ")),
            parts: sum.key.parts,
            data: [
                Pair("symbol", "\(Set(sum.shards.map(\.symbol.text)).sorted().joined(separator: ", "))"),
                Pair("from", ends.0.map { "\($0)" } ?? "none"),
                Pair("to", ends.1.map { "\($0)" } ?? "none"),
                Pair("shards", "\(sum.shards.count)"),
                Pair("bars", "\(sum.shards.reduce(0) { $0 + $1.bars })"),
            ],
            coverage: [], notes: MergeNotes(sum).lines.map { PlainLine($0) })
    }
}

extension MapShard {
    /// What a run was made of.
    ///
    /// - Throws: `CoreError` where its accounts are none that add up.
    init(
        venue: String, symbol: String, series: BarSeries, read: BarSeries, interval: Int64,
        model: MapModel,
        map: LiquidationMap, assumptions: Assumptions
    ) throws(CoreError) {
        let last = series.time[series.count - 1]
        // A single bar does not tell how long it is.
        let (to, overflow) = last.addingReportingOverflow(max(interval, 1))
        guard !overflow else { throw CoreError(.outOfRange, "the last bar, at \(last) ms, has no end") }
        try self.init(
            venue: PlainLine(venue), symbol: PlainLine(symbol), data: read.contentHash,
            from: Timestamp(milliseconds: series.time[0]), to: Timestamp(milliseconds: to),
            last: Timestamp(milliseconds: last), bars: series.count, price: map.price,
            margin: assumptions.margin, model: model.text, notes: assumptions.notes,
            ledger: map.ledgerInQuote)
    }
}

extension BarSeries {
    /// SHA-256 of the bars, 64 hexadecimal digits: the same whatever kind of file they come from.
    ///
    /// Hashed are, little-endian, the number of bars, times, prices, and each further column with its name; a missing
    /// cell is one bit pattern of NaN.
    /// - Complexity: O(bars · columns), some 300 MB a second.
    package var contentHash: String {
        var hash = ContentHash()
        hash.add(words: [UInt64(count)])
        hash.add(words: time.map { UInt64(bitPattern: $0) })
        for prices in [open, high, low, close] { hash.add(words: prices.map(\.bitPattern)) }
        for (column, cells) in extras.present {
            Array(column.name.utf8).withUnsafeBytes { hash.add($0) }
            hash.add(words: cells.missingAsNaN.map { ($0.isNaN ? Double.nan : $0).bitPattern })
        }
        for (name, cells) in extras.own.sorted(by: { $0.key < $1.key }) {
            Array("extra.\(name)".utf8).withUnsafeBytes { hash.add($0) }
            hash.add(words: cells.missingAsNaN.map { ($0.isNaN ? Double.nan : $0).bitPattern })
        }
        return hash.finish()
    }
}

extension ContentHash {
    fileprivate mutating func add(words: [UInt64]) {
        words.map(\.littleEndian).withUnsafeBytes { add($0) }
    }
}
