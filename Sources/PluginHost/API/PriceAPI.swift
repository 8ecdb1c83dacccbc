import Charts
import LiquidationCore
import LuaRuntime
package import MarketData

/// Liquidation prices of known positions in Lua.
enum PriceAPI {
    static let pages = [
        FunctionPage(
            "liq.price{venue, symbol, side, entry, leverage, quantity, …}", "price",
            "The liquidation price of a position by its venue's rule; takes what liq price takes.",
            example:
                "p = liq.price{venue = \"binance\", symbol = \"BTCUSDT\", side = \"long\", entry = 95000, leverage = 20, quantity = 2}"
        ),
        FunctionPage(
            "liq.solve{…, want, find}", "price",
            "The leverage, margin to add or quantity (find) that is liquidated at a price (want).",
            example:
                "liq.solve{venue = \"generic\", side = \"long\", entry = 100, quantity = 1, want = 80, find = \"leverage\"}.answer > 4"
        ),
        FunctionPage(
            "liq.account{wallet, positions}", "account",
            "An account's positions, each priced with the others held; fields as of liq.price.",
            example:
                "a = liq.account{wallet = 1000, positions = {{venue = \"generic\", side = \"long\", entry = 100, quantity = 20}}}"
        ),
        FunctionPage(
            "price.liquidation, .shown, .bankruptcy, .state, .distance, .margin_ratio, .tier, …", "value",
            "Also tiers, room, wallet, equity, requirement, mark, opposite, answer, warnings; nil for none.",
            example: "p.liquidation < 95000 and p.state == \"price\""),
        FunctionPage(
            "price:explain()", "text", "The derivation with its numbers.",
            example: "#p:explain() > 0"),
        FunctionPage("price:json()", "text", "Everything as JSON.", example: "#p:json() > 0"),
        FunctionPage(
            "account.positions, .equity, .requirement, .wallet", "value",
            "A list of the positions' prices, and the account's sums.",
            example: "#a.positions == 1 and a.equity == 1000"),
        FunctionPage(
            "account:joint()", "down, up",
            "The moves of all marks together that liquidate the account, fractions; nil where none does.",
            example: "a:joint() < 0"),
        FunctionPage("account:json()", "text", "The account as JSON.", example: "#a:json() > 0"),
    ]

    static func price(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "price",
            methods: [
                "explain": { [unowned session] call in
                    let document = try call.receiver(as: PriceObject.self).document
                    return [.string(document.explanation(session.style))]
                },
                "json": { [.string(try $0.receiver(as: PriceObject.self).document.json)] },
            ],
            fieldNames: fields.map(\.name) + ["warnings"],
            fields: { [unowned session] object, name in
                guard let document = (object as? PriceObject)?.document else { return nil }
                if name == "warnings" {
                    let texts = document.warnings.map(LuaValue.string)
                    return .table(try session.state.makeTable(array: texts, fields: []))
                }
                return fields.first { $0.name == name }.map { $0.value(document) }
            },
            tostring: { [weak session] object in
                (object as? PriceObject)?.document.text(session?.style ?? .plain(columns: 80)) ?? "price"
            })
    }

    static func account(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "account",
            methods: [
                "joint": { call in
                    let joint = try call.receiver(as: AccountObject.self).document.joint
                    return [number(joint?.down?.value), number(joint?.up?.value)]
                },
                "json": { [.string(try $0.receiver(as: AccountObject.self).document.json)] },
            ],
            fieldNames: ["positions", "equity", "requirement", "wallet"],
            fields: { [unowned session] object, name in
                guard let document = (object as? AccountObject)?.document else { return nil }
                switch name {
                case "equity": return .number(document.equity.value)
                case "requirement": return .number(document.requirement.value)
                case "wallet": return .number(document.account.wallet.value)
                case "positions": return .table(try rows(of: document, session.state))
                default: return nil
                }
            },
            tostring: { [weak session] object in
                (object as? AccountObject)?.document.text(session?.style ?? .plain(columns: 80)) ?? "account"
            })
    }

    private static func number(_ value: Double?) -> LuaValue { value.map(LuaValue.number) ?? .nil }

    private static let fields: [(name: String, value: @Sendable (PriceDocument) -> LuaValue)] = [
        ("liquidation", { number($0.report.liquidation?.value) }),
        ("shown", { number($0.report.shown?.value) }),
        ("bankruptcy", { number($0.report.bankruptcy?.value) }),
        ("state", { .string($0.report.state.name) }),
        ("tier", { .integer(Int64($0.report.tier + 1)) }),
        ("tiers", { .integer(Int64($0.instrument.maintenance.count)) }),
        ("distance", { number($0.report.distance?.value) }),
        ("margin_ratio", { number($0.report.marginRatio) }),
        ("room", { .number($0.report.room.value) }),
        ("wallet", { .number($0.report.wallet.value) }),
        ("equity", { .number($0.report.equity.value) }),
        ("requirement", { .number($0.report.requirement.value) }),
        ("mark", { .number($0.mark.value) }),
        ("opposite", { number($0.report.opposite?.value) }),
        ("answer", { number($0.solution?.value) }),
    ]

    private static func rows(of document: AccountDocument, _ state: LuaState) throws -> LuaTable {
        let rows = try zip(document.account.holdings, document.reports).map { held, report -> LuaValue in
            .table(
                try state.makeTable(
                    array: [],
                    fields: [
                        ("symbol", .string(held.instrument.symbol)),
                        ("venue", .string(held.instrument.rule.venue)),
                        ("side", .string(held.position.side.rawValue)),
                        ("liquidation", number(report.liquidation?.value)),
                        ("shown", number(report.shown?.value)),
                        ("bankruptcy", number(report.bankruptcy?.value)),
                        ("state", .string(report.state.name)), ("tier", .integer(Int64(report.tier + 1))),
                        ("distance", number(report.distance?.value)),
                        ("profit", .number(held.profit.value)),
                    ]))
        }
        return try state.makeTable(array: rows, fields: [])
    }
}

/// A liquidation price as scripts hold it.
package final class PriceObject {
    /// The price and what it rests on.
    package let document: PriceDocument

    init(_ document: PriceDocument) { self.document = document }
}

/// An account as scripts hold it.
package final class AccountObject {
    /// The account with its prices.
    package let document: AccountDocument

    init(_ document: AccountDocument) { self.document = document }
}
