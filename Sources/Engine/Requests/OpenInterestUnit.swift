/// What a venue counts open interest in.
package enum OpenInterestUnit: Hashable, Sendable {
    /// Base coin.
    case base
    /// Quote units, valued at the close.
    case quote
    /// Contracts of so much base coin each.
    case contracts(Double)

    /// What ``init(text:)`` reads.
    package static let usage = "base, quote or contracts*SIZE (base coin in one contract)"

    /// `base`, `quote`, `contracts*0.01`.
    package init?(text: String) {
        switch text {
        case "base": self = .base
        case "quote": self = .quote
        default:
            guard text.hasPrefix("contracts*"), let size = Double(text.dropFirst("contracts*".count)),
                size.isFinite, size > 0
            else { return nil }
            self = .contracts(size)
        }
    }

    /// An amount in base coin.
    func base(_ amount: Double, at price: Double) -> Double {
        switch self {
        case .base: amount
        case .quote: amount / price
        case .contracts(let size): amount * size
        }
    }
}
