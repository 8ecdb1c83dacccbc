import PlainText

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
        return chosen?.symbol
    }
}
