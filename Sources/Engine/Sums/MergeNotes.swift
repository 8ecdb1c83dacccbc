import LiquidationCore
import MarketData

/// What a reader of a sum of maps should know.
struct MergeNotes {
    /// How many notes of the shards themselves are repeated.
    static let shown = 20

    private let map: ExactMap
    /// Markets of one shard.
    private let alone: Set<String>

    init(_ map: ExactMap) {
        self.map = map
        alone = Set(map.markets.filter { $0.count == 1 }.map { $0[0].market })
    }

    /// In the order of their weight.
    var lines: [String] { missing + prices + holes + offGrid + spans + ages + twins + coins + models + own }

    private var missing: [String] {
        var lines: [String] = []
        let (found, wanted) = (map.shards.count, map.expectedCount)
        if wanted > found {
            lines.append("\(found) of \(wanted) shards are here, missing: \(wanted - found)")
        }
        if wanted > 0, wanted < found {
            lines.append("\(found) shards are here, only \(wanted) were expected")
        }
        lines += map.missing.map { "missing: \($0)" }
        lines += map.gaps.map {
            "gap: \($0.before.market) has nothing from \($0.before.to) to \($0.after.from)"
        }
        return lines
    }

    /// Last prices that are too far apart for one price line.
    private var prices: [String] {
        let order = map.shards.sorted { $0.price.value < $1.price.value }
        guard let low = order.first, let high = order.last, high.price.value > 1.02 * low.price.value else {
            return []
        }
        let percent = ((high.price.value / low.price.value - 1) * 1000).rounded() / 10
        return [
            "the last prices are \(percent) % apart: \(name(low)) at \(low.price.value), \(name(high)) at "
                + "\(high.price.value); the sum is drawn at one of them"
        ]
    }

    /// Bars that lie within a shard's span and are not there, and spans that begin later than the others.
    private var holes: [String] {
        var lines: [String] = []
        let first = map.shards.map(\.from).min()
        for shard in map.shards {
            // The last bar ends where the span ends, so that its length is that of every bar.
            let interval = shard.to.milliseconds - shard.last.milliseconds
            let whole = (shard.to.milliseconds - shard.from.milliseconds) / max(interval, 1)
            if whole > Int64(shard.bars) {
                lines.append(
                    "\(name(shard)): no bars in \(whole - Int64(shard.bars)) of the \(whole) intervals of its span; its "
                        + "ledger stands still there")
            }
            if let first, shard.from > first, alone.contains(shard.market) {
                lines.append(
                    "\(name(shard)) begins at \(shard.from), the earliest shard at \(first): nothing of it is known "
                        + "before")
            }
        }
        return lines
    }

    private var offGrid: [String] {
        let ledger = (try? LiquidationMap(map))?.ledger
        return ledger?.offGridNote.map { [$0] } ?? []
    }

    /// Spans of one market do not add up to what is open now.
    private var spans: [String] {
        map.markets.filter { $0.count > 1 }.map { shards in
            "\(shards[0].market): \(shards.count) spans of time are added. Each shows what was open at its own end; "
                + "later prices have swept nothing of the earlier ones, so this is more than is open now. For what is "
                + "open now make one map of all the data"
        }
    }

    private var ages: [String] {
        guard let newest = map.newest else { return [] }
        return map.markets.compactMap { shards in
            guard let last = shards.last, last.to < newest.to else { return nil }
            return
                "\(last.market) ends at \(last.to), the newest shard at \(newest.to): prices in between have swept "
                + "nothing of it"
        }
    }

    /// The same bars under two names.
    private var twins: [String] {
        var names: [String: String] = [:]
        return map.shards.compactMap { shard in
            guard let other = names.updateValue(name(shard), forKey: shard.data) else { return nil }
            return "\(other) and \(name(shard)) hold the same bars under two names"
        }
    }

    private var coins: [String] {
        let coins = Set(map.shards.compactMap { SymbolName($0.symbol.text)?.base }).sorted()
        guard coins.count > 1 else { return [] }
        return ["different coins are added: \(coins.joined(separator: ", "))"]
    }

    /// What data settled in another way than for the first shard.
    private var models: [String] {
        guard let first = map.shards.first, let usual = try? MapModel(text: first.model) else { return [] }
        let known = usual.options.map { "\($0.name) \($0.value)" }
        let others = map.shards.filter { $0.model != first.model }
        return grouped(others) { shard in
            let options = (try? MapModel(text: shard.model))?.options ?? []
            let own = options.map { "\($0.name) \($0.value)" }
            let lacking = usual.options.filter { option in !options.contains { $0.name == option.name } }
            return [
                (own.filter { !known.contains($0) } + lacking.map { "without \($0.name) \($0.value)" })
                    .joined(separator: ", ")
            ]
        }
    }

    private var own: [String] {
        let lines = grouped(map.shards) { $0.notes.map(\.text) }
        guard lines.count > Self.shown else { return lines }
        return lines.prefix(Self.shown) + ["\(lines.count - Self.shown) more notes of shards"]
    }

    /// Texts of shards, each once, with the shards that say it.
    private func grouped(_ shards: [MapShard], _ texts: (MapShard) -> [String]) -> [String] {
        var (order, owners) = ([String](), [String: [MapShard]]())
        for shard in shards {
            for text in texts(shard) {
                if owners[text] == nil { order.append(text) }
                owners[text, default: []].append(shard)
            }
        }
        return order.map { text in
            let named = owners[text] ?? []
            if named.count == map.shards.count, named.count > 1 { return "every shard: \(text)" }
            return named.count == 1
                ? "\(name(named[0])): \(text)"
                : "\(named.count) shards, the first \(name(named[0])): \(text)"
        }
    }

    /// A shard's market where that is enough to know it.
    private func name(_ shard: MapShard) -> String {
        alone.contains(shard.market) ? shard.market : shard.name
    }
}
