import LiquidationCore

/// Makes bars of trades as they come.
///
/// A bar without trades is no bar: it has no price. Sums are made in the order of the file, so that they are the same
/// to the last bit however the file is read.
final class TradeBars {
    private let interval: Int64
    /// The first instant of the running bar, and the first behind it.
    private var (start, end): (Int64, Int64) = (.min, .min)
    private var count = 0
    private var time: [Int64] = []
    /// The columns of ``Layout/tradeBars`` in the order of its slots.
    private var columns: [[Double]] = Array(repeating: [], count: Layout.tradeBars.slots.count)
    private var bar = Bar()

    private struct Bar {
        var (open, high, low, close) = (0.0, 0.0, 0.0, 0.0)
        var (volume, bought, value, boughtValue) = (0.0, 0.0, 0.0, 0.0)
    }

    /// - Parameter interval: milliseconds of a bar, above zero.
    init(interval: Int64) {
        precondition(interval > 0)
        self.interval = interval
    }

    /// Takes the next trades.
    ///
    /// - Parameters:
    ///   - chunk: the trades.
    ///   - line: of the first of them.
    /// - Throws: ``DataError`` for a trade of an earlier bar than the one before it.
    func take(_ chunk: TradeChunk, line: Int) throws(DataError) {
        count += chunk.count
        for trade in 0..<chunk.count {
            let (time, price, quantity) = (chunk.time[trade], chunk.price[trade], chunk.quantity[trade])
            if time >= end || time < start { try open(time, price, chunk, line + trade) }
            let value = price * quantity
            bar.high = max(bar.high, price)
            bar.low = min(bar.low, price)
            bar.close = price
            bar.volume += quantity
            bar.value += value
            if !chunk.isBuyerMaker(trade) {
                bar.bought += quantity
                bar.boughtValue += value
            }
        }
    }

    /// The table of the bars of a file.
    func finish(_ table: Table) -> Table {
        close()
        var bars = Table(file: table.file, layout: .tradeBars, placeWord: "bar", firstPlace: 1)
        (bars.time, bars.columns, bars.unit, bars.symbol) = (time, columns, table.unit, table.symbol)
        (bars.trades, bars.interval, bars.openLine) = (count, interval, table.openLine)
        (bars.remarks, bars.fileColumns) = (table.remarks, table.fileColumns)
        if Self.countsContracts(table) { bars.remarks.append(Remark.contracts) }
        return bars
    }

    /// Whether an instrument of OKX is a swap or a future: `BTC-USDT-SWAP`, `BTC-USD-250926`.
    private static func countsContracts(_ table: Table) -> Bool {
        zip(table.layout.fields, table.labels).contains { field, label in
            guard ["instid", "instrumentname"].contains(ColumnNames.plain(field.name)), let label else {
                return false
            }
            let parts = String(decoding: label, as: UTF8.self).split(separator: "-")
            return parts.count == 3 && (parts[2] == "SWAP" || parts[2].count == 6 && Int(parts[2]) != nil)
        }
    }

    private func open(_ time: Int64, _ price: Double, _ chunk: TradeChunk, _ line: Int) throws(DataError) {
        guard time >= end else {
            throw DataError(
                .badInput, file: chunk.file, line: line,
                "trade at \(Timestamp(milliseconds: time)) is of an earlier bar than the trade before it",
                hint: "trades have to be in time order")
        }
        close()
        start = time - (time % interval + interval) % interval
        end = start + interval
        bar = Bar()
        (bar.open, bar.high, bar.low) = (price, price, price)
    }

    private func close() {
        guard start != .min else { return }
        time.append(start)
        let cells = [
            bar.open, bar.high, bar.low, bar.close, bar.volume, bar.bought, bar.value, bar.boughtValue,
        ]
        for (cell, value) in cells.enumerated() { columns[cell].append(value) }
    }
}

/// A run of trades in the order of their file, as columns.
struct TradeChunk: Sendable {
    /// The file, or `archive/member`.
    let file: String
    /// The instants, milliseconds UTC; microseconds are cut.
    let time: [Int64]
    /// Quote units per base unit, above zero.
    let price: [Double]
    /// Base units, above zero.
    let quantity: [Double]
    /// Flags: 1 where the buyer was the maker, so that the taker sold; else 0.
    private let makers: [Double]

    init(file: String, time: [Int64], price: [Double], quantity: [Double], makers: [Double]) {
        (self.file, self.time, self.price, self.quantity) = (file, time, price, quantity)
        self.makers = makers
    }

    /// The number of trades.
    var count: Int { time.count }

    /// Whether the buyer was the maker: then the taker sold.
    func isBuyerMaker(_ trade: Int) -> Bool { makers[trade] != 0 }
}
