import Charts
package import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// Liquidation prices of known positions in Lua.
enum PriceAPI {
    static let pages: [FunctionPage] =
        [
            .function(
                .liq, "price", PriceRequest.arguments, gives: [.init(.object(.price))],
                "The liquidation price of a position by its venue's rule; takes what liq price takes.",
                example:
                    "p = liq.price{venue = \"binance\", symbol = \"BTCUSDT\", side = \"long\", entry = 95000, leverage = 20, quantity = 2}"
            ),
            .function(
                .liq, "solve",
                PriceRequest.arguments + [
                    .needed("want", .price, "the liquidation price that is wanted"),
                    .needed("find", .choice(PriceRequest.unknowns), "what is to be found for it"),
                ], gives: [.init(.object(.price))],
                "The leverage, margin to add or quantity (find) that is liquidated at a price (want).",
                example:
                    "liq.solve{venue = \"generic\", side = \"long\", entry = 100, quantity = 1, want = 80, find = \"leverage\"}.answer > 4"
            ),
            .function(
                .liq, "account",
                [
                    .needed("wallet", .number, "what the account holds, settlement units"),
                    .needed("positions", .table.called("list"), "fields as of liq.price for each"),
                ], gives: [.init(.object(.account))],
                "An account's positions, each priced with the others held; fields as of liq.price.",
                example:
                    "a = liq.account{wallet = 1000, positions = {{venue = \"generic\", side = \"long\", entry = 100, quantity = 20}}}"
            ),
            .method(
                .price, "explain", gives: [.init(.text)], "The derivation with its numbers.",
                example: "#p:explain() > 0"),
            .method(.price, "json", gives: [.init(.text)], "Everything as JSON.", example: "#p:json() > 0"),
        ] + fields.map { .field(.price, $0.name, $0.type, $0.summary) } + [
            .field(
                .price, "warnings", .table.called("list of texts"), "What a reader must know.",
                example: "p.liquidation < 95000 and p.state == \"price\" and #p.warnings >= 0"),
            .field(
                .account, "positions", .list(of: .holding), "The positions with their prices.",
                example: "#a.positions == 1"),
            .field(.account, "equity", .number, "Wallet and profit.", example: "a.equity == 1000"),
            .field(.account, "requirement", .number, "What the positions require."),
            .field(.account, "wallet", .number, "As it was given."),
            .method(
                .account, "joint", gives: [.init("down", .share), .init("up", .share)],
                "The moves of all marks together that liquidate the account, fractions; nil where none does.",
                example: "a:joint() < 0"),
            .method(
                .account, "json", gives: [.init(.text)], "The account as JSON.", example: "#a:json() > 0"),
            .field(.holding, "symbol", .text, "The contract.", example: "a.positions[1].tier == 1"),
            .field(.holding, "venue", .text, "Id of the venue."),
            .field(.holding, "side", .side, "Long or short."),
        ]
        + fields.filter {
            ["liquidation", "shown", "bankruptcy", "state", "tier", "distance"].contains($0.name)
        }
        .map { .field(.holding, $0.name, $0.type, $0.summary) } + [
            .field(.holding, "profit", .number, "At the mark, settlement units.")
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
            fieldNames: FunctionPage.fields(of: .price, in: pages),
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
            fieldNames: FunctionPage.fields(of: .account, in: pages),
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

    private typealias Field = (
        name: String, type: ValueType, summary: String, value: @Sendable (PriceDocument) -> LuaValue
    )

    private static let states = ValueType.choice(["price", "none", "liquidatable_now", "out_of_range"])

    private static let fields: [Field] = [
        (
            "liquidation", .price, "Where it is force-closed; nil where nowhere.",
            { number($0.report.liquidation?.value) }
        ),
        ("shown", .price, "The same as the venue shows it.", { number($0.report.shown?.value) }),
        (
            "bankruptcy", .price, "Where nothing is left of the margin.",
            { number($0.report.bankruptcy?.value) }
        ),
        ("state", states, "What there is to say of the price.", { .string($0.report.state.name) }),
        ("tier", .integer, "The tier in force, from 1.", { .integer(Int64($0.report.tier + 1)) }),
        (
            "tiers", .integer, "How many tiers there are.",
            { .integer(Int64($0.instrument.maintenance.count)) }
        ),
        ("distance", .share, "From the mark, a fraction of it.", { number($0.report.distance?.value) }),
        (
            "margin_ratio", .share, "Requirement over equity: liquidated at 1.",
            { number($0.report.marginRatio) }
        ),
        (
            "room", .number, "Equity above the requirement, settlement units.",
            { .number($0.report.room.value) }
        ),
        ("wallet", .number, "Behind the position, settlement units.", { .number($0.report.wallet.value) }),
        ("equity", .number, "Wallet and profit at the mark.", { .number($0.report.equity.value) }),
        (
            "requirement", .number, "Maintenance and fee at the mark.",
            { .number($0.report.requirement.value) }
        ),
        ("mark", .price, "The price now.", { .number($0.mark.value) }),
        (
            "opposite", .price, "A second liquidation price on the other side of the mark.",
            { number($0.report.opposite?.value) }
        ),
        ("answer", .number, "What liq.solve found.", { number($0.solution?.value) }),
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
