import LiquidationCore

/// Fills the texts of a ``VenueOffer``: `{symbol}`, `{family}`, `{interval}`, `{month}`, `{day}`, and the bounds of a
/// span in milliseconds.
struct Template {
    let symbol: String
    /// As the venue writes it.
    let interval: String
    let span: TimeSpan

    /// A text with every name in braces replaced; other braces stay.
    func fill(_ text: String) -> String {
        let (from, to) = (span.from.milliseconds, span.to.milliseconds)
        let values: [(String, String)] = [
            ("symbol", symbol),
            ("family", symbol.hasSuffix("-SWAP") ? String(symbol.dropLast(5)) : symbol),
            ("interval", interval), ("month", Calendar.month(span.from)), ("day", span.from.day),
            ("from", "\(from)"), ("to", "\(to)"), ("last", "\(to - 1)"), ("before", "\(from - 1)"),
            ("from.seconds", "\(from / 1000)"), ("last.seconds", "\(to / 1000 - 1)"),
        ]
        return values.reduce(text) { $0.replacing("{\($1.0)}", with: $1.1) }
    }
}
