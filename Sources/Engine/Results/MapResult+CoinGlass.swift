import LiquidationCore
import MarketData
import PlainText

extension MapResult {
    /// The map in the shape of CoinGlass v4's `/api/futures/liquidation/map`: for each price a list of
    /// `[price, notional, leverage, null]`. Needs a map that was kept by rung.
    ///
    /// Rungs are gathered by whole leverage. The shape has no room for assumptions: keep the JSON beside it.
    /// - Source: coinglass-api/coinglass-api-docs, 2026-01-26.
    package var coinGlass: String {
        let leverages = map.rungs.map { $0.leverage.rounded() }
        let sides = [map.byRung.long, map.byRung.short]
        // Enough decimals to tell the middles of neighbouring buckets apart.
        let step = map.grid.edges[1] - map.grid.edges[0]
        var scale = 1.0
        while step * scale < 10, scale < 1e12 { scale *= 10 }
        var json = JSONText(indented: false)
        json.object { json in
            json.string("code", "0")
            json.string("msg", "success")
            json.object("data") { json in
                json.object("data") { json in
                    for bucket in 0..<map.grid.count {
                        let rows = rows(bucket, leverages, sides)
                        guard !rows.isEmpty else { continue }
                        let price = (map.grid.middle(of: bucket) * scale).rounded() / scale
                        json.array(price.description.droppingZeroFraction) { json in
                            for row in rows {
                                json.array { json in
                                    json.number(nil, price)
                                    json.number(nil, row.notional)
                                    json.integer(nil, Int64(row.leverage))
                                    json.null()
                                }
                            }
                        }
                    }
                }
            }
        }
        return json.string
    }

    /// Notional per whole leverage in a bucket, cents and up, in the order of the ladder.
    private func rows(
        _ bucket: Int, _ leverages: [Double], _ sides: [[[Double]]]
    ) -> [(leverage: Double, notional: Double)] {
        var rows: [(leverage: Double, notional: Double)] = []
        for (rung, leverage) in leverages.enumerated() {
            let notional = sides.reduce(0) { $0 + ($1.isEmpty ? 0 : $1[rung][bucket]) }
            if rows.last?.leverage == leverage {
                rows[rows.count - 1].notional += notional
            } else {
                rows.append((leverage, notional))
            }
        }
        return rows.map { ($0.leverage, ($0.notional * 100).rounded() / 100) }.filter { $0.notional > 0 }
    }
}
