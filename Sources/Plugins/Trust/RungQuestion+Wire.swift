import Engine
import LiquidationCore

extension RungQuestion {
    func write(_ writer: inout WireWriter) {
        writer.put(position.side == .long)
        for number in [
            position.entry.value, position.quantity.value, position.leverage?.value ?? 1, notional.value,
            tier.floor, tier.cap, tier.maximumLeverage, tier.maintenanceRate,
            tier.maintenanceAmount,
        ] { writer.put(number) }
        writer.put(isAdmitted)
    }

    private init(reading reader: inout WireReader) throws {
        let side: Side = try reader.flag() ? .long : .short
        let (entry, quantity) = (try Price(try reader.number()), try Quantity(try reader.number()))
        let (leverage, notional) = (try Leverage(try reader.number()), try Notional(try reader.number()))
        let (floor, cap, most) = (try reader.number(), try reader.number(), try reader.number())
        let bracket = Tier(
            floor: floor, cap: cap, maximumLeverage: most, maintenanceRate: try reader.number(),
            maintenanceAmount: try reader.number())
        self.init(
            position: Position(side: side, entry: entry, quantity: quantity, leverage: leverage),
            notional: notional, tier: bracket, isAdmitted: try reader.flag())
    }

    /// The questions of a message.
    static func list(reading reader: inout WireReader) throws -> [RungQuestion] {
        try (0..<(try reader.count(of: 74))).map { _ in try RungQuestion(reading: &reader) }
    }
}
