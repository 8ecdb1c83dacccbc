import LiquidationCore
import PlainText

/// What is said of files that they do not say themselves.
package struct ReadOptions: Hashable, Sendable {
    /// Names of columns in the files, by the names that liq has for them.
    package var columns: [String: String] = [:]
    /// The unit of times; decided by their size where `nil`.
    package var timeUnit: TimeUnit?
    /// What open interest counts; what the layout says, else base units, where `nil`.
    package var openInterestUnit: OpenInterestUnit?
    /// What funding rates count; what the layout says, else fractions, where `nil`.
    package var fundingUnit: FundingUnit?
    /// Which rows are read, as the value of a column, by its name.
    package var rows: [String: String] = [:]

    /// Nothing is said.
    package init() {}

    /// Whether nothing is said.
    package var isEmpty: Bool { self == ReadOptions() }
}

/// What funding rates count.
package enum FundingUnit: String, CaseIterable, Sendable {
    /// 0.0001 is 0.01 %.
    case fraction
    /// 0.01 is 0.01 %.
    case percent
}

/// What a source counts open interest in.
package enum OpenInterestUnit: Hashable, Sendable {
    /// Base coin.
    case base
    /// Quote units, valued at the close.
    case quote
    /// Contracts of so much base coin each.
    case contracts(Double)
    /// Base coin of both sides together, twice what others count.
    case bothSides

    /// What ``init(text:)`` reads.
    package static let usage = "base, quote, both-sides or contracts*SIZE (base coin in one contract)"

    /// `base`, `quote`, `both-sides`, `contracts*0.01`.
    package init?(text: String) {
        switch text {
        case "base": self = .base
        case "quote": self = .quote
        case "both-sides": self = .bothSides
        default:
            guard text.hasPrefix("contracts*"), let size = Double(text.dropFirst("contracts*".count)),
                size.isFinite, size > 0
            else { return nil }
            self = .contracts(size)
        }
    }

    /// As ``init(text:)`` reads it.
    package var text: String {
        switch self {
        case .base: "base"
        case .quote: "quote"
        case .bothSides: "both-sides"
        case .contracts(let size): "contracts*\(size)"
        }
    }

    /// An amount in base coin.
    package func base(_ amount: Double, at price: Double) -> Double {
        switch self {
        case .base: amount
        case .quote: amount / price
        case .contracts(let size): amount * size
        case .bothSides: amount / 2
        }
    }
}
