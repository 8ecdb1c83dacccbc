import LiquidationCore
import PlainText

/// The names of symbols, and where files carry them.
enum Symbol {
    /// Whether a name is 1 to 32 of `A-Z 0-9 _ . -`.
    static func isValid(_ name: some Collection<UInt8>) -> Bool {
        (1...32).contains(name.count)
            && name.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
                default: false
                }
            }
    }

    /// The symbol of a market as ccxt writes it, `BTC/USDT` or `BTC/USDT:USDT`; `nil` for anything else.
    static func ofMarket(_ name: some Collection<UInt8>) -> String? {
        let parts = String(decoding: name.prefix(64), as: UTF8.self).split(
            separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, name.count <= 64 else { return nil }
        let quote = parts[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let symbol = String(parts[0] + quote[0])
        guard isValid(parts[0].utf8), quote.allSatisfy({ isValid($0.utf8) }), isValid(symbol.utf8) else {
            return nil
        }
        return symbol
    }

    /// Whether a text names a market in one of the two ways.
    static func isName(_ text: some Collection<UInt8>) -> Bool { isValid(text) || ofMarket(text) != nil }

    /// The symbol in names such as `BTCUSDT-15m-2024-01.csv`, `BTCUSDT-metrics-2024-01-01.zip`; `nil` in others.
    static func inFileName(_ path: String) -> String? {
        let name = path.split(separator: "/").last ?? ""
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        for index in parts.indices.dropFirst() {
            let word = parts[index].prefix { $0 != "." && $0 != "_" }
            guard kinds.contains(String(word)) else { continue }
            let symbol = parts[..<index].joined(separator: "-")
            return isValid(symbol.utf8) ? symbol : nil
        }
        return nil
    }

    /// The symbol in names as tools write them: `Binance_BTCUSDT_1h.csv`, `BTC_USDT_USDT-5m-futures.json`,
    /// `BTC-USDT-SWAP-ohlcv.csv`, `BINANCE_BTCUSDT.P, 60.csv`, `binance-futures_trades_2024-01-01_BTCUSDT.csv.gz`; `nil` where
    /// there is none, or two.
    static func anywhere(in path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let words = name.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        var found: Set<String> = []
        for (index, word) in words.enumerated() {
            let rest = words[(index + 1)...].prefix(2).map { $0.uppercased() }
            let upper = word.uppercased()
            if let quote = quotes.first(where: { upper.hasSuffix($0) }),
                (2...12).contains(upper.count - quote.count),
                upper.allSatisfy({ $0.isASCII })
            {
                found.insert(upper)
            } else if let quote = rest.first, quotes.contains(quote), (2...12).contains(upper.count),
                upper == word, upper.contains(where: \.isLetter), !quotes.contains(upper)
            {
                found.insert(rest.count > 1 && rest[1] == "SWAP" ? "\(upper)-\(quote)-SWAP" : upper + quote)
            }
        }
        return found.count == 1 ? found.first : nil
    }

    private static let quotes = ["USDT", "USDC", "BUSD", "FDUSD", "USD"]

    private static let kinds: Set = [
        "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1mo",
        "metrics", "fundingRate", "aggTrades", "trades",
    ]
}

/// Decides which symbol the files belong to.
enum SymbolChoice {
    /// The symbol that columns name, else the one that file names carry; `nil` where neither does.
    ///
    /// - Throws: ``DataError`` `.badInput` naming both where two files disagree.
    static func of(_ tables: [Table], path: String) throws(DataError) -> String? {
        var chosen: (symbol: String, file: String)?
        for table in tables {
            let member = table.file.split(separator: "/").last.map(String.init) ?? table.file
            guard let symbol = table.symbol ?? Symbol.inFileName(member) else { continue }
            if let chosen, chosen.symbol != symbol {
                throw DataError(
                    .badInput, file: path,
                    "two symbols: \(chosen.symbol) in \(Echo.name(chosen.file)) and \(symbol) in "
                        + "\(Echo.name(table.file))",
                    hint: "keep the files of each symbol in a folder of their own")
            }
            chosen = chosen ?? (symbol, table.file)
        }
        try checkLabels(tables, path)
        if let chosen { return chosen.symbol }
        let likely = Set(tables.compactMap { Symbol.anywhere(in: $0.file) })
        return likely.count == 1 ? likely.first : nil
    }

    /// Refuses files whose columns name two coins or two venues.
    private static func checkLabels(_ tables: [Table], _ path: String) throws(DataError) {
        var seen: [String: (label: [UInt8], file: String)] = [:]
        for table in tables {
            for (field, label) in zip(table.layout.fields, table.labels) {
                guard let label else { continue }
                let name = field.name.lowercased()
                if let first = seen[name], first.label != label {
                    throw DataError(
                        .badInput, file: path,
                        "two values of column \(name): \(Echo.plain(first.label)) in \(Echo.name(first.file)) and "
                            + "\(Echo.plain(label)) in \(Echo.name(table.file))",
                        hint: "keep the files of each in a folder of their own")
                }
                seen[name] = seen[name] ?? (label, table.file)
            }
        }
    }
}
