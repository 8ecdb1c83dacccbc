import PlainText

/// The layout that the first lines of a CSV text show, and where its rows begin.
struct Header {
    /// `nil` where the columns are of no known kind.
    private(set) var layout: Layout?
    /// The reason why the columns fit no known kind.
    private(set) var reason = ""
    /// The place of the first line that counts.
    private(set) var start: Int
    /// The start of the line behind it.
    private(set) var end = 0
    /// The number of the first line that counts.
    private(set) var line = 1
    /// The symbol that lines before the rows name.
    private(set) var symbol: String?
    /// What there is to say of units.
    private(set) var remark: String?

    private let pieces: TextPieces
    private let first: TextPieces.Piece
    private let limits: Limits

    /// Reads the first lines.
    ///
    /// - Parameters:
    ///   - pieces: of the text; its separator is set where it is no comma.
    ///   - first: the first piece.
    ///   - start: where the first line starts.
    ///   - limits: of lines, fields and columns.
    ///   - options: what is said of the file.
    /// - Throws: ``DataError`` for a line that cannot be cut into fields, and what ``HeaderReading`` throws.
    init(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, _ limits: Limits,
        _ options: ReadOptions
    ) throws(DataError) {
        (self.pieces, self.first, self.limits, self.start) = (pieces, first, limits, start)
        var header = try fields(from: start)
        if header.count == 1 { header = try otherSeparator() ?? header }
        if Self.isPreamble(header), end < first.bytes.count {
            // CryptoDataDownload has its address in the line before the header.
            (self.start, line) = (end, 2)
            header = try fields(from: end)
        }
        header = try withoutTicker(header)
        let sample = end < first.bytes.count ? (try? peek(from: end)) ?? [] : []
        if Self.isNumber(header.first) || Self.isForceOrder(header) {
            layout = try HeaderReading.layout(byPlaceIn: header, file: pieces.file, options: options)
            if layout == nil { layout = try Self.byPosition(header)?.settled(in: pieces.file, options) }
            reason =
                options.absent(from: [])
                + "no header, and \(header.count) columns: 6 (time, open, high, low, close, volume), 7 or 8 (Kraken's candles, "
                + "trades) and 12 (klines) are known"
        } else {
            layout = try HeaderReading.layout(
                header, sample: sample, file: pieces.file, options: options)
            reason =
                options.absent(from: header) + "columns "
                + header.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", ")
            if header.count > 8 { reason += " and \(header.count - 8) more" }
        }
    }

    /// The fields of a line; ``end`` is then behind it.
    private mutating func fields(from start: Int) throws(DataError) -> [String] {
        let (file, bytes) = (pieces.file, first.bytes)
        let text = bytes.raw[start...].prefix { $0 != 10 }
        // Those before the line feed belong to it.
        if let last = text.lastIndex(where: { $0 != 13 }), let place = text[...last].firstIndex(of: 13) {
            throw DataError(
                .badInput, file: file, line: line,
                "a lone carriage return at byte \(place) ends the line, a line feed is expected",
                hint: "tr '\\r' '\\n' writes line feeds")
        }
        var splitter = RowSplitter(limits: limits)
        if let fault = splitter.split(bytes.start, from: start, end: bytes.count) {
            throw DataError(.badInput, file: file, line: line, fault.text(limits))
        }
        end = splitter.next
        try TextEncoding.check(
            UnsafeRawBufferPointer(rebasing: bytes.raw[start..<end]), offset: start, line: line, file: file)
        return texts(splitter)
    }

    /// The fields of a line that may be anything.
    private func peek(from start: Int) throws(DataError) -> [String] {
        var splitter = RowSplitter(limits: limits)
        guard splitter.split(first.bytes.start, from: start, end: first.bytes.count) == nil else { return [] }
        return texts(splitter)
    }

    private func texts(_ splitter: borrowing RowSplitter) -> [String] {
        (0..<splitter.count).map { index in
            let (start, end) = splitter[index]
            return String(
                decoding: UnsafeBufferPointer(start: first.bytes.start + start, count: end - start),
                as: UTF8.self)
        }
    }

    /// The fields of the first line where tabs or semicolons part them; the text is then read as if they were commas.
    private mutating func otherSeparator() throws(DataError) -> [String]? {
        let line = first.bytes.raw[start..<end]
        for byte in [UInt8(ascii: ";"), 9, UInt8(ascii: "|")] where line.contains(byte) {
            pieces.separator = byte
            try pieces.replaceSeparators(in: first, from: start)
            return try fields(from: start)
        }
        return nil
    }

    /// The names of columns where yfinance parts them into three lines: what, of which ticker, and the name of the index.
    ///
    /// Yahoo counts the volume of coins in quote units: finance.yahoo.com, BTC-USD, read 2026-12-01.
    private mutating func withoutTicker(_ header: [String]) throws(DataError) -> [String] {
        guard header.first == "Price", end < first.bytes.count, let second = try? peek(from: end),
            second.first == "Ticker", second.count == header.count, second.count > 1
        else { return header }
        let tickers = Set(second.dropFirst())
        guard tickers.count == 1 else {
            throw DataError(
                .badInput, file: pieces.file, line: line + 1,
                "holds several tickers: \(tickers.sorted().prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", "))",
                hint:
                    "write each into a file of its own: data.xs('\(Echo.plain(second[1].utf8))', axis=1, level=1).to_csv(…)"
            )
        }
        _ = try fields(from: end)
        (start, line) = (end, line + 2)
        let third = try fields(from: end)
        if Symbol.isValid(second[1].utf8) { symbol = second[1] }
        guard second[1].contains("-") else { return Array(third.prefix(1) + header.dropFirst()) }
        remark = "as yfinance writes it: volume is in quote units, as Yahoo counts that of coins"
        return third.prefix(1) + header.dropFirst().map { $0 == "Volume" ? "quote_volume" : $0 }
    }

    /// Whether a line is no header but says where the file is from.
    private static func isPreamble(_ header: [String]) -> Bool {
        header.count == 1 && (header[0].hasPrefix("http") || header[0].hasPrefix("#"))
    }

    // MARK: Without a header

    private static func byPosition(_ row: [String]) -> Layout? {
        if isForceOrder(row) { return forceOrders(columns: row.count) }
        let numbers = row.prefix { isNumber($0) || $0.isEmpty }.count
        switch row.count {
        case 6 where numbers == 6: return .candles
        case 7 where TextTime.isDate(row[0]) && TextTime.isTimeOfDay(row[1]):
            return Layout(
                .klines,
                positions: [("date", .time), ("time", .clock)]
                    + ["open", "high", "low", "close", "volume"].map {
                        ($0, ColumnNames.meaning($0) ?? .ignored)
                    }, origin: "candles by position, date and time apart, as MetaTrader exports them")
        case 7 where numbers == 7:
            // Prices, not the six numbers and a flag of trades.
            return Layout(
                .klines,
                positions: ["time", "open", "high", "low", "close", "volume", "count"].map {
                    ($0, ColumnNames.meaning($0) ?? .ignored)
                }, origin: "candles by position, as Kraken's OHLCVT dumps have them")
        case 7...8
        where numbers == 6 && row.dropFirst(6).allSatisfy({ ["true", "false"].contains($0.lowercased()) }):
            return .trades(columns: row.count)
        case Layout.klines.fields.count where row.prefix(5).allSatisfy(isNumber): return .klines
        default: return nil
        }
    }

    private static func isForceOrder(_ row: [String]) -> Bool {
        (11...13).contains(row.count) && ["BUY", "SELL"].contains(row[1])
            && ["LIMIT", "MARKET"].contains(row[2])
    }

    /// Binance's forceOrder by position, as recorders of the stream write it (developers.binance.com, "Liquidation Order
    /// Streams", read 2026-11-30): the price of the fill and what was filled count.
    private static func forceOrders(columns: Int) -> Layout {
        var positions: [(String, Meaning)] = [
            ("symbol", .symbol), ("side", Meaning(rule: .side(.sell), slot: .seller)),
            ("order_type", .ignored),
            ("time_in_force", .ignored), ("original_quantity", .ignored), ("price", .ignored),
            ("average_price", .kept(.tradePrice)), ("order_status", .ignored),
            ("last_filled_quantity", .ignored), ("accumulated_quantity", .kept(.tradeQuantity)),
            ("trade_time", .time),
        ]
        while positions.count < columns { positions.append(("column \(positions.count + 1)", .ignored)) }
        return Layout(.liquidations, positions: positions, origin: "Binance's forceOrder by position")
    }

    private static func isNumber(_ text: String?) -> Bool {
        guard let first = text?.utf8.first else { return false }
        return first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    }
}
