import LiquidationCore
import PlainText

/// Finds out of the names of columns, and of the file's name, what a table holds.
struct HeaderReading {
    /// The columns' names, as they stand in the file.
    private let header: [String]
    /// The cells of the first row.
    private let sample: [String]
    private let file: String
    private let options: ReadOptions
    /// What each column means; `nil` where nobody knows.
    private var meanings: [Meaning?]
    private var origin = ""
    /// A column of times of day, where none has dates alone.
    private var loneClock: String?

    /// The layout of a header.
    ///
    /// - Parameters:
    ///   - header: column names; case does not matter.
    ///   - sample: the cells of the first row: a column of one's own begins with a number.
    ///   - file: for messages, and for what its name tells.
    ///   - options: what is said of the file.
    /// - Returns: `nil` where the names fit no known kind.
    /// - Throws: ``DataError`` `.badInput` where a known kind lacks a required column or names one twice, and for a column of
    ///   the options that is not there.
    static func layout(
        _ header: [String], sample: [String], file: String, options: ReadOptions
    ) throws(DataError) -> Layout? {
        var reading = try HeaderReading(header, sample, file, options)
        return try reading.layout()
    }

    /// The layout of columns that the options name by their places, from 1.
    ///
    /// - Parameters:
    ///   - row: the cells of the first row.
    ///   - file: as there.
    ///   - options: as there.
    /// - Returns: `nil` where no place is named, or the names fit no known kind.
    /// - Throws: as there.
    static func layout(
        byPlaceIn row: [String], file: String, options: ReadOptions
    ) throws(DataError) -> Layout? {
        guard options.columns.values.contains(where: { Int($0) != nil }) else { return nil }
        let names = row.indices.map { place in
            options.columns.first { $0.value == "\(place + 1)" }?.key ?? "column \(place + 1)"
        }
        var plain = options
        plain.columns = [:]
        guard let layout = try layout(names, sample: row, file: file, options: plain) else { return nil }
        return Layout(
            layout.kind, layout.fields, hasHeader: false, origin: "columns by the places that were given",
            timeUnit: layout.timeUnit)
    }

    private init(
        _ header: [String], _ sample: [String], _ file: String, _ options: ReadOptions
    ) throws(DataError) {
        (self.header, self.sample, self.file, self.options) = (header, sample, file, options)
        meanings = header.map(ColumnNames.meaning)
        findClock()
        findIndex()
        try applyNames()
        dropDoubles()
        if meanings.contains(where: { $0?.rule == .clock }) {
            origin = "times of two columns, date and time of day"
        }
    }

    /// Takes a column of times of day for what it is where another has dates alone.
    private mutating func findClock() {
        func isTime(_ index: Int, _ isForm: (String) -> Bool) -> Bool {
            index < sample.count && meanings[index]?.rule == .time && isForm(sample[index])
        }
        guard let clock = header.indices.first(where: { isTime($0, TextTime.isTimeOfDay) }) else { return }
        meanings[clock] = .ignored
        loneClock = header[clock]
        guard let date = header.indices.first(where: { isTime($0, TextTime.isDate) }) else { return }
        (meanings[clock], loneClock) = (.clock, nil)
        for index in header.indices where index != date && meanings[index]?.rule == .time {
            meanings[index] = .ignored
        }
    }

    /// Takes a first column without a name, as pandas writes an index, for the times of rows where it holds times and no
    /// other does.
    private mutating func findIndex() {
        guard let name = header.first, ["", "index", "unnamed0"].contains(ColumnNames.plain(name)),
            meanings[0] == nil, let cell = sample.first, TextTime.isInstant(cell),
            !meanings.contains(where: { $0?.rule == .time })
        else { return }
        meanings[0] = .time
        origin =
            name.isEmpty
            ? "times of the first column, which has no name" : "times of column \(Echo.plain(name.utf8))"
    }

    /// Gives columns the meaning that the options say.
    private mutating func applyNames() throws(DataError) {
        for (name, column) in options.columns.sorted(by: { $0.key < $1.key }) {
            guard let index = index(of: column) else { continue }
            let own = name.hasPrefix("extra.") ? String(name.dropFirst("extra.".count)) : nil
            let meaning = own.map { Meaning.kept(.own($0)) } ?? ColumnNames.meaning(name)
            guard var meaning else {
                throw DataError(
                    .badInput, file: file, "no column of liq is called '\(Echo.plain(name.utf8))'",
                    hint: "there are time, open, high, low, close, "
                        + BarColumn.allCases.map(\.name).joined(separator: ", ")
                        + ", and extra.NAME for one of your own")
            }
            // Others of the same meaning are not meant.
            for other in meanings.indices where other != index {
                if let known = meanings[other], known.slot == meaning.slot, known.rule == meaning.rule {
                    meanings[other] = .ignored
                }
            }
            // A name that says its unit keeps it: `open_interest=oi_usd` is in quote units.
            switch (meaning.slot, meanings[index]?.slot) {
            case (.bar(.openInterest), .openInterestValue?), (.bar(.volume), .quoteVolume?):
                meaning = meanings[index] ?? meaning
            default: break
            }
            meanings[index] = meaning
        }
    }

    /// The place of a column by its name, else by its number from 1: one may have no name.
    private func index(of column: String) -> Int? {
        if let named = header.firstIndex(where: { $0.lowercased() == column.lowercased() }) { return named }
        guard let place = Int(column), header.indices.contains(place - 1) else { return nil }
        return place - 1
    }

    /// Of several times takes the most certain, and of several columns of one meaning that with liq's own name.
    private mutating func dropDoubles() {
        let times = header.indices.filter { meanings[$0]?.rule == .time }
        if times.count > 1 {
            let named = options.columns["time"]?.lowercased()
            let first = times.min { rank($0, named) < rank($1, named) }
            for index in times where index != first { meanings[index] = .ignored }
            if let first, named == nil { origin = "times of column \(Echo.plain(header[first].utf8))" }
        }
        let slots = Set(meanings.compactMap { $0?.slot })
        for slot in slots {
            let same = header.indices.filter { meanings[$0]?.slot == slot }
            guard same.count > 1 else { continue }
            let exact = same.filter { header[$0].lowercased() == slot.name }
            let better =
                exact.count == 1
                ? exact
                : same.filter { index in
                    ColumnNames.preferred.contains(ColumnNames.plain(header[index]))
                }
            guard better.count == 1 else { continue }
            for index in same where index != better[0] { meanings[index] = .ignored }
        }
    }

    private func rank(_ index: Int, _ named: String?) -> (Int, Int) {
        if header[index].lowercased() == named { return (-1, index) }
        return (ColumnNames.timeRank(header[index]) ?? .max, index)
    }

    // MARK: The kind

    private func has(_ slots: Slot...) -> Bool {
        slots.allSatisfy { slot in meanings.contains { $0?.slot == slot } }
    }

    private mutating func layout() throws(DataError) -> Layout? {
        let names = Set(header.map { ColumnNames.plain($0) })
        let prices: [Slot] = [.open, .high, .low, .close]
        let priceCount = prices.count { has($0) }
        if names.contains("isbuyermaker") || hasOrders(names) { return try orders(names) }
        if priceCount >= 3 { return try bars(names) }
        if names.contains("sumopeninterest"),
            names.contains("createtime") || names.contains("sumopeninterestvalue")
        {
            ignoreValueOfInterest()
            return try made(.metrics, requires: ["time", "open_interest"])
        }
        if names.contains("calctime") || names.contains("lastfundingrate") || names.contains("fundingtime") {
            return try made(.fundingRate, requires: ["time", "funding_rate"])
        }
        let kept = Set(meanings.compactMap { $0?.slot })
        guard meanings.contains(where: { $0?.rule == .time }), !kept.isEmpty else { return nil }
        if kept == [.bar(.fundingRate)] { return try made(.fundingRate, requires: ["time", "funding_rate"]) }
        // Prices alone are not what they seem to be: a bar has four.
        guard priceCount == 0 || kept.count > priceCount else { return nil }
        for index in meanings.indices where prices.contains(where: { $0 == meanings[index]?.slot }) {
            meanings[index] = .ignored
        }
        return try made(.series, requires: ["time"])
    }

    /// A file of metrics names the value of open interest beside it.
    private mutating func ignoreValueOfInterest() {
        guard has(.bar(.openInterest), .openInterestValue) else { return }
        for index in meanings.indices where meanings[index]?.slot == .openInterestValue {
            meanings[index] = .ignored
        }
    }

    private mutating func bars(_ names: Set<String>) throws(DataError) -> Layout? {
        // Open, high, low and close of a rate beside prices: it was sampled, not paid.
        if names.isSuperset(of: ["fundingopen", "fundinghigh", "fundinglow"]) {
            for index in meanings.indices where meanings[index]?.slot == .bar(.fundingRate) {
                meanings[index] = Meaning(rule: .rate, slot: .sampledRate)
            }
        }
        let own = Set(BarColumn.allCases.map(\.name)).subtracting(Layout.klineNames)
        let isKlines =
            names.contains("closetime") && Set(header.map { $0.lowercased() }).isDisjoint(with: own)
        return try made(isKlines ? .klines : .bars, requires: ["time", "open", "high", "low", "close"])
    }

    // MARK: Orders

    /// Whether rows are trades or liquidations, one each.
    private func hasOrders(_ names: Set<String>) -> Bool {
        !names.isDisjoint(with: ["price", "px"]) && !names.isDisjoint(with: Self.sizes + Self.values)
            && names.contains("side")
    }

    private static let sizes = [
        "accumulatedfillquantity", "executedqty", "quantity", "qty", "size", "sz", "amount", "volume",
        "origqty", "originalquantity",
    ]
    private static let values = ["sizeusd", "valueusd", "notional", "usd", "quoteqty"]

    /// Trades; liquidations where the file's name says so.
    private mutating func orders(_ names: Set<String>) throws(DataError) -> Layout? {
        // What was filled, and at which price, is meant where a limit stands beside it.
        let size = Self.sizes.first { names.contains($0) }
        let price = ["averageprice", "avgprice", "price", "px"].first { names.contains($0) }
        let hasSize = size != nil
        for index in header.indices {
            let name = ColumnNames.plain(header[index])
            if meanings[index]?.rule == .time || meanings[index]?.rule == .symbol { continue }
            switch name {
            case price: meanings[index] = .kept(.tradePrice)
            case "isbuyermaker": meanings[index] = .kept(.seller)
            case "side" where !names.contains("isbuyermaker"):
                meanings[index] = Meaning(rule: .side(.sell), slot: .seller)
            case size: meanings[index] = .kept(.tradeQuantity)
            case _ where Self.values.contains(name) && !hasSize: meanings[index] = .kept(.tradeValue)
            case "id", "aggtradeid", "firsttradeid", "lasttradeid": meanings[index] = .whole
            default: if meanings[index]?.rule != .label { meanings[index] = .ignored }
            }
        }
        // The time of a trade is that of the matching, not of the message.
        if let best = header.firstIndex(where: {
            ["transacttime", "tradetime"].contains(ColumnNames.plain($0))
        }) {
            for index in meanings.indices where meanings[index]?.rule == .time { meanings[index] = .ignored }
            meanings[best] = .time
        }
        let isOfLiquidations = FileRole.isOfLiquidations(file)
        let amount = hasSize || !isOfLiquidations ? "quantity" : "value"
        return try made(
            isOfLiquidations ? .liquidations : .trades,
            requires: ["time", "price", amount, names.contains("isbuyermaker") ? "is_buyer_maker" : "side"])
    }

    // MARK: The layout

    private mutating func made(_ kind: SourceKind, requires required: [String]) throws(DataError) -> Layout {
        var seen: [String: String] = [:]
        for (name, meaning) in zip(header, meanings) {
            guard let meaning, meaning.rule != .ignored else { continue }
            var what = meaning.slot?.name ?? (meaning.rule == .time ? "time" : name.lowercased())
            if meaning.rule == .clock { what = "time of day" }
            if what == "side", ColumnNames.plain(name) == "isbuyermaker" { what = "is_buyer_maker" }
            if let other = seen.updateValue(name, forKey: what) {
                throw DataError(
                    .badInput, file: file, line: 1,
                    "columns \(Echo.quoted(other.utf8)) and \(Echo.quoted(name.utf8)) mean the same (\(what))",
                    hint: "--columns \(what)=\(DataOption.quoted(Echo.plain(other.utf8))) says which is meant"
                )
            }
        }
        let missing = required.filter { seen[$0] == nil }
        guard missing.isEmpty else {
            throw DataError(
                .badInput, file: file, line: 1,
                "\(options.absent(from: header))column \(missing.joined(separator: ", ")) is missing"
                    + (loneClock.map {
                        "; \(Echo.plain($0.utf8)) holds times of day, and no column has dates"
                    }
                        ?? ""),
                hint: missing == ["time"] && header.first?.isEmpty == true
                    ? "--columns time=1 takes the first column, which has no name; there are \(listed)"
                    : "--columns \(missing[0])=NAME says which column that is; there are \(listed)")
        }
        if kind == .bars || kind == .series { takeOwn() }
        let fields = zip(header, meanings).map { name, meaning in
            let meaning = meaning ?? .ignored
            return Field(
                name: name, rule: meaning.rule, slot: meaning.slot, conversion: meaning.conversion)
        }
        let unknown = zip(header, meanings).compactMap { name, meaning in meaning == nil ? name : nil }
        return try Layout(kind, fields, hasHeader: true, unknown: unknown, origin: origin)
            .settled(in: file, options)
    }

    /// The first columns, for messages.
    private var listed: String {
        header.prefix(12).map { Echo.plain($0.utf8) }.joined(separator: ", ")
            + (header.count > 12 ? " …" : "")
    }

    /// Keeps the columns that nobody knows and that begin with a number, up to a number of them.
    private mutating func takeOwn() {
        var room = Self.mostOwn
        for index in header.indices where meanings[index] == nil && room > 0 {
            guard index < sample.count, QuotedText.isName(header[index]), header[index].utf8.count <= 64,
                Double(sample[index]) != nil
            else {
                continue
            }
            meanings[index] = .kept(.own(header[index]))
            room -= 1
        }
    }

    /// More columns of one's own than this are not kept.
    private static let mostOwn = 64
}
