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
        return chosen?.symbol
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
