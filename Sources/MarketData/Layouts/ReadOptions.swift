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

    /// Names a column that was asked for and is not there, with what may be meant; empty where all are there.
    func absent(from names: [String]) -> String {
        let known = Set(names.map { $0.lowercased() })
        let missing = columns.sorted { $0.key < $1.key }.first {
            Int($0.value) == nil && !known.contains($0.value.lowercased())
        }
        guard let (name, column) = missing else { return "" }
        let likely = Spelling.hint(for: column.lowercased(), among: known.sorted()).map { ", \($0)" } ?? ""
        return
            "there is no column '\(Echo.plain(column.utf8))' (columns \(Echo.plain(name.utf8))=\(Echo.plain(column.utf8)))\(likely); "
    }

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
    /// Contracts of so many quote units each, as inverse contracts are; valued at the close.
    case contractsOfQuote(Double)
    /// Base coin of both sides together, twice what others count.
    case bothSides

    /// What ``init(text:)`` reads.
    package static let usage =
        "base, quote, both-sides, contracts*SIZE (base coin in one contract) or contracts*SIZEusd (quote units in one)"

    /// `base`, `quote`, `both-sides`, `contracts*0.01`, `contracts*100usd`.
    package init?(text: String) {
        switch text {
        case "base": self = .base
        case "quote": self = .quote
        case "both-sides": self = .bothSides
        default:
            let isOfQuote = text.hasSuffix("usd")
            guard text.hasPrefix("contracts*"),
                let size = Double(text.dropFirst("contracts*".count).dropLast(isOfQuote ? 3 : 0)),
                size.isFinite, size > 0
            else { return nil }
            self = isOfQuote ? .contractsOfQuote(size) : .contracts(size)
        }
    }

    /// As ``init(text:)`` reads it.
    package var text: String {
        switch self {
        case .base: "base"
        case .quote: "quote"
        case .bothSides: "both-sides"
        case .contracts(let size): "contracts*\(size)"
        case .contractsOfQuote(let size): "contracts*\(size)usd"
        }
    }

    /// An amount in base coin.
    package func base(_ amount: Double, at price: Double) -> Double {
        switch self {
        case .base: amount
        case .quote: amount / price
        case .contracts(let size): amount * size
        case .contractsOfQuote(let size): amount * size / price
        case .bothSides: amount / 2
        }
    }
}
