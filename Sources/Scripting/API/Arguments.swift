import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Plugins

extension MapRequest {
    /// A request by named arguments.
    ///
    /// - Parameters:
    ///   - value: the table.
    ///   - function: for messages; `heatmap` and `history` take what only applies to them.
    ///   - base: what holds where nothing is named; in it `false` takes an argument back to its default.
    ///   - names: those that are read elsewhere.
    /// - Throws: ``EngineError`` naming argument, rule and value.
    init(
        _ value: LuaValue, of function: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws {
        let place = MapOption.Place(rawValue: function) ?? .map
        let given = try value.table?.pairs(limit: 100) ?? []
        // Those of other places are refused by name, with where they apply.
        let elsewhere = given.compactMap(\.0.text).filter { MapOption.named($0) != nil }
        let arguments = try NamedArguments(
            value, of: function, known: names + MapOption.rows(for: place).map(\.name) + elsewhere)
        var settings = MapSettings(.script(function))
        for name in given.compactMap(\.0.text).sorted() where !names.contains(name) {
            guard let value = arguments[name], !value.isNil else { continue }
            if base != nil, value.bool == false {
                try settings.reset(name, in: place)
            } else {
                try settings.add(name, ArgumentValue(value), in: place)
            }
        }
        self = try settings.request(over: base ?? MapRequest())
    }
}

extension ArgumentValue {
    /// A value of a script; tables within tables are read so deep as arguments can have them.
    init(_ value: LuaValue, depth: Int = 3) throws {
        let content: Content =
            switch value {
            case .string(let text): .text(text)
            case .integer(let number): .integer(number)
            case .number(let number): .number(number)
            case .boolean(let flag): .flag(flag)
            case .table(let table) where depth > 0: .table(try Table(table, depth: depth))
            default: .other
            }
        self.init(content, shown: value.described)
    }
}

extension ArgumentValue.Table {
    fileprivate init(_ table: LuaTable, depth: Int) throws {
        var list: [Int64: LuaValue] = [:]
        var fields: [(name: String, value: ArgumentValue)] = []
        var strangeKey: String?
        for (key, value) in try table.pairs(limit: 200) {
            switch key {
            case .string(let name): fields.append((name, try ArgumentValue(value, depth: depth - 1)))
            case .integer(let place): list[place] = value
            default: strangeKey = strangeKey ?? key.described
            }
        }
        let places = list.keys.sorted()
        if let gap = zip(places, 1...).first(where: { $0 != $1 }) { strangeKey = strangeKey ?? "\(gap.0)" }
        self.init(
            list: try places.compactMap { place in
                try list[place].map { try ArgumentValue($0, depth: depth - 1) }
            }, fields: fields, strangeKey: strangeKey)
    }
}

extension MemberCall {
    /// The request of a method's named arguments; `names` are those that are read elsewhere, `base` is what holds
    /// where nothing is named.
    func request(
        _ method: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws -> MapRequest {
        do {
            return try MapRequest(argument(1), of: method, over: base, beside: names)
        } catch let error as EngineError {
            // Rules of options do not know who asks.
            let isNamed = base == nil || error.message.hasPrefix(method)
            throw EngineError(
                .script, isNamed ? error.message : "\(method): \(error.message)", hint: error.hint,
                subject: error.subject)
        }
    }

    /// The data of several venues: `sources = {{data = …, venue = …, options = {…}, open_interest = …}, …}`.
    ///
    /// - Throws: ``EngineError`` naming the source, counted from 1, and what is wrong with it.
    func sources(_ function: String) throws -> [MapSource] {
        guard case .table(let arguments) = argument(1), case .table(let list) = try arguments.get("sources")
        else {
            throw EngineError(
                .script, "\(function): argument 'sources' must be a list",
                hint: "such as sources = {{data = btc, venue = \"binance\"}}",
                subject: .value(nil, of: "sources"))
        }
        return try list.array(limit: 100).enumerated().map { index, value in
            let place = "\(function): source \(index + 1)"
            guard case .table(let table) = value, case .object(let reference) = try table.get("data"),
                let data = reference.object as? DatasetObject
            else { throw EngineError(.script, "\(place) must be a table whose 'data' is a dataset") }
            let named = try NamedArguments(
                value, of: place, known: ["data", "venue", "options", "open_interest"])
            let venue = try named.text("venue")
            if let venue { _ = try MapSource.venue(venue) }
            var source = MapSource(data.dataset, venue: venue)
            if let unit = try named.text("open_interest") { try source.set("open_interest", to: unit) }
            for option in try named.settings("options") ?? [] {
                try source.set(option.name, to: option.value)
            }
            return source
        }
    }
}

extension MemberCall {
    /// The paths of data and what is said of them: a text, or a table of texts with options by name.
    ///
    /// - Throws: ``EngineError`` naming what is unknown or of the wrong type.
    func data() throws -> (paths: [String], options: ReadOptions) {
        guard case .table(let table) = argument(1) else { return ([try text(1)], ReadOptions()) }
        var (paths, options) = ([String](), ReadOptions())
        for (key, value) in try table.pairs(limit: 10_000) {
            if case .integer = key {
                guard let path = value.text else {
                    throw EngineError(.script, "liq.load: a path is a text, was \(value.described)")
                }
                paths.append(path)
                continue
            }
            guard let name = key.text, let option = DataOption.named(name) else {
                let known = DataOption.all.map(\.name)
                throw EngineError(
                    .script, "liq.load: unknown argument \(key.text.map { "'\($0)'" } ?? key.described)",
                    hint: key.text.flatMap { Spelling.hint(for: $0, among: known) }
                        ?? "known are \(known.joined(separator: ", "))",
                    subject: key.text.map { .name($0) })
            }
            let label = "liq.load: \(option.name)"
            if option.isOfPairs, case .table(let pairs) = value {
                for (name, cell) in try pairs.pairs(limit: 1000) {
                    let text = cell.text ?? cell.int.map { "\($0)" }
                    guard let name = name.text, let text else {
                        throw EngineError(.script, "liq.load: \(option.name) takes texts by name")
                    }
                    try option.set(
                        name, to: text, in: &options, shown: "\(name)=\(text)", called: label)
                }
            } else {
                guard let text = value.text else {
                    throw EngineError(
                        .script, "liq.load: \(option.name) must be a text, was \(value.described)")
                }
                try option.set(text, in: &options, called: label)
            }
        }
        guard !paths.isEmpty else { throw EngineError(.script, "liq.load: no path is given") }
        return (paths, options)
    }
}

extension LuaState {
    /// The session whose state this is.
    ///
    /// - Throws: ``EngineError`` in a state that has none, such as a plugin's.
    var session: Session {
        get throws {
            guard let session = host as? Session else {
                throw EngineError(.script, "this is only there in scripts of a session")
            }
            return session
        }
    }
}

extension LuaState {
    /// How pictures are drawn: as in the session, where there is one.
    var style: TerminalStyle { (host as? Session)?.style ?? .plain(columns: 80) }
}

extension MemberCall {
    /// The session that the script runs in.
    var session: Session { get throws { try state.session } }

    /// How a picture is to be drawn, by the arguments `columns` and `ascii`.
    func style(_ arguments: NamedArguments) throws -> TerminalStyle {
        .plain(
            columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
            unicode: !(try arguments.flag("ascii") ?? false))
    }
}

extension FunctionPage.Argument {
    /// How wide a picture is.
    static let columns = Self.named("columns", .integer, or: "the terminal's", "How wide, 60 to 400")
    /// Whether a picture is drawn with ASCII alone.
    static let ascii = Self.named("ascii", .flag, or: "false", "Draws with ASCII alone")
    /// How far from the price a picture reaches.
    static let drawnWithin = Self.named(
        "within", .fraction, or: "that of the map", "How far from the price to draw")
}

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
