/// Some trades in the order of their file, as columns.
package struct TradeChunk: Sendable {
    /// The file, or `archive/member`.
    package let file: String
    /// When, milliseconds UTC; microseconds are cut.
    package let time: [Int64]
    /// Quote units per base unit, above zero.
    package let price: [Double]
    /// Base units, above zero.
    package let quantity: [Double]
    /// 1 where the buyer was the maker, so that the taker sold; else 0.
    private let makers: [Double]

    init(file: String, time: [Int64], price: [Double], quantity: [Double], makers: [Double]) {
        (self.file, self.time, self.price, self.quantity) = (file, time, price, quantity)
        self.makers = makers
    }

    /// How many trades there are.
    package var count: Int { time.count }

    /// Whether the buyer was the maker: then the taker sold.
    package func isBuyerMaker(_ trade: Int) -> Bool { makers[trade] != 0 }
}

/// Takes the trades of one file, chunk by chunk, so that nobody has to hold them all.
protocol TradeSink: AnyObject {
    /// Takes the next trades.
    ///
    /// - Parameter line: of the first of them.
    func take(_ chunk: TradeChunk, line: Int) throws(DataError)

    /// What the table of the file holds in the end.
    func finish(_ table: Table) -> Table
}

/// Gives trades to somebody who asked for them, and keeps none.
final class TradeListener: TradeSink {
    private let body: (TradeChunk) -> Void
    private var count = 0

    init(_ body: @escaping (TradeChunk) -> Void) { self.body = body }

    func take(_ chunk: TradeChunk, line: Int) {
        count += chunk.count
        body(chunk)
    }

    func finish(_ table: Table) -> Table {
        var table = table
        table.trades = count
        return table
    }
}
