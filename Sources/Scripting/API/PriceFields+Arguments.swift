import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

extension PriceFields {
    /// The fields of named arguments.
    ///
    /// - Parameters:
    ///   - value: the table.
    ///   - function: for messages.
    ///   - known: legal names.
    ///   - place: which of several tables it is, for messages.
    /// - Throws: ``EngineError`` naming what is unknown or neither number nor text.
    init(_ value: LuaValue, of function: String, known: [String], place: String = "") throws {
        guard case .table = value else {
            throw EngineError(
                .script, "\(function)\(place) takes named arguments in braces, was given \(value.described)",
                hint: "such as \(function){venue = \"binance\", …}", subject: .value(value.text))
        }
        let arguments = try NamedArguments(value, of: function + place, known: known)
        var values: [String: Value] = [:]
        for name in known {
            switch arguments[name] {
            case nil, .nil?: continue
            case .string(let text)?: values[name] = .text(text)
            case let value?:
                guard let number = value.double else {
                    throw EngineError(
                        .script,
                        "\(function)\(place): argument '\(name)' must be a number or a text, was \(value.described)",
                        subject: .value(nil, of: name))
                }
                values[name] = .number(number)
            }
        }
        self.init(values, code: .script) { "\(function)\(place): argument '\($0)'" }
    }
}

extension MemberCall {
    /// `liq.price{…}`
    func price() throws -> PriceDocument {
        let fields = try PriceFields(argument(1), of: "price", known: page.namedArguments.map(\.name))
        return try PriceRequest(fields).document()
    }

    /// `liq.solve{…, want = price, find = "leverage"}`
    func solved() throws -> PriceDocument {
        let fields = try PriceFields(argument(1), of: "solve", known: page.namedArguments.map(\.name))
        let find = try fields.needed(
            "find", try fields.choice("find", PriceRequest.unknowns), hint: "leverage, margin or quantity")
        let want = try fields.needed("want", try fields.positive("want"))
        return try PriceRequest(fields, finding: find).solved(for: find, at: try Price(want), code: .script)
    }

    /// `liq.account{wallet = …, positions = {{…}, …}}`
    func account() throws -> AccountDocument {
        let arguments = try named(1)
        guard let wallet = arguments["wallet"]?.double, wallet.isFinite else {
            throw EngineError(
                .script,
                "account: argument 'wallet' must be a number, was \((arguments["wallet"] ?? .nil).described)",
                subject: .value(arguments["wallet"]?.text, of: "wallet"))
        }
        guard let list = try arguments["positions"]?.table?.array(limit: 10_000), !list.isEmpty else {
            throw EngineError(
                .script, "account: argument 'positions' must be a list of positions",
                subject: .value(nil, of: "positions"))
        }
        let positions = try list.enumerated().map { index, value in
            try PriceFields(
                value, of: "account", known: AccountRequest.names, place: ", position \(index + 1)")
        }
        return try AccountRequest(wallet: wallet, positions: positions).document()
    }
}
