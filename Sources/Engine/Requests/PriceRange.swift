import PlainText

/// A price or a range of prices as people write it: `98000`, `98000..99000`.
package enum PriceRange {
    /// Reads one price, or two with `..` between them, the lower first; `option` names it in messages.
    package static func parse(_ text: String, option: String) throws(EngineError) -> ClosedRange<Double> {
        let parts = text.replacing("..", with: "\u{1}").split(
            separator: "\u{1}", omittingEmptySubsequences: false)
        let prices = parts.compactMap { part in
            Double(String(part).trimmingSpaces).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        }
        guard prices.count == parts.count, (1...2).contains(prices.count) else {
            throw EngineError(
                .usage, "\(option) takes a price above zero or two, was '\(text)'",
                hint: "such as 98000..99000", subject: .value(text))
        }
        guard prices[0] <= prices[prices.count - 1] else {
            throw EngineError(
                .usage, "\(option) takes the lower price first, was '\(text)'", subject: .value(text))
        }
        return prices[0]...prices[prices.count - 1]
    }
}
