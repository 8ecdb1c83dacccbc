import LiquidationCore
import PlainText

/// Builds comma-separated text: a header row, plain decimals, line feeds, no quotes.
struct TextTable {
    private var bytes: [UInt8]
    private var isRowStart = true

    /// A table by its header row.
    init(header: String) {
        bytes = Array(header.utf8)
        bytes.append(UInt8(ascii: "\n"))
    }

    /// The rows so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Ends the row.
    mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isRowStart = true
    }

    /// A field of plain words, which hold no comma.
    mutating func add(_ word: String) {
        separate()
        bytes.append(contentsOf: word.utf8)
    }

    /// A whole number of `10^-decimals`.
    mutating func add(_ scaled: Int64, decimals: Int) {
        separate()
        DecimalText.append(scaled, decimals: decimals, to: &bytes)
    }

    /// Milliseconds since 1970; empty where there is none.
    mutating func add(_ time: Timestamp?) {
        separate()
        if let time { DecimalText.append(time.milliseconds, decimals: 0, to: &bytes) }
    }

    /// A price with one decimal; empty where there is none.
    mutating func add(_ price: Ticks?) {
        separate()
        if let price { DecimalText.append(price.count, decimals: 1, to: &bytes) }
    }

    /// A quantity with three decimals.
    mutating func add(_ lots: Lots) { add(lots.count, decimals: 3) }

    /// A ratio with four decimals.
    mutating func add(_ ratio: Ratio) { add(ratio.count, decimals: 4) }

    private mutating func separate() {
        if !isRowStart { bytes.append(UInt8(ascii: ",")) }
        isRowStart = false
    }
}
