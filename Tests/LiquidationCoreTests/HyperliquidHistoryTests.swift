import LiquidationCore
import TestSupport
import Testing

/// Real liquidations of Hyperliquid's closed alpha (February to April 2023) against the engine: positions are rebuilt
/// from fills, accounts from deposits and fills.
///
/// The exchange published each liquidation's notional and account value, so of an account with a single position the
/// mark is known to the last digit: notional over size. Maintenance was 1/(2·50) = 1 % of the value.
@Suite(
    "Hyperliquid history",
    .needsShared(HyperliquidHistory.folder))
struct HyperliquidHistoryTests {
    @Test func `liquidations happen where the engine puts them`() throws {
        let history = try HyperliquidHistory()
        let cases = history.cases()
        let single = cases.filter { $0.isCross && $0.open.count == 1 }
        let half = try single.map { try $0.predicted(rate: 0.005) }
        let right = try single.map { try $0.predicted(rate: 0.01) }
        let double = try single.map { try $0.predicted(rate: 0.02) }
        let accounts = try cases.filter(\.isCross).map { try $0.marginRatio(rate: 0.01) }
        let rebuilt = try single.filter { abs($0.rebuiltValue / $0.notional - $0.ratio) < 0.0025 }
            .map { try $0.predicted(rate: 0.01, value: $0.rebuiltValue) }
        print(
            """
            Hyperliquid 2023: \(cases.count) liquidations of \(Set(cases.map(\.user)).count) accounts, \
            \(accounts.count) cross, \(single.count) of them with one position
              position rebuilt within 2 % of the notional  \(cases.filter { abs($0.rebuilt / $0.notional - 1) < 0.02 }.count)
              account value / notional, quartiles (cross)   \(quartiles(cases.filter(\.isCross).map(\.ratio)))
              requirement / account value, quartiles (1 %)  \(quartiles(accounts)), least \(accounts.min() ?? 0)
              liquidation price / mark − 1, median: 0.5 %   \(median(half.map(\.miss))), 1 %: \(median(right.map(\.miss))), 2 %: \(median(double.map(\.miss)))
              at a ratio of 1 or more: 0.5 %                \(half.filter(\.isDue).count), 1 %: \(right.filter(\.isDue).count), 2 %: \(double.filter(\.isDue).count)
              bankruptcy price / closing fill − 1, median   \(median(right.map(\.fillMiss))), greatest \(right.map(\.fillMiss).max() ?? 0)
              accounts rebuilt within 0.25 % of notional    \(rebuilt.count), liquidation price / mark − 1, median \(median(rebuilt.map(\.miss)))
            """)
        // The rebuilt positions are those that were closed; some coins were last traded long before.
        #expect(cases.count >= 30)
        #expect(cases.filter { abs($0.rebuilt / $0.notional - 1) < 0.02 }.count >= cases.count * 9 / 10)
        // No account was closed before its requirement was met: a rate of 0.5 % would call most of them too early.
        #expect(accounts.allSatisfy { $0 >= 1 })
        #expect(half.filter(\.isDue).count < single.count / 4)
        // The engine's price is where the mark was, to the time between two checks: 0.5 % and 2 % are elsewhere.
        #expect(median(right.map(\.miss)) < 0.0015)
        #expect(median(half.map(\.miss)) > 0.003)
        #expect(median(double.map(\.miss)) > 0.008)
        // Positions were closed at their bankruptcy price, to the digits of the fill.
        #expect(right.allSatisfy { $0.fillMiss < 1e-4 })
        // The same without a look at the reported account: from deposits and fills alone.
        #expect(rebuilt.count >= single.count / 2)
        #expect(median(rebuilt.map(\.miss)) < 0.002)
    }

    @Test func `two positions of one account are liquidated by the same move`() throws {
        for item in try HyperliquidHistory().cases() where item.isCross && item.open.count > 1 {
            let account = try item.account(rate: 0.01)
            #expect(abs(account.equity.value - item.value) < 1e-6)
            #expect(try account.jointShock().isLiquidatableNow, "\(item)")
            for index in account.holdings.indices {
                #expect(try account.report(for: index).state == .liquidatableNow, "\(item)")
            }
        }
    }

    private func median(_ values: [Double]) -> Double { quartiles(values)[1] }

    private func quartiles(_ values: [Double]) -> [Double] {
        let sorted = values.sorted()
        return [1, 2, 3].map { sorted.isEmpty ? .nan : sorted[(sorted.count - 1) * $0 / 4] }
    }
}

/// The three files, read as text.
struct HyperliquidHistory {
    static let folder = "data/hyperliquid/alpha_2023"

    /// One liquidation with what its account held and had.
    struct Case {
        let user: String
        let isCross: Bool
        let notional: Double
        let value: Double
        /// Signed size, average entry, last trade of anyone and closing fill of what was open.
        let open: [(coin: String, size: Double, entry: Double, last: Double, fill: Double?)]
        /// Notional of what was open at the last trade of anyone.
        let rebuilt: Double
        /// Deposits and cash of all fills with positions at the mark; without fees or funding.
        let rebuiltValue: Double

        var ratio: Double { value / notional }
    }

    struct Prediction {
        /// The engine's liquidation price over the mark, less 1, without its sign.
        let miss: Double
        /// Whether the requirement at the mark is met.
        let isDue: Bool
        /// The engine's bankruptcy price over the closing fill, less 1, without its sign.
        let fillMiss: Double
    }

    private let liquidations, fills, deposits: [[String]]

    init() throws {
        func rows(_ name: String) throws -> [[String]] {
            let path = SharedFolder.path("\(Self.folder)/\(name).csv.gz")
            return try Shell(["gzip", "-dc", path]).text.split(separator: "\n").dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        }
        liquidations = try rows("liquidations")
        fills = try rows("non_mm_trades")
        deposits = try rows("non_mm_ledger_updates")
    }

    /// Every liquidation; times are ISO texts, so that they compare as such.
    func cases() -> [Case] {
        liquidations.map { row in
            let (time, user, notional) = (row[0], row[1], Double(row[2]) ?? .nan)
            var book: [String: (size: Double, entry: Double)] = [:]
            var cash = deposits.filter { $0[1] == user && $0[0] <= time }.reduce(0) {
                $0 + (Double($1[2]) ?? 0)
            }
            for fill in fills where fill[1] == user && fill[0] < time {
                let price = Double(fill[4]) ?? .nan
                let size = (Double(fill[5]) ?? .nan) * (fill[3] == "Bid" ? 1 : -1)
                cash -= size * price
                let (held, entry) = book[fill[2]] ?? (0, 0)
                let sum = held + size
                let isGrowing = held == 0 || (held > 0) == (size > 0)
                let isTurned = (held > 0) != (sum > 0)
                book[fill[2]] = (
                    sum, isGrowing ? (held * entry + size * price) / sum : isTurned ? price : entry
                )
            }
            let open = book.filter { abs($0.value.size) > 1e-7 }.sorted { $0.key < $1.key }
            let last = open.map { coin in
                fills.last { $0[2] == coin.key && $0[0] <= time }.flatMap { Double($0[4]) } ?? .nan
            }
            let rebuilt = zip(open, last).reduce(0) { $0 + abs($1.0.value.size) * $1.1 }
            // Marks: last trades, scaled to the notional that was reported; exact where one coin is open.
            let marked = zip(open, last).reduce(0) { $0 + $1.0.value.size * $1.1 * notional / rebuilt }
            return Case(
                user: user, isCross: row[4] == "Cross", notional: notional, value: Double(row[3]) ?? .nan,
                open: zip(open, last).map { coin, last in
                    let fill = fills.first { $0[1] == user && $0[0] == time && $0[2] == coin.key }
                    return (coin.key, coin.value.size, coin.value.entry, last, fill.flatMap { Double($0[4]) })
                },
                rebuilt: rebuilt, rebuiltValue: cash + marked)
        }
    }
}

extension HyperliquidHistory.Case {
    /// The position as the engine prices it before the move: the mark is not told.
    ///
    /// - Parameters:
    ///   - rate: maintenance.
    ///   - value: the account's, at the mark; as reported where not given.
    /// - Returns: the engine's prices beside those of the history.
    /// - Throws: where a figure is none.
    func predicted(rate: Double, value: Double? = nil) throws -> HyperliquidHistory.Prediction {
        let (_, size, entry, _, fill) = open[0]
        let mark = notional / abs(size)
        let side: Side = size > 0 ? .long : .short
        let market = Venue.hyperliquid.instrument(open[0].coin, maintenance: .rate(try Rate(rate)))
        let wallet = (value ?? self.value) - size * (mark - entry)
        let position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(abs(size)),
            margin: try Collateral(wallet))
        let price = try market.price(of: position)?.value ?? .nan
        let now = try market.report(for: position, mark: Price(mark))
        return HyperliquidHistory.Prediction(
            miss: abs(price / mark - 1), isDue: now.state == .liquidatableNow,
            fillMiss: abs((now.bankruptcy?.value ?? .nan) / (fill ?? .nan) - 1))
    }

    /// The account at the moment, all positions at their marks.
    func account(rate: Double) throws -> Account {
        let scale = notional / rebuilt
        let holdings = try open.map { coin in
            let market = Venue.hyperliquid.instrument(coin.coin, maintenance: .rate(try Rate(rate)))
            // Entry at the mark: what was gained before is in the wallet.
            let mark = try Price(coin.last * scale)
            return Holding(
                market,
                Position(
                    side: coin.size > 0 ? .long : .short, entry: mark, quantity: try Quantity(abs(coin.size)),
                    margin: try Collateral(0)), mark: mark)
        }
        return Account(wallet: try Collateral(value), holdings: holdings)
    }

    /// Requirement over account value.
    func marginRatio(rate: Double) throws -> Double {
        try account(rate: rate).requirement().value / value
    }
}
