import PlainText

/// Reads messages of an exchange's stream as recorders write them down: one a line, mostly behind the time of its arrival.
///
/// `1723161255088176367 {"stream":"btcusdt@trade","data":{"e":"trade",…}}`. Kept are trades and liquidations; books,
/// tickers and answers are passed over. The time of a row is that of the venue, not of its arrival.
struct FrameReader: ~Copyable {
    private let file: String
    private let limits: Limits
    private let budget: RowBudget
    private let options: ReadOptions
    private let sink: () -> TradeBars
    /// What was read so far: trades, liquidations, or both.
    private var kinds: [Rows] = []
    /// The number of the line at hand.
    private var line = 0
    private var bad = BadRows(word: "line")

    /// The rows of one kind so far.
    private struct Rows {
        let event: Event
        var reader: RowReader
        let sink: TradeBars?
    }

    /// Whether a text begins with a message, behind a time or not.
    static func matches(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        let line = text.prefix { $0 != 10 }
        guard let brace = message(in: line) else { return false }
        if brace > line.startIndex { return true }
        // Without a time only what venues call the kind tells it from rows that are objects.
        let head = String(decoding: line.prefix(64), as: UTF8.self).filter { !$0.isWhitespace }
        return ["{\"stream\":\"", "{\"e\":\"", "{\"channel\":\""].contains { head.hasPrefix($0) }
    }

    /// Where the message of a line starts; `nil` where what stands before it is no time with a blank behind it.
    private static func message(in line: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let brace = line.prefix(48).firstIndex(of: UInt8(ascii: "{")) else { return nil }
        let before = line[..<brace]
        guard !before.isEmpty else { return brace }
        let isTime = before.dropLast().allSatisfy { byte in
            byte &- 48 < 10 || "TZ:-.+ ".utf8.contains(byte)
        }
        guard isTime, before.count > 8, before.first.map({ $0 &- 48 < 10 }) == true else { return nil }
        return before.last == UInt8(ascii: " ") || before.last == 9 ? brace : nil
    }

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - pieces: of the text, the first taken already.
    ///   - first: the first piece; its memory is used again.
    ///   - start: where the text starts.
    ///   - limits: of fields and depth.
    ///   - budget: counts the rows.
    ///   - options: what is said of the file.
    ///   - sink: makes what takes the trades.
    /// - Returns: the bars of the trades and the liquidations, as far as there are any.
    /// - Throws: ``DataError`` for lines that are no message, and for rows that break a rule.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits, budget: RowBudget,
        options: ReadOptions, sink: @escaping () -> TradeBars
    ) throws(DataError) -> [Table] {
        var reader = FrameReader(
            file: pieces.file, limits: limits, budget: budget, options: options, sink: sink)
        var (next, position): (TextPieces.Piece?, Int) = (first, start)
        while let piece = next {
            try TextEncoding.check(
                piece.bytes.raw, offset: piece.offset, line: reader.line + 1, file: pieces.file)
            try reader.read(piece, from: position)
            next = try pieces.next(into: piece.bytes)
            position = 0
        }
        return try reader.finish()
    }

    private init(
        file: String, limits: Limits, budget: RowBudget, options: ReadOptions,
        sink: @escaping () -> TradeBars
    ) {
        (self.file, self.limits, self.budget, self.options) = (file, limits, budget, options)
        self.sink = sink
    }

    private mutating func read(_ piece: TextPieces.Piece, from start: Int) throws(DataError) {
        let raw = piece.bytes.raw
        var position = start
        while position < raw.count {
            let end = raw[position...].firstIndex(of: 10) ?? raw.count
            line += 1
            let text = raw[position..<end]
            position = end + 1
            if text.allSatisfy({ $0 == 13 || $0 == 32 }) { continue }
            guard let brace = Self.message(in: text) else {
                bad.add(line, "no message of a stream, found \(Echo.quoted(text.prefix(16)))")
                continue
            }
            do throws(DataError) {
                try readMessage(piece, from: brace, to: end)
            } catch  where error.code == .badInput && error.line == nil {
                bad.add(line, error.message)
            }
        }
        try budget.take(taken, file: file)
        taken = 0
    }

    /// Rows that the budget does not know of yet.
    private var taken = 0

    private mutating func readMessage(
        _ piece: TextPieces.Piece, from start: Int, to end: Int
    ) throws(DataError) {
        let (bytes, file, limits) = (piece.bytes, file, limits)
        func scan(from place: Int) -> JSONScanner {
            JSONScanner(bytes, from: place, to: end, file: file, limits: limits, offset: piece.offset)
        }
        var scanner = scan(from: start)
        var members = try Members(&scanner, bytes)
        try scanner.finish()
        var channel = members["channel"].map { text($0, bytes) }
        // A combined stream wraps its messages.
        if let data = members["data"], bytes.raw[data.start] == UInt8(ascii: "{") {
            scanner = scan(from: data.start)
            members = try Members(&scanner, bytes)
            channel = nil
        }
        let name = members["e"].map { text($0, bytes) } ?? channel
        guard let event = Event.all.first(where: { $0.name == name }) else { return }
        guard let place = event.member else { return try add(members, event, bytes) }
        guard let within = members[place] else { return }
        scanner = scan(from: within.start)
        guard scanner.peek() == UInt8(ascii: "[") else {
            return try add(Members(&scanner, bytes), event, bytes)
        }
        _ = try scanner.expect("[")
        if scanner.peek() == UInt8(ascii: "]") { return }
        repeat { try add(Members(&scanner, bytes), event, bytes) } while try scanner.expect(",", "]") == ","
    }

    private func text(_ range: (start: Int, end: Int), _ bytes: Bytes) -> String {
        String(decoding: bytes.raw[range.start..<range.end].prefix(64), as: UTF8.self)
    }

    private mutating func add(
        _ members: borrowing Members, _ event: Event, _ bytes: Bytes
    ) throws(DataError) {
        let place = kinds.firstIndex { $0.event.kind == event.kind } ?? kinds.count
        if place == kinds.count { kinds.append(try begin(event)) }
        guard kinds[place].event.name == event.name else {
            bad.add(
                line, "messages of \(event.name), but those before are of \(kinds[place].event.name)")
            return
        }
        let cells = event.fields.map { members[$0.member] ?? (0, 0) }
        kinds[place].reader.place = line
        kinds[place].reader.read(bytes.start, count: cells.count) { cells[$0] }
        taken += 1
        // One by one: an error of the sink has to name this line.
        if let sink = kinds[place].sink, !kinds[place].reader.hasBadRows {
            try kinds[place].reader.drain(into: sink)
        }
    }

    private func begin(_ event: Event) throws(DataError) -> Rows {
        let layout = Layout(
            event.kind, positions: event.fields.map { ($0.column, $0.meaning) }, origin: event.origin)
        let table = Table(
            file: file, layout: try layout.settled(in: file, options), placeWord: "line", firstPlace: 1)
        return Rows(
            event: event, reader: RowReader(table, rows: 0, limits: limits),
            sink: event.kind == .trades ? sink() : nil)
    }

    private mutating func finish() throws(DataError) -> [Table] {
        if let error = bad.error(file: file) { throw error }
        var tables: [Table] = []
        for var rows in kinds {
            let table = try rows.reader.finish()
            tables.append(rows.sink?.finish(table) ?? table)
        }
        return tables
    }
}

/// The members of one JSON object by name: where their values stand.
private struct Members: ~Copyable {
    private var all: [(name: String, value: (start: Int, end: Int))] = []

    /// Consumes an object.
    init(_ scanner: inout JSONScanner, _ bytes: Bytes) throws(DataError) {
        _ = try scanner.expect("{")
        if scanner.peek() == UInt8(ascii: "}") {
            _ = try scanner.expect("}")
            return
        }
        repeat {
            let name = try scanner.name()
            _ = try scanner.expect(":")
            let value = try scanner.value()
            // Longer names are none that is asked for.
            if name.end - name.start <= 16 {
                all.append((String(decoding: bytes.raw[name.start..<name.end], as: UTF8.self), value))
            }
        } while try scanner.expect(",", "}") == ","
    }

    subscript(name: String) -> (start: Int, end: Int)? { all.first { $0.name == name }?.value }
}

/// A kind of message that holds trades or liquidations, and what its members mean.
private struct Event {
    /// What the venue calls it.
    let name: String
    let kind: SourceKind
    /// Where in the message its rows are; `nil` where the message is the row.
    let member: String?
    let fields: [(member: String, column: String, meaning: Meaning)]
    let origin: String

    private static let trade: [(member: String, column: String, meaning: Meaning)] = [
        ("T", "time", .time), ("s", "symbol", .symbol), ("p", "price", .kept(.tradePrice)),
        ("q", "quantity", .kept(.tradeQuantity)), ("m", "is_buyer_maker", .kept(.seller)),
    ]

    /// Binance: developers.binance.com, USD-M websocket streams; Hyperliquid: its docs, websocket subscriptions;
    /// both read 2026-12-01.
    static let all: [Event] = [
        Event(
            name: "trade", kind: .trades, member: nil, fields: trade,
            origin: "messages of Binance's trade stream"),
        Event(
            name: "aggTrade", kind: .trades, member: nil, fields: trade,
            origin: "messages of Binance's aggTrade stream"),
        Event(
            name: "forceOrder", kind: .liquidations, member: "o",
            fields: [
                ("T", "time", .time), ("s", "symbol", .symbol), ("ap", "average_price", .kept(.tradePrice)),
                ("z", "filled_quantity", .kept(.tradeQuantity)),
                ("S", "side", Meaning(rule: .side(.sell), slot: .seller)),
            ], origin: "messages of Binance's forceOrder stream, average price and filled quantity"),
        Event(
            name: "trades", kind: .trades, member: "data",
            fields: [
                ("time", "time", .time), ("coin", "coin", .label), ("px", "price", .kept(.tradePrice)),
                ("sz", "quantity", .kept(.tradeQuantity)),
                ("side", "side", Meaning(rule: .side(.sell), slot: .seller)),
            ], origin: "messages of Hyperliquid's trades"),
    ]
}
