import LiquidationCore
import PlainText

/// A file of brackets, read by what it holds.
package struct TierFile: Sendable {
    /// Where it is.
    package let path: String
    /// What it turned out to be.
    package let format: TierFormat
    /// Its tables, at least one; venue, day and the size of contracts may be missing.
    package private(set) var drafts: [TierDraft] = []
    /// What a reader should know.
    package private(set) var notes: [String] = []

    /// The largest file, in bytes; all of Binance's brackets have 1.5 million.
    private static let largest = 64 << 20

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for files that cannot be read, are of no known kind, or hold a figure that is none.
    /// - Complexity: O(bytes).
    package init(_ path: String) throws(DataError) {
        var limits = Limits()
        limits.bytes = Self.largest
        let bytes = try Bytes.all(of: FileStream(path, limits: limits), file: path)
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
        guard !drafts.isEmpty else { throw DataError(.badInput, file: path, "no brackets in the file") }
    }

    private typealias Contents = (format: TierFormat, drafts: [TierDraft], notes: [String])

    private static func read(_ value: JSONValue, file: String) throws(DataError) -> Contents {
        if let list = value.elements { return try read(list, file: file) }
        if BinanceBrackets.matches(value) {
            return (.binance, try BinanceBrackets.drafts([value], file: file), [])
        }
        if let rows = value["result"]?["list"]?.elements {
            let time = value["time"]?.text.flatMap(Double.init)
            let drafts = try BybitRiskLimits.drafts(
                rows, category: value["result"]?["category"]?.text, time: time, file: file)
            let isPart = value["result"]?["nextPageCursor"]?.text != nil
            return (.bybit, drafts, isPart ? ["the answer is one page of several"] : [])
        }
        if let rows = value["data"]?.elements, rows.first.map(OKXPositionTiers.matches) == true {
            return okx(try OKXPositionTiers.drafts(rows, file: file))
        }
        if let error = exchangeError(value) {
            throw DataError(
                .badInput, file: file,
                "file holds an exchange error (\(Echo.plain(error.utf8))), not brackets")
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
        if BinanceBrackets.matches(first) {
            return (.binance, try BinanceBrackets.drafts(list, file: file), [])
        }
        if BybitRiskLimits.matches(first) {
            return (.bybit, try BybitRiskLimits.drafts(list, category: nil, time: nil, file: file), [])
        }
        if OKXPositionTiers.matches(first) { return okx(try OKXPositionTiers.drafts(list, file: file)) }
        guard CCXTTiers.matches(first) else { throw unknown(file) }
        let market = first["symbol"]?.text ?? ""
        return (.ccxt, [try CCXTTiers.draft(market, list, day: nil, file: file)], [])
    }

    private static func okx(_ drafts: [TierDraft]) -> Contents {
        (.okx, drafts, ["the answer names families: their perpetual swaps are meant"])
    }

    /// What an exchange answered instead of data: its code and message.
    private static func exchangeError(_ value: JSONValue) -> String? {
        guard let code = (value["code"] ?? value["retCode"])?.text,
            let text = (value["msg"] ?? value["retMsg"])?.text
        else { return nil }
        return "\(code) \(text)"
    }

    private static func unknown(_ file: String) -> DataError {
        DataError(.badInput, file: file, "not a known layout of brackets", hint: TierFormat.known)
    }
}
