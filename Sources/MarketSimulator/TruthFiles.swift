import LiquidationCore
import PlainText

extension SimulatedFiles {
    /// One row a position. Wallets are exact, so that the levels follow from them: two decimals at opening,
    /// six after funding.
    static func positions(_ market: SimulatedMarket) -> String {
        var table = TextTable(
            header: "id,role,side,leverage,quantity,entry_time,entry_price,margin,liquidation_price,"
                + "exit_time,exit_price,exit_reason,exit_margin,exit_liquidation_price")
        for position in market.positions {
            table.add(Int64(position.id), decimals: 0)
            table.add(position.role.rawValue)
            table.add(position.side.rawValue)
            table.add(DecimalText.text(position.leverage.value))
            table.add(position.lots)
            table.add(position.entryTime)
            table.add(position.entry)
            table.add(position.openingMargin.count / 10_000, decimals: 2)
            table.add(position.openingLiquidation)
            table.add(position.exitTime)
            table.add(position.exitPrice)
            table.add(position.exit.rawValue)
            table.add(position.margin.count, decimals: 6)
            table.add(position.liquidation)
            table.endRow()
        }
        return table.text
    }

    /// One row a liquidation, in time order.
    static func liquidations(_ market: SimulatedMarket) -> String {
        var table = TextTable(header: "time,position_id,side,price,quantity,notional")
        for event in market.liquidations {
            table.add(event.time)
            table.add(Int64(event.positionID), decimals: 0)
            table.add(event.side.rawValue)
            table.add(event.price)
            table.add(event.lots)
            table.add(event.lots.notional(at: event.price), decimals: 4)
            table.endRow()
        }
        return table.text
    }
}

/// The page that says how a simulated market was made and how its truth is to be read.
struct TruthReadme {
    private let market: SimulatedMarket

    /// The page of a market.
    init(_ market: SimulatedMarket) { self.market = market }

    /// Markdown.
    var text: String {
        """
        # A simulated market and its truth

        Not a real market. Every position is known, so an estimated liquidation map can be checked against
        what was really there. The same plan gives the same bytes on every machine.

        ## Plan

        | figure | value |
        |---|---|
        \(market.plan.listing.map { "| \($0.name) | \($0.value) |" }.joined(separator: "\n"))

        ## What came of it

        \(summary)

        \(Self.rules)
        """
    }

    private var summary: String {
        let forced = market.liquidations
        let longs = forced.filter { $0.side == .long }.count
        let value = forced.reduce(Int64(0)) { $0 + $1.lots.notional(at: $1.price) }
        let high = market.bars.map(\.high).max() ?? Ticks(0)
        let low = market.bars.map(\.low).min() ?? Ticks(0)
        return [
            "- \(market.bars.count) bars, \(market.metrics.count) metrics rows, "
                + "\(market.funding.count) funding payments",
            "- price between \(DecimalText.text(scaled: low.count, decimals: 1)) and "
                + DecimalText.text(scaled: high.count, decimals: 1),
            "- \(market.positions.count) positions",
            "- \(forced.count) liquidations (\(longs) longs, \(forced.count - longs) shorts), notional "
                + DecimalText.text(scaled: value, decimals: 4),
        ].joined(separator: "\n")
    }

    private static let rules = """
        ## How it works

        - Linear isolated positions; no fees; last price and mark price are the same.
        - Positions live in pairs: each long has one short of the same size. A pair opens, a pair ends, or one
          side of it passes to a new holder. So open interest = all longs = all shorts, to the lot.
        - A trader's leverage follows the mix by notional, lowered to what the tiers admit for its size.
          Market makers take the other side at 1x; they and they alone take liquidated positions over, else
          the other side of the pair takes its profit and closes.
        - A position is liquidated exactly when the path touches its level, and pushes the path on.
        - Funding is valued at the price of its instant and paid out of wallets: longs pay a positive rate.
          What a lot pays is rounded to 0.000001, so both sides' sums are equal. Levels follow at once; a
          level that funding puts beyond the price is liquidated at that price.
        - Volume is what positions trade plus a background of trades that open and close within a step.
        - Metrics rows count what was opened before their instant and not ended before it. Ratios are longs
          over shorts among traders, makers left out, an empty side counted as one: by number and by
          quantity among the fifth with the largest wallets, and by number among all. The last ratio is taker
          buy over taker sell volume of the five minutes before.

        ## positions.csv

        | column | meaning |
        |---|---|
        | id | in order of opening; earlier ones ended in the warm-up and are left out |
        | role | `trader` or `maker` |
        | side | `long` or `short` |
        | leverage | notional over margin at opening |
        | quantity | base units |
        | entry_time | ms UTC; may lie before the first bar |
        | entry_price | quote per base |
        | margin | wallet at opening, quote units |
        | liquidation_price | first tick that liquidates it as opened; empty where none does |
        | exit_time, exit_price | empty for positions open at the end |
        | exit_reason | `closed`, `liquidated` or `open` |
        | exit_margin | wallet at its end, after all funding |
        | exit_liquidation_price | first tick that liquidates it with that wallet |

        ## liquidations.csv

        `time` in ms UTC, `position_id`, `side` of the position, `price`, `quantity` in base units and
        `notional` = price times quantity, in time order.

        """
}
