package import LiquidationCore
import MarketData

extension MapResult {
    /// The document as JSON, format `liq.map` version 3; the members are described in REPL.md.
    public var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.map")
            json.integer("version", 3)
            json.assumptions(assumptions)
            json.object("units") { json in
                json.string("price", "quote per base")
                json.string("notional", "quote, estimated")
                json.string("intensity", "0 to 1 of the highest bucket")
                if map.freshness != nil {
                    json.string("freshness", "0 to 1 of what would be live had no price touched it")
                }
                if map.unknownAge != nil { json.string("unknown_age", "quote, of notional") }
                json.string("ledger", map.ledger.unit.text)
            }
            json.integer("time", map.time.milliseconds)
            json.number("price", map.price.value)
            json.object("totals") { json in
                json.number("long", map.total(.long))
                json.number("short", map.total(.short))
            }
            json.number("within", within)
            json.number("asymmetry", (try? Rate(within)).flatMap { map.asymmetry(within: $0) })
            json.number("average_true_range", averageTrueRange)
            json.number("cluster_width", search.width.value)
            json.array("clusters") { json in
                for cluster in clusters { json.object { $0.cluster(cluster, on: map.rungs) } }
            }
            if map.freshness != nil, let distance = try? Rate(within) {
                json.array("fresh_edges") { json in
                    for edge in map.freshEdges(within: distance) { json.object { $0.edge(edge) } }
                }
            }
            json.array("signals") { json in
                for signal in signals { json.object { $0.signal(signal) } }
            }
            if let shards {
                json.array("shards") { json in
                    for shard in shards.shards { json.object { $0.shard(shard) } }
                }
            }
            json.object("ledger") { json in
                for side in Side.allCases {
                    json.object(side.rawValue) { $0.account(map.ledger.accounts[side]) }
                }
            }
            let peak = map.peak
            json.object("buckets") { json in
                json.numbers("edges", map.grid.edges)
                for side in Side.allCases {
                    json.object(side.rawValue) { json in
                        json.numbers("notional", map.notional[side])
                        json.numbers("intensity", map.notional[side].map { peak > 0 ? $0 / peak : 0 })
                        if let fresh = map.freshness(side) { json.numbers("freshness", fresh) }
                        if let unknown = map.unknownAge { json.numbers("unknown_age", unknown[side]) }
                    }
                }
            }
        }
        return json.string
    }
}

extension MassUnit {
    package var text: String {
        switch self {
        case .base: "base"
        case .quoteAtEntry: "quote at entry"
        case .quote: "quote at the last price"
        }
    }
}

extension JSONText {
    fileprivate mutating func shard(_ shard: MapShard) {
        string("name", shard.name)
        string("venue", shard.venue)
        string("symbol", shard.symbol.text.isEmpty ? nil : shard.symbol)
        string("sha256", shard.data)
        integer("from", shard.from.milliseconds)
        integer("to", shard.to.milliseconds)
        integer("bars", Int64(shard.bars))
        number("price", shard.price.value)
        string("margin", shard.margin)
        string("model", shard.model)
    }

    fileprivate mutating func cluster(_ cluster: Cluster, on rungs: [Rung]) {
        string("side", cluster.side.rawValue)
        number("low", cluster.low)
        number("high", cluster.high)
        number("near", cluster.near)
        number("far", cluster.far)
        number("peak", cluster.peak)
        number("notional", cluster.notional)
        number("share", cluster.share)
        number("relative", cluster.relative)
        number("prominence", cluster.prominence)
        number("distance", cluster.distance)
        number("distance_atr", cluster.distanceInTrueRanges)
        if let age = cluster.medianAge { integer("median_age", age) } else { number("median_age", nil) }
        guard let shares = cluster.rungShares else { return }
        array("rungs") { json in
            for (rung, share) in zip(rungs, shares) where share > 0 {
                json.object { json in
                    json.number("leverage", rung.leverage)
                    json.number("share", share)
                }
            }
        }
    }

    fileprivate mutating func edge(_ edge: FreshEdge) {
        string("side", edge.side.rawValue)
        number("price", edge.price)
        number("distance", edge.distance)
        number("before", edge.before)
        number("behind", edge.behind)
        number("notional", edge.notional)
        if let swept = edge.swept { integer("swept", swept.milliseconds) }
        if let since = edge.untouchedSince { integer("untouched_since", since.milliseconds) }
    }

    fileprivate mutating func signal(_ signal: Signal) {
        string("rule", signal.rule)
        string("name", signal.name)
        string("side", signal.side?.rawValue)
        number("strength", signal.strength)
        number("price", signal.price)
        string("note", signal.note)
    }

    fileprivate mutating func account(_ account: LedgerReport.Account) {
        number("opened", account.opened)
        number("live", account.live)
        number("closed", account.closed)
        number("liquidated", account.liquidated)
        number("below_grid", account.belowGrid)
        number("above_grid", account.aboveGrid)
        number("imbalance", account.imbalance)
    }
}
