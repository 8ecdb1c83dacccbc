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
