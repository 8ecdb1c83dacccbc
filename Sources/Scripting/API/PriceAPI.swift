package import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// Liquidation prices of known positions in Lua.
enum PriceAPI {
    /// Functions of `liq`.
    static let functions: [LuaMember<Session>] = [
        .function(
            .liq, "price", PriceRequest.arguments, gives: [.init(.object(.price))],
            search: ["liquidation", "calculator", "stop"],
            "The liquidation price of a position by its venue's rule; takes what liq price takes.",
            example:
                "p = liq.price{venue = \"binance\", symbol = \"BTCUSDT\", side = \"long\", entry = 95000, leverage = 20, quantity = 2}"
        ) { session, call in [try session.value(PriceObject(call.price()))] },
        .function(
            .liq, "solve",
            PriceRequest.arguments + [
                .needed("want", .price, "the liquidation price that is wanted"),
                .needed("find", .choice(PriceRequest.unknowns), "what is to be found for it"),
            ], gives: [.init(.object(.price))], search: ["inverse", "target"],
            "The leverage, margin to add or quantity (find) that is liquidated at a price (want).",
            example:
                "liq.solve{venue = \"generic\", side = \"long\", entry = 100, quantity = 1, want = 80, find = \"leverage\"}.answer > 4"
        ) { session, call in [try session.value(PriceObject(call.solved()))] },
        .function(
            .liq, "account",
            [
                .needed("wallet", .number, "what the account holds, settlement units"),
                .needed("positions", .table.called("list"), "fields as of liq.price for each"),
            ], gives: [.init(.object(.account))], search: ["portfolio", "cross"],
            "An account's positions, each priced with the others held; fields as of liq.price.",
            example:
                "a = liq.account{wallet = 1000, positions = {{venue = \"generic\", side = \"long\", entry = 100, quantity = 20}}}"
        ) { session, call in [try session.value(AccountObject(call.account()))] },
    ]

    static let price: [LuaMember<PriceObject>] =
        methods + found(.price) { ($0.document.report, $0.document.instrument.maintenance) } + terms
        + warnings

    private static let methods: [LuaMember<PriceObject>] =
        [
            .method(
                .price, "explain", gives: [.init(.text)], search: ["formula", "why"],
                "The derivation with its numbers.", example: "#p:explain() > 0"
            ) { price, call in [.string(price.document.explanation(call.state.style))] },
            .method(
                .price, "json", gives: [.init(.text)], search: ["export"], "Everything as JSON.",
                example: "#p:json() > 0"
            ) { price, _ in [.string(price.document.json)] },
        ]

    private static let warnings: [LuaMember<PriceObject>] =
        [
            .table(
                .price, "warnings", .table.called("list of texts"), search: ["notes"],
                "What a reader must know.",
                example: "p.liquidation < 95000 and p.state == \"price\" and #p.warnings >= 0"
            ) { price, state in
                let texts = price.document.warnings.map(LuaValue.string)
                return .table(try state.makeTable(array: texts, fields: []))
            }
        ]

    static let account: [LuaMember<AccountObject>] = [
        .table(
            .account, "positions", .list(of: .holding), "The positions with their prices.",
            example: "#a.positions == 1"
        ) { account, state in
            let holdings = zip(account.document.account.holdings, account.document.reports).map(
                HeldPosition.init)
            return try state.makeRecords(holdings, HeldPosition.members)
        },
        .field(
            .account, "equity", .number, search: ["balance"], "Wallet and profit.",
            example: "a.equity == 1000"
        ) {
            .number($0.document.equity.value)
        },
        .field(.account, "requirement", .number, search: ["maintenance"], "What the positions require.") {
            .number($0.document.requirement.value)
        },
        .field(.account, "wallet", .number, search: ["balance", "collateral"], "As it was given.") {
            .number($0.document.account.wallet.value)
        },
        .method(
            .account, "joint", gives: [.init("down", .share), .init("up", .share)], orNil: true,
            search: ["together"],
            "The moves of all marks together that liquidate the account, fractions; nil where none does.",
            example: "a:joint() < 0"
        ) { account, _ in
            let joint = account.document.joint
            return [number(joint?.down?.value), number(joint?.up?.value)]
        },
        .method(
            .account, "json", gives: [.init(.text)], search: ["export"], "The account as JSON.",
            example: "#a:json() > 0"
        ) { account, _ in [.string(account.document.json)] },
    ]

    static func priceType() -> LuaObjectType {
        LuaObjectType(.price, price) { price, state in price.document.text(state.style) }
    }

    static func accountType() -> LuaObjectType {
        LuaObjectType(.account, account) { account, state in account.document.text(state.style) }
    }

    /// What was found for a position, alone or of an account: the fields of every output.
    fileprivate static func found<Object>(
        _ owner: FunctionPage.Owner,
        _ answer: @escaping @Sendable (Object) -> (report: LiquidationReport, maintenance: Maintenance)
    ) -> [LuaMember<Object>] {
        (ReportField.results + ReportField.tiers).map { field in
            .field(
                owner, field.name, field.type, orNil: field.mayBeNil, search: field.searchTerms, field.summary
            ) { object in
                let (report, maintenance) = answer(object)
                return switch field.value(report, maintenance) {
                case .number(let value): number(value)
                case .integer(let value): .integer(Int64(value))
                case .text(let text): .string(text)
                case .flag(let flag): .boolean(flag)
                }
            }
        }
    }

    /// What a position alone has beside.
    private static let terms: [LuaMember<PriceObject>] = [
        .field(.price, "mark", .price, "The price now.") { .number($0.document.mark.value) },
        .field(.price, "answer", .number, orNil: true, "What liq.solve found; nil after liq.price.") {
            number($0.document.solution?.value)
        },
    ]

    fileprivate static func number(_ value: Double?) -> LuaValue { value.map(LuaValue.number) ?? .nil }
}

/// A position of an account with its price, as the table that scripts get.
struct HeldPosition {
    let held: Holding
    let report: LiquidationReport

    /// Those that matter most come first: a narrow table leaves out the last ones.
    static let members: [LuaMember<HeldPosition>] = {
        let all = terms + PriceAPI.found(.holding) { ($0.report, $0.held.instrument.maintenance) } + profit
        return foremost.compactMap { name in all.first { $0.page.name == name } }
            + all.filter { !foremost.contains($0.page.name) }
    }()

    /// What a position is, how far it is from its end, and what is at stake.
    private static let foremost = [
        "symbol", "venue", "side", "state", "liquidation", "distance", "margin_ratio", "profit", "equity",
        "requirement", "room", "tier",
    ]

    private static let terms: [LuaMember<HeldPosition>] =
        [
            .field(.holding, "symbol", .text, "The contract.", example: "a.positions[1].tier == 1") {
                .string($0.held.instrument.symbol)
            },
            .field(.holding, "venue", .text, search: ["exchange"], "Id of the venue.") {
                .string($0.held.instrument.rule.venue)
            },
            .field(.holding, "side", .side, "Long or short.") { .string($0.held.position.side.rawValue) },
        ]

    private static let profit: [LuaMember<HeldPosition>] =
        [
            .field(.holding, "profit", .number, search: ["pnl", "loss"], "At the mark, settlement units.") {
                .number($0.held.profit.value)
            }
        ]
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
