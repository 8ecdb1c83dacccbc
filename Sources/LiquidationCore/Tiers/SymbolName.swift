/// What a symbol's name says: the coin and what it is priced in, however a venue writes it.
///
/// `BTCUSDT`, `BTC-USDT-SWAP` and `BTC/USDT:USDT` name one contract. `1000PEPE` and Hyperliquid's `kPEPE` count
/// thousands of the coin, so they are each other's alias and not that of `PEPE`, whose price and size differ by
/// a factor of 1000.
public struct SymbolName: Hashable, Sendable {
    /// The coin, `BTC`, `1000PEPE`.
    public let base: String
    /// What it is priced in, `USDT`; `nil` in the names of venues that know one dollar only (`BTC`, `BTC-USD`).
    public let quote: String?

    /// Reads a name; `nil` where it is none of the known shapes, as dated contracts are.
    public init?(_ name: String) {
        if let slash = name.firstIndex(of: "/") {
            let rest = name[name.index(after: slash)...].split(separator: ":", maxSplits: 1)
            guard let quote = rest.first, rest.count == 1 || !rest[1].contains("-") else { return nil }
            self.init(base: String(name[..<slash]), quote: String(quote))
            return
        }
        let parts = name.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        switch parts.count {
        case 3 where parts[2] == "SWAP": self.init(base: parts[0], quote: parts[1])
        case 2 where parts[1] == "USD": self.init(base: parts[0], quote: nil)
        case 1: self.init(joined: name)
        default: return nil
        }
    }

    /// A name without marks in it, `BTCUSDT`, `BTCUSD_PERP`, `PI_XBTUSD`, `BTCPERP`, `BTC`.
    private init?(joined name: String) {
        var word = name[...]
        if word.hasPrefix("PI_") || word.hasPrefix("PF_") { word = word.dropFirst(3) }
        if word.hasSuffix("_PERP") { word = word.dropLast(5) }
        for (suffix, quote) in [("USDT", "USDT"), ("USDC", "USDC"), ("PERP", "USDC"), ("USD", "USD")]
        where word.hasSuffix(suffix) && word.count > suffix.count {
            self.init(base: String(word.dropLast(suffix.count)), quote: quote)
            return
        }
        self.init(base: String(word), quote: nil)
    }

    private init?(base: String, quote: String?) {
        func isPlain(_ word: String) -> Bool {
            !word.isEmpty && word.utf8.allSatisfy { $0 < 128 }
                && word.allSatisfy { $0.isLetter || $0.isNumber }
        }
        guard isPlain(base), quote.map(isPlain) ?? true else { return nil }
        let isThousand = base.hasPrefix("k") && base.dropFirst().first?.isUppercase == true
        let coin = isThousand ? "1000" + base.dropFirst() : base
        (self.base, self.quote) = (coin == "XBT" ? "BTC" : coin, quote)
    }

    /// The symbol among those of a venue that a name means: itself, else one of the same coin and quote.
    ///
    /// A name without a quote means the symbol in USDT, else in USDC, else in USD.
    /// - Returns: `nil` where none fits.
    public static func match(_ name: String, among symbols: [String]) -> String? {
        if symbols.contains(name) { return name }
        guard let asked = SymbolName(name) else { return nil }
        let same = symbols.sorted().compactMap { symbol in
            SymbolName(symbol).flatMap { $0.base == asked.base ? (symbol, $0.quote) : nil }
        }
        let quotes: [String?] = asked.quote.map { [$0, nil] } ?? ["USDT", "USDC", nil, "USD"]
        for quote in quotes {
            if let found = same.first(where: { $0.1 == quote }) { return found.0 }
        }
        return nil
    }
}
