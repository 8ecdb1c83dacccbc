import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText

/// Asks a margin plugin where the positions of rungs are force-closed, and checks what it says.
struct MarginLevels {
    let plugin: Plugin

    func levels(of questions: [RungQuestion]) throws -> [Price?] {
        let parameters = LuaValue.table(try plugin.parameterTable())
        return try questions.map { try level(of: $0, parameters) }
    }

    private func level(of question: RungQuestion, _ parameters: LuaValue) throws -> Price? {
        let (position, bracket) = (question.position, question.tier)
        func number(_ value: Double) -> LuaValue { value.isFinite ? .number(value) : .nil }
        let leverage = position.leverage?.value ?? 1
        let terms = try plugin.state.makeTable(fields: [
            ("side", .string(position.side.rawValue)), ("entry", .number(position.entry.value)),
            ("quantity", .number(position.quantity.value)), ("leverage", .number(leverage)),
            ("notional", .number(question.notional.value)),
            ("margin", .number(question.notional.value / leverage)),
        ])
        let figures = try plugin.state.makeTable(fields: [
            ("floor", .number(bracket.floor)), ("cap", number(bracket.cap)),
            ("max_leverage", number(bracket.maximumLeverage)),
            ("maintenance_rate", .number(bracket.maintenanceRate)),
            ("maintenance_amount", .number(bracket.maintenanceAmount)),
        ])
        let place = "the \(position.side.rawValue) at \("\(leverage)".droppingZeroFraction)x"
        let answer = try plugin.call([.table(terms), .table(figures), parameters], at: place).first ?? .nil
        guard !answer.isNil else { return nil }
        guard let price = answer.double, price > 0, price.isFinite else {
            throw plugin.badResult(
                "the liquidation price must be finite and above zero, or nil for none, "
                    + "was \(answer.described), of \(place)")
        }
        return try Price(price)
    }
}
