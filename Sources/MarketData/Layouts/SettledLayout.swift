import LiquidationCore
import PlainText

// What is said of a table beside the names of its columns: by its file's name, and by options. Every reader asks for it once
// it knows the columns, whether they have names or places.
extension Layout {
    /// The layout once the file's name and the options have had their say.
    ///
    /// - Throws: ``DataError`` `.badInput` for candles that a name says are of something that is not read.
    func settled(in file: String, _ options: ReadOptions) throws(DataError) -> Layout {
        let role = FileRole(file)
        let layout = try named(role, file).withRatios(of: FileRole.words(file))
        if role == .mark, FileRole.folders(file).contains(FileRole.markFolder), layout.kind != .markKlines {
            throw DataError(
                .badInput, file: file,
                "holds \(layout.kind.rawValue), but lies in the folder markPriceKlines",
                hint: "files of the last price belong into the folder above")
        }
        return layout.with(options)
    }

    // MARK: By name

    /// Candles of a rate, of open interest or of another price look like those of prices: the file's name tells them apart.
    private func named(_ role: FileRole, _ file: String) throws(DataError) -> Layout {
        guard isOfPricesAlone else { return self }
        switch role {
        case .price: return self
        case .mark:
            return taking(
                [.high: .kept(.markHigh), .low: .kept(.markLow)], as: .markKlines, "mark price candles")
        case .index: return taking([.close: .kept(.indexPrice)], as: .series, "index price candles")
        case .funding:
            let names = Set(fields.map { ColumnNames.plain($0.name) })
            // freqtrade writes a settled rate as the open of a candle, CoinGlass a sampled one in per cent as its close.
            return names.isSuperset(of: ["date", "volume"])
                ? taking(
                    [.open: .kept(.fundingRate)], as: .fundingRate, "funding candles of freqtrade, fractions")
                : taking(
                    [.close: .percentRate], as: .sampledFunding, "funding candles of CoinGlass, in per cent")
        case .openInterest(let unit):
            return unit == .base
                ? taking(
                    [.close: .kept(.openInterest)], as: .series,
                    "open interest candles, base units, by the file's name")
                : taking(
                    [.close: .kept(.openInterestValue)], as: .series, "open interest candles, quote units")
        case .other(let what):
            throw DataError(
                .badInput, file: file, line: 1,
                "the file's name says that these candles are of \(what), not of prices",
                hint: "give it another name if it holds prices")
        }
    }

    /// Whether there is nothing but prices and volume. Beside open interest or a ratio there are prices, whatever the file is
    /// called.
    private var isOfPricesAlone: Bool {
        (kind == .bars || kind == .klines)
            && slots.allSatisfy { slot in
                switch slot {
                case .open, .high, .low, .close, .bar(.volume), .quoteVolume, .bar(.takerBuyVolume),
                    .bar(.takerBuyNotional), .own:
                    true
                default: false
                }
            }
    }

    /// A layout that takes some columns for something else and leaves the others.
    private func taking(_ taken: [Slot: Meaning], as kind: SourceKind, _ origin: String) -> Layout {
        replacing(kind, origin) { field in
            guard let slot = field.slot else { return field }
            return field.with(taken[slot] ?? .ignored)
        }
    }

    /// Binance's three ratios have the same members: which one it is stands in the address, and in the file's name.
    private func withRatios(of words: Set<String>) -> Layout {
        let isOfAccounts = !words.isDisjoint(with: ["account", "accounts"])
        guard kind == .series, isOfAccounts, slots == [.bar(.longShortRatio)] else { return self }
        let isOfTop = words.contains("top")
        return replacing(
            kind, isOfTop ? "ratios of top accounts, not read" : "ratios of accounts, by the file's name"
        ) {
            $0.slot == nil ? $0 : $0.with(isOfTop ? .ignored : .kept(.accountRatio))
        }
    }

    // MARK: By options

    private func with(_ options: ReadOptions) -> Layout {
        let fields = self.fields.map { field in
            if let chosen = options.rows.first(where: { $0.key.lowercased() == field.name.lowercased() }) {
                return field.with(Meaning(rule: .chosen(Array(chosen.value.utf8)), slot: nil))
            }
            return field.slot.flatMap { Self.meaning(of: $0, options) }.map(field.with) ?? field
        }
        let used = Set(fields.filter { $0.rule != .ignored }.map(\.name))
        return Layout(
            kind, fields, hasHeader: hasHeader, unknown: unknown.filter { !used.contains($0) },
            origin: origin,
            timeUnit: options.timeUnit)
    }

    /// What a column means in the units that are said; `nil` where nothing is said of it.
    private static func meaning(of slot: Slot, _ options: ReadOptions) -> Meaning? {
        switch slot {
        case .bar(.openInterest), .openInterestValue:
            switch options.openInterestUnit {
            case nil: nil
            case .base: .kept(.openInterest)
            case .quote: .kept(.openInterestValue)
            case .contracts(let size): .kept(.openInterest, .times(size))
            case .contractsOfQuote(let size): .kept(.openInterestValue, .times(size))
            case .bothSides: .kept(.openInterest, .times(0.5))
            }
        case .bar(.fundingRate), .sampledRate:
            switch options.fundingUnit {
            case nil: nil
            case .fraction: .kept(slot)
            case .percent: Meaning(rule: .percent, slot: slot, conversion: .times(0.01))
            }
        default: nil
        }
    }

    private func replacing(_ kind: SourceKind, _ origin: String, _ field: (Field) -> Field) -> Layout {
        Layout(
            kind, fields.map(field), hasHeader: hasHeader, unknown: unknown, origin: origin,
            timeUnit: timeUnit)
    }
}

extension Field {
    /// The same column with another meaning.
    fileprivate func with(_ meaning: Meaning) -> Field {
        Field(name: name, rule: meaning.rule, slot: meaning.slot, conversion: meaning.conversion)
    }
}

/// What the name of a file says of candles that look like those of prices.
enum FileRole: Equatable {
    case price, mark, index, funding
    case openInterest(OpenInterestUnit)
    /// Something that liq does not read.
    case other(String)

    /// The folder of mark prices in the exchange's archive, in lower case.
    static let markFolder = "markpriceklines"

    /// The role of a file by the words of its name, and by the exchange's names of folders.
    init(_ path: String) {
        let words = Self.words(path).union(Self.folders(path))
        func has(_ names: String...) -> Bool { names.contains { words.contains($0) } }
        if has("funding", "fundingrate") {
            self = .funding
        } else if has("oi", "openinterest") || words.isSuperset(of: ["open", "interest"]) {
            self = .openInterest(
                has("qty", "coin", "coins", "base", "quantity") && !has("usd") ? .base : .quote)
        } else if has("mark", "markprice", Self.markFolder) {
            self = .mark
        } else if has("index", "indexprice", "indexpriceklines") {
            self = .index
        } else if has("premium", "premiumindex", "premiumindexklines") {
            self = .other("the premium index")
        } else {
            self = .price
        }
    }

    /// The words of a file's name, in lower case.
    static func words(_ path: String) -> Set<String> {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        return Set(name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    }

    /// The exchange's names of kinds among the folder, and the archive, that a file lies in.
    static func folders(_ path: String) -> Set<String> {
        let above = path.split(separator: "/").dropLast().suffix(2).map { $0.lowercased() }
        return Set(above).intersection([
            markFolder, "indexpriceklines", "premiumindexklines", "fundingrate",
        ])
    }

    var isOpenInterest: Bool {
        if case .openInterest = self { true } else { false }
    }

    /// Whether a file's name says that its rows are liquidations.
    static func isOfLiquidations(_ path: String) -> Bool {
        words(path).contains { $0.hasPrefix("liq") || $0.hasPrefix("forceorder") }
    }
}
