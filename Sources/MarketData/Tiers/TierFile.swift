import LiquidationCore
import PlainText

/// A tier file, read by what it holds.
package struct TierFile: Sendable {
    /// The path.
    package let path: String
    /// The format of the contents.
    package let format: TierFormat
    /// Its tables, at least one; venue, day and the size of contracts may be missing.
    package private(set) var drafts: [TierDraft] = []
    /// Remarks that a reader should know.
    package private(set) var notes: [String] = []

    /// The largest file, in bytes; all of Binance's tiers have 1.5 million.
    private static let largest = 64 << 20

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for files that cannot be read, are of no known kind, or hold a figure that is none.
    /// - Complexity: O(bytes).
    package init(_ path: String, limits: Limits = Limits()) throws(DataError) {
        var limits = limits
        limits.bytes = Self.largest
        let bytes = try Bytes.whole(path, limits: limits)
        let start = try TextEncoding.start(of: bytes, file: path)
        try TextEncoding.check(bytes.raw, offset: 0, file: path)
        self.path = path
        var scanner = JSONScanner(bytes, from: start, file: path, limits: limits)
        let first = scanner.peek()
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            let value = try JSONValue(bytes, from: start, file: path, limits: limits)
            (format, drafts, notes) = try Self.read(value, file: path)
        } else {
            format = .csv
            drafts = try TierCSV.drafts(bytes, from: start, file: path, limits: limits)
        }
        var seen: Set<[String]> = []
        for draft in drafts where !seen.insert([draft.venue ?? "", draft.market, draft.day ?? ""]).inserted {
            throw DataError(.badInput, file: path, "\(Echo.plain(draft.market.utf8)) is there twice")
        }
        guard !drafts.isEmpty else { throw DataError(.badInput, file: path, "no tiers in the file") }
    }

    private typealias Contents = (format: TierFormat, drafts: [TierDraft], notes: [String])

    private static func read(_ value: JSONValue, file: String) throws(DataError) -> Contents {
        if let list = value.elements { return try read(list, file: file) }
        if BinanceTiers.matches(value) {
            return (.binance, try BinanceTiers.drafts([value], file: file), [])
        }
        if let rows = value["result"]?["list"]?.elements {
            let time = value["time"]?.text.flatMap(Double.init)
            let drafts = try BybitTiers.drafts(
                rows, category: value["result"]?["category"]?.text, time: time, file: file)
            let isPart = value["result"]?["nextPageCursor"]?.text != nil
            return (.bybit, drafts, isPart ? ["the answer is one page of several"] : [])
        }
        if let rows = value["data"]?.elements, rows.first.map(OKXTiers.matches) == true {
            return okx(try OKXTiers.drafts(rows, file: file))
        }
        if let error = exchangeError(value) {
            throw DataError(
                .badInput, file: file,
                "file holds an exchange error (\(Echo.plain(error.utf8))), not tiers")
        }
        let updated = value["updated"]?.text.map { String($0.prefix(10)) }
        let day = updated.flatMap { Timestamp(day: $0) }?.day
        let members = value["data"]?.members ?? value.members ?? []
        guard members.contains(where: { $0.value.elements?.first.map(CCXTTiers.matches) == true }) else {
            throw unknown(file)
        }
        return (.ccxt, try CCXTTiers.drafts(members, day: day, file: file), [])
    }

    /// A list: of symbols, or of the rows that answers and structures hold.
    private static func read(_ list: [JSONValue], file: String) throws(DataError) -> Contents {
        guard let first = list.first else { throw DataError(.badInput, file: file, "the list is empty") }
        if BinanceTiers.matches(first) {
            return (.binance, try BinanceTiers.drafts(list, file: file), [])
        }
        if BybitTiers.matches(first) {
            return (.bybit, try BybitTiers.drafts(list, category: nil, time: nil, file: file), [])
        }
        if OKXTiers.matches(first) { return okx(try OKXTiers.drafts(list, file: file)) }
        guard CCXTTiers.matches(first) else { throw unknown(file) }
        let market = first["symbol"]?.text ?? ""
        return (.ccxt, [try CCXTTiers.draft(market, list, day: nil, file: file)], [])
    }

    private static func okx(_ drafts: [TierDraft]) -> Contents {
        (.okx, drafts, ["the answer names families: their perpetual swaps are meant"])
    }

    /// The error that an exchange answered instead of data: its code and message.
    private static func exchangeError(_ value: JSONValue) -> String? {
        guard let code = (value["code"] ?? value["retCode"])?.text,
            let text = (value["msg"] ?? value["retMsg"])?.text
        else { return nil }
        return "\(code) \(text)"
    }

    private static func unknown(_ file: String) -> DataError {
        DataError(.badInput, file: file, "not a known layout of tiers", hint: TierFormat.known)
    }
}

/// The kinds of tier files that can be read; which one a file is, its contents decide.
package enum TierFormat: String, Sendable, CaseIterable {
    /// Binance `fapi/v1/leverageBracket`, `dapi/v2/leverageBracket`.
    case binance = "Binance leverageBracket"
    /// Bybit `v5/market/risk-limit`.
    case bybit = "Bybit v5 risk-limit"
    /// OKX `api/v5/public/position-tiers`.
    case okx = "OKX position-tiers"
    /// ccxt's LeverageTier structures, as freqtrade bundles and caches them too.
    case ccxt = "ccxt leverage tiers"
    /// The table that liq itself writes.
    case csv = "tiers CSV"

    /// A description of each format, for messages.
    static let known =
        "known are Binance leverageBracket, Bybit v5 risk-limit, OKX position-tiers, leverage tiers of ccxt and "
        + "freqtrade (all JSON), and CSV with the columns \(TierCSV.needed.joined(separator: ", "))"
}

/// Reads the figures of one tier and says what is wrong with one that is none.
struct TierCell {
    /// The file, for messages.
    let file: String
    /// The symbol, for messages.
    let market: String
    /// The number of the row within its symbol, counted from 1.
    let place: Int

    /// A number, finite and not negative, as a number or a string; `nil` where it is absent, null or empty.
    ///
    /// - Throws: ``DataError`` for anything else.
    func number(_ name: String, _ value: JSONValue?) throws(DataError) -> Double? {
        guard let value else { return nil }
        switch value {
        case .null: return nil
        case .string(let text), .word(let text): return try number(name, text: text)
        case .array: throw error("\(name) must be a number, was an array")
        case .object: throw error("\(name) must be a number, was an object")
        }
    }

    /// A number, finite and not negative; `nil` where the text is empty.
    ///
    /// - Throws: ``DataError`` for anything else.
    func number(_ name: String, text: String) throws(DataError) -> Double? {
        if text.isEmpty { return nil }
        let bytes = Array(text.utf8)
        let parsed = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { DecimalNumber.parse($0, buffer.count) }
        }
        guard let number = parsed else {
            throw error("\(name) must be a number, was \(Echo.quoted(text.utf8))")
        }
        guard number.isFinite else { throw error("\(name) is too large: \(Echo.plain(text.utf8))") }
        guard number >= 0 else { throw error("\(name) must not be negative, was \(Echo.plain(text.utf8))") }
        return number == 0 ? 0 : number
    }

    /// A number that must be there.
    ///
    /// - Throws: ``DataError`` where it is not, and as ``number(_:_:)-(String,JSONValue?)`` does.
    func needed(_ name: String, _ value: JSONValue?) throws(DataError) -> Double {
        guard let number = try number(name, value) else { throw error("\(name) is missing") }
        return number
    }

    /// An error of this row.
    func error(_ message: String, hint: String? = nil) -> DataError {
        let symbol = market.isEmpty ? "" : "\(Echo.plain(market.utf8)), "
        return DataError(.badInput, file: file, "\(symbol)tier \(place): \(message)", hint: hint)
    }
}
