import LiquidationCore
import PlainText

/// Orders by which positions were force-closed, in time order.
package struct LiquidationOrders: Sendable {
    /// Instants, milliseconds UTC.
    package let time: [Int64]
    /// Prices of the orders, quote per base: of the fill, the limit or the bankruptcy, as the source has them.
    package let price: [Double]
    /// Notional, quote units.
    package let notional: [Double]
    /// Whether a long was closed.
    package let isLong: [Bool]

    /// The number of orders.
    package var count: Int { time.count }

    /// The orders of tables; `nil` where there are none.
    init?(_ tables: [Table], _ notes: inout [String]) {
        guard !tables.isEmpty else { return nil }
        var rows: [(time: Int64, price: Double, notional: Double, isLong: Bool)] = []
        for table in tables {
            func cells(_ slot: Slot) -> [Double]? {
                table.layout.slots.firstIndex(of: slot).map { table.columns[$0] }
            }
            guard let price = cells(.tradePrice), let seller = cells(.seller) else { continue }
            let value = cells(.tradeValue) ?? zip(price, cells(.tradeQuantity) ?? []).map { $0 * $1 }
            for row in table.time.indices {
                rows.append((table.time[row], price[row], value[row], seller[row] == 1))
            }
        }
        // Stable, so that orders of one instant stay as they came.
        let order = rows.indices.sorted { (rows[$0].time, $0) < (rows[$1].time, $1) }
        var kept: [Int] = []
        var doubles = 0
        for index in order {
            if let before = kept.last, rows[before] == rows[index] {
                doubles += 1
            } else {
                kept.append(index)
            }
        }
        if doubles > 0 {
            notes.append(
                "liquidations: \(NumberText.count(doubles)) order\(doubles == 1 ? " is" : "s are") the same as the one before in "
                    + "time, price, amount and side, and count once")
        }
        time = kept.map { rows[$0].time }
        price = kept.map { rows[$0].price }
        notional = kept.map { rows[$0].notional }
        isLong = kept.map { rows[$0].isLong }
    }

    /// Adds the sums of each bar, where no file has them already. A bar between the first and the last order without any has 0.
    func addTotals(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) {
        guard let first = time.first, let last = time.last else { return }
        var totals = BySide(both: [Double](repeating: .nan, count: bars.time.count))
        var (bar, outside) = (0, 0)
        for index in bars.time.indices where bars.time[index] + interval > first && bars.time[index] <= last {
            (totals.long[index], totals.short[index]) = (0, 0)
        }
        for order in time.indices {
            while bar + 1 < bars.time.count, bars.time[bar + 1] <= time[order] { bar += 1 }
            guard bars.time[bar] <= time[order], time[order] < bars.time[bar] + max(1, interval) else {
                outside += 1
                continue
            }
            totals[isLong[order] ? .long : .short][bar] += notional[order]
        }
        if outside > 0 {
            notes.append(
                "liquidations: \(NumberText.count(outside)) of \(NumberText.count(count)) orders lie on no bar"
            )
        }
        for (column, side) in [(BarColumn.liquidatedLong, Side.long), (.liquidatedShort, .short)]
        where extras[column]?.contains(where: \.isFinite) != true {
            extras[column] = totals[side]
        }
    }
}
