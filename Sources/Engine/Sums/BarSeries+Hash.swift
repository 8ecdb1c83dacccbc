package import LiquidationCore
import MarketData

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
        return hash.finish()
    }
}

extension ContentHash {
    fileprivate mutating func add(words: [UInt64]) {
        words.map(\.littleEndian).withUnsafeBytes { add($0) }
    }
}
