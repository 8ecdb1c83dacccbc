import MarketData

/// Files that hold a map to be added to others, `.liqpart`.
///
/// All numbers are little-endian, a text is its length in bytes (`UInt32`) and UTF-8, a hash is 32 bytes:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `LIQPART` and a line feed |
/// | 4 | version of the format, `UInt32`, 1 |
/// | 8 | length of the whole file, `UInt64` |
/// | 32 | plan hash: SHA-256 of the plan's text and, behind it, the edges as they stand below |
/// | text | the plan: engine, model, rungs, leverage and funding rule, see ``LiquidationCore/MergeKey/text`` |
/// | 4 | number of buckets `n`, `UInt32` |
/// | 8 · (n + 1) | edges of the price axis, `Float64` bits, quote per base, rising |
/// | 1 | 1 where mass is kept by rung, else 0 |
/// | 4 | how many shards there should be, `UInt32`; 0 where nobody said |
/// | 4, then each | how many expectations, `UInt32`; each: venue, symbol (texts), whether it has a span (1 byte), from, to (`Int64`, ms UTC; 0 without a span); rising |
/// | 4, then each | how many shards, `UInt32`; each as below, by venue, symbol and time |
/// | 8 · n · rows | hundredths of a quote unit, `Int64`, not below zero: a row of longs and a row of shorts, or a row for each rung of the longs and then of the shorts |
/// | 32 | SHA-256 of everything before it |
///
/// A shard is venue and symbol (texts), the hash of its bars, from, to and last open (`Int64`, ms UTC), bars (`Int64`),
/// price (`Float64`), margin and model (texts), notes (`UInt32` and so many texts), the unit of its accounts (1 byte: 0
/// quote units at the last price, 1 at entry) and, longs first, six `Float64` for each side: opened, live, closed,
/// liquidated, below and above the grid.
///
/// Equal maps have equal bytes: what is sorted must be sorted, and nothing may stand behind the last hash.
package enum PartFormat {
    /// The version that is written, and the newest that is read.
    package static let version: UInt32 = 1
    /// What such files' names end in, without the dot.
    package static let ending = "liqpart"
    /// The largest file that is read, bytes.
    package static let largest = 1 << 30

    static let magic = Array("LIQPART\n".utf8)
    /// Bytes before the plan's hash.
    static let start = 20
    /// Bytes of a SHA-256.
    static let hash = 32
    /// The most shards, expectations and notes of a file.
    static let most = 100_000
    /// The longest text, bytes.
    static let longest = 1 << 20
    /// The most buckets.
    static let buckets = 1_000_000
}
