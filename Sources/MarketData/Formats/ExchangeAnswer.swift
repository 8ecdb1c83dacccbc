import LiquidationCore
import PlainText

/// What an exchange answers: a code with a text, and rows where all is well.
struct ExchangeAnswer {
    private var code: [UInt8]?
    private var text: [UInt8]?
    /// What TradingView's feeds say of themselves: `ok`, `error` or `no_data`.
    private var status: [UInt8]?
    /// Whether it is of contracts that are counted in USD.
    private(set) var isInverse = false
    /// The place of the array of rows.
    private(set) var rows: Int?
    /// Whose answer it is, by its form; `nil` where the form does not tell.
    private(set) var venue: AnswerVenue?
    /// The symbol that the answer names beside its rows.
    private(set) var symbol: String?
    /// Arrays of numbers side by side, one for each column, by name.
    private(set) var arrays: [(name: String, place: Int)] = []

    /// Members that hold the rows, and objects that hold such members.
    private static let holders: Set = [
        "data", "list", "rows", "result", "candles", "historicalFunding", "rates", "ticks",
    ]

    /// Reads the members of an object, and of the objects in it that hold rows.
    init(_ scanner: inout JSONScanner, _ bytes: Bytes) throws(DataError) {
        try read(&scanner, bytes, depth: 1)
    }

    private mutating func read(_ scanner: inout JSONScanner, _ bytes: Bytes, depth: Int) throws(DataError) {
        _ = try scanner.expect("{")
        var isMore = scanner.peek() != UInt8(ascii: "}")
        if !isMore { _ = try scanner.expect("}") }
        while isMore {
            let name = try scanner.name()
            _ = try scanner.expect(":")
            let key = String(decoding: bytes.raw[name.start..<name.end], as: UTF8.self)
            let mark = scanner.peek()
            let place = scanner.position
            if mark == UInt8(ascii: "{"), Self.holders.contains(key), depth <= 2 {
                try read(&scanner, bytes, depth: depth + 1)
            } else {
                let value = try scanner.value()
                let cell = bytes.raw[value.start..<value.end]
                take(key, mark, place, cell)
            }
            isMore = try scanner.expect(",", "}") == ","
        }
    }

    private mutating func take(
        _ key: String, _ mark: UInt8?, _ place: Int, _ cell: Slice<UnsafeRawBufferPointer>
    ) {
        if mark == UInt8(ascii: "[") {
            arrays.append((key, place))
            if Self.holders.contains(key), rows == nil { rows = place }
            return
        }
        switch key {
        case "code", "retCode":
            code = Array(cell.prefix(64))
            if key == "retCode" { venue = .bybit }
        case "s": status = Array(cell.prefix(64))
        case "category": isInverse = cell.elementsEqual("inverse".utf8)
        case "msg", "retMsg", "message", "errmsg": text = Array(cell.prefix(256))
        case "symbol" where mark == UInt8(ascii: "\""):
            if Symbol.isValid(cell) { symbol = String(decoding: cell, as: UTF8.self) }
        default: break
        }
    }

    /// The error that the exchange answers; codes of zeros say that all is well.
    func error(file: String) -> DataError? {
        if let status, rows == nil, arrays.isEmpty {
            if status.elementsEqual("no_data".utf8) {
                return DataError(
                    .badInput, file: file, "the feed answers no_data: it has no candles of this span")
            }
            if status.elementsEqual("error".utf8) {
                return DataError(
                    .badInput, file: file,
                    "file holds an exchange error (\(Echo.plain(text ?? []))), not data")
            }
        }
        guard let code, let text, code.isEmpty || code.contains(where: { $0 != UInt8(ascii: "0") }) else {
            return nil
        }
        return DataError(
            .badInput, file: file,
            "file holds an exchange error (\(Echo.plain(code)) \(Echo.plain(text))), not data")
    }
}

/// Venues that are recognised by the form of their answers.
enum AnswerVenue {
    case bybit
}

/// Rows that are arrays: what stands at each place.
enum ArrayRows {
    /// The layout of rows of a length.
    ///
    /// - Parameters:
    ///   - count: values in a row.
    ///   - file: rows of two and three values are told apart by its name.
    /// - Returns: `nil` where rows of such a length say nothing by their places.
    static func layout(of count: Int, file: String) -> Layout? {
        func kept(_ names: [String], _ origin: String) -> Layout {
            Layout(
                .klines, positions: names.map { ($0, ColumnNames.meaning($0) ?? .ignored) }, origin: origin)
        }
        switch count {
        case 6: return .candles
        // Bybit v5 /v5/market/kline and Bitget v2 candles: bybit-exchange.github.io and bitget.com, read 2026-11-30.
        case 7:
            return kept(
                ["start", "open", "high", "low", "close", "volume", "quote_volume"],
                "candles of seven values, as Bybit and Bitget give them")
        // OKX v5 candles, vol in contracts and volCcy in coins: okx.com/docs-v5, read 2026-11-30.
        case 9:
            return kept(
                ["ts", "open", "high", "low", "close", "contracts", "volCcy", "volCcyQuote", "confirm"],
                "candles of OKX, volume in coins")
        case Layout.klines.fields.count: return .klines
        case 2 where FileRole.words(file).contains("ratio"):
            return Layout(
                .series, positions: [("ts", .time), ("ratio", .kept(.accountRatio))],
                origin: "ratios of accounts, by the file's name")
        case 3...4 where FileRole(file).isOpenInterest:
            // OKX rubik: ts, oi, oiCcy, oiUsd; the older form has ts, oi in USD, volume in USD.
            let middle: [(String, Meaning)] =
                count == 3
                ? [("oi", .kept(.openInterestValue)), ("vol", .ignored)]
                : [("oi", .ignored), ("oiCcy", .kept(.openInterest)), ("oiUsd", .ignored)]
            return Layout(
                .series, positions: [("ts", .time)] + middle,
                origin: count == 3
                    ? "open interest of OKX in USD, by the file's name"
                    : "open interest of OKX in coins, by the file's name")
        default: return nil
        }
    }
}
