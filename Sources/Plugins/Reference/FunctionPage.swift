package import Engine

/// Something that scripts can reach, as help, reference, editors and tests know it.
///
/// A ``LuaMember`` is a page with the Swift that runs; a page alone describes what C, Lua or a plugin's author provides.
package struct FunctionPage: Hashable, Sendable {
    /// How it is reached.
    package enum Form: String, Hashable, Sendable {
        /// `liq.load(path)`, `describe(name, body)`.
        case function
        /// `map:at(price)`.
        case method
        /// `map.price`.
        case field
        /// `#dataset`.
        case length
        /// `:help`.
        case command
    }

    /// Where it is there.
    package enum Place: String, Hashable, Sendable, CaseIterable {
        /// Scripts, lines and the console.
        case scripts
        /// Plugins.
        case plugins
        /// Tests of plugins.
        case tests
    }

    /// What it belongs to.
    package let owner: Owner
    /// How it is reached.
    package let form: Form
    /// Its own name: `clusters`; empty for a length.
    package let name: String
    /// What it takes.
    package let arguments: [Argument]
    /// Another way to call it; empty where there is none.
    package let alternative: [Argument]
    /// What it gives.
    package let answers: [Answer]
    /// Whether what it gives may be nil.
    package let mayBeNil: Bool
    /// Words that somebody may look for and that are not in the name, in small letters: `pnl` of a profit.
    package let searchTerms: [String]
    /// The level of the contract that it came with.
    package let since: Int
    /// Where it is there.
    package let places: Set<Place>
    /// A line of help.
    package let summary: String
    /// A line of Lua that works where it is there: with a dataset `btc`, its map `m`, the explanation `e` and the
    /// heatmap `h` in scripts, with `bar`, `series` and `map` where plugins are given them.
    package let example: String

    private init(
        _ owner: Owner, _ form: Form, _ name: String, _ arguments: [Argument], or alternative: [Argument],
        gives answers: [Answer], orNil mayBeNil: Bool, since: Int, in places: Set<Place>?, search: [String],
        _ summary: String, _ example: String
    ) {
        (self.owner, self.form, self.name, self.arguments) = (owner, form, name, arguments)
        (self.alternative, self.answers, self.since) = (alternative, answers, since)
        (self.mayBeNil, self.searchTerms) = (mayBeNil, search)
        (self.places, self.summary, self.example) = (places ?? owner.places, summary, example)
    }

    /// A function of an owner, or one that stands alone.
    package static func function(
        _ owner: Owner, _ name: String, _ arguments: [Argument] = [], or alternative: [Argument] = [],
        gives answers: [Answer] = [], orNil: Bool = false, since: Int = 1, in places: Set<Place>? = nil,
        search: [String] = [], _ summary: String, example: String
    ) -> FunctionPage {
        FunctionPage(
            owner, .function, name, arguments, or: alternative, gives: answers, orNil: orNil, since: since,
            in: places, search: search, summary, example)
    }

    /// A method.
    package static func method(
        _ owner: Owner, _ name: String, _ arguments: [Argument] = [], or alternative: [Argument] = [],
        gives answers: [Answer] = [], orNil: Bool = false, since: Int = 1, in places: Set<Place>? = nil,
        search: [String] = [], _ summary: String, example: String
    ) -> FunctionPage {
        FunctionPage(
            owner, .method, name, arguments, or: alternative, gives: answers, orNil: orNil, since: since,
            in: places, search: search, summary, example)
    }

    /// A field.
    package static func field(
        _ owner: Owner, _ name: String, _ type: ValueType, orNil: Bool = false, since: Int = 1,
        in places: Set<Place>? = nil, search: [String] = [], _ summary: String, example: String = ""
    ) -> FunctionPage {
        FunctionPage(
            owner, .field, name, [], or: [], gives: [Answer(type)], orNil: orNil, since: since, in: places,
            search: search, summary, example)
    }

    /// What `#` gives.
    package static func length(_ owner: Owner, _ summary: String, example: String) -> FunctionPage {
        FunctionPage(
            owner, .length, "", [], or: [], gives: [Answer(.integer)], orNil: false, since: 1, in: nil,
            search: [], summary, example)
    }

    /// A command of the console.
    ///
    /// - Parameters:
    ///   - name: without the colon.
    ///   - usage: what stands behind it, as help shows it.
    ///   - summary: a line of help.
    ///   - example: a line that works in the console.
    /// - Returns: its page.
    package static func command(
        _ name: String, _ usage: String, _ summary: String, example: String
    ) -> FunctionPage {
        let arguments = usage.isEmpty ? [] : [Argument(usage, .text)]
        return FunctionPage(
            .console, .command, name, arguments, or: [], gives: [], orNil: false, since: 1, in: nil,
            search: [],
            summary, example)
    }
}

extension FunctionPage {
    /// What it stands behind in help: `map:at`, `liq.load`, `describe`.
    package var path: String {
        switch form {
        case .function: owner == .global ? name : "\(receiver).\(name)"
        case .method: "\(receiver):\(name)"
        case .field: "\(receiver).\(name)"
        case .length: "#\(receiver)"
        case .command: ":\(name)"
        }
    }

    /// As it is called: `map:sum(side, {within})`; more than eight names in braces are cut off.
    package var call: String {
        switch form {
        case .field, .length: return path
        case .command: return ([path] + arguments.map(\.name)).joined(separator: " ")
        case .function, .method:
            let first = path + Self.list(arguments)
            return alternative.isEmpty ? first : "\(first) or \(path)\(Self.list(alternative))"
        }
    }

    /// What it gives, in words: `long, short`, `list`, `nothing`.
    package var gives: String {
        answers.isEmpty
            ? "nothing" : answers.map { $0.name.isEmpty ? $0.type.word : $0.name }.joined(separator: ", ")
    }

    /// Arguments by name, in both ways to call it.
    package var namedArguments: [Argument] { (arguments + alternative).filter(\.isNamed) }

    /// What a value of the owner is called in examples and help.
    private var receiver: String {
        switch owner {
        case .listed: "liq.plugins()[i]"
        case .holding: "account.positions[i]"
        case .expectation: "expect(v)"
        default: owner.rawValue
        }
    }

    private static func list(_ arguments: [Argument]) -> String {
        let places = arguments.filter { !$0.isNamed }.map { $0.isOptional ? $0.name + "?" : $0.name }
        let names = arguments.filter(\.isNamed).map(\.name)
        guard !names.isEmpty else { return "(\(places.joined(separator: ", ")))" }
        let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? ", …" : "")
        return places.isEmpty ? "{\(shown)}" : "(\(places.joined(separator: ", ")), {\(shown)})"
    }
}

extension FunctionPage {
    /// What functions, methods and fields belong to.
    package enum Owner: String, Hashable, Sendable, CaseIterable {
        case liq, dataset, map, delta, heatmap, explanation, price, account, vector
        /// What plugins are given.
        case bar, series, position, tier
        /// Tables that functions return, and plugins.
        case cluster, edge, move, signal, deposit, listed, holding, column
        /// Functions that stand alone.
        case global
        /// What tests have.
        case fixture, plugin, expectation
        /// The table that a plugin's file returns, and a parameter in it.
        case manifest, parameter
        /// Commands of the console.
        case console

        /// What it is.
        package var summary: String {
            switch self {
            case .liq: "The global that everything starts from."
            case .dataset: "Market data that was loaded."
            case .map: "A liquidation map."
            case .delta: "What one map has more than another: a - b; -d turns it round."
            case .heatmap: "A liquidation map over time."
            case .explanation: "Where the mass at some prices came from."
            case .price: "The liquidation price of a position."
            case .account: "An account with its positions."
            case .vector: "A block of numbers with fast arithmetic."
            case .bar: "The bar that a plugin is asked about; valid during the call."
            case .series: "All bars, as run_all is given them: a vector a column."
            case .position: "The position that a margin plugin is asked about."
            case .tier: "The margin tier that holds it."
            case .cluster: "A cluster of a map."
            case .edge: "Where fresh territory begins."
            case .column: "A column of a heatmap."
            case .move: "What became of a cluster from one map to another."
            case .signal: "What a signal rule said."
            case .deposit: "What one bar put on one rung."
            case .listed: "A plugin that is found."
            case .holding: "A position of an account."
            case .global: "Functions that stand alone."
            case .fixture: "Made-up markets for tests."
            case .plugin: "The plugin under test, asked as a map would ask it."
            case .expectation: "What can be said about a value in a test."
            case .manifest: "The table that a plugin's file returns."
            case .parameter: "A parameter that a plugin declares."
            case .console: "Commands of the console: lines that start with a colon."
            }
        }

        /// Words for it that somebody may look for, in small letters; older names and those of other programs among them.
        package var searchTerms: [String] {
            switch self {
            case .dataset: ["data", "candles", "ohlc", "ohlcv", "klines"]
            case .delta: ["difference", "change"]
            case .account: ["portfolio", "cross"]
            case .bar: ["candle"]
            case .series: ["candles"]
            case .tier: ["bracket", "brackets"]
            case .cluster: ["wall", "walls", "zone", "zones", "magnet", "magnets"]
            case .signal: ["alert", "alerts"]
            case .fixture: ["mock", "synthetic"]
            case .expectation: ["assert", "matcher", "matchers"]
            case .parameter: ["params", "setting", "settings"]
            default: []
            }
        }

        /// Where what belongs to it is there, unless a page says otherwise.
        var places: Set<Place> {
            switch self {
            case .vector, .signal, .cluster, .edge, .map: Set(Place.allCases)
            case .series: [.plugins, .tests]
            case .bar, .position, .tier, .manifest, .parameter: [.plugins]
            case .fixture, .plugin, .expectation: [.tests]
            default: [.scripts]
            }
        }

        /// Whether it is a plain table, whose names are keys.
        package var isRecord: Bool {
            switch self {
            case .cluster, .edge, .move, .signal, .deposit, .listed, .holding, .column, .position, .tier,
                .manifest,
                .parameter:
                true
            default: false
            }
        }
    }

    /// What a function takes.
    package typealias Argument = ArgumentPage

    /// What a function gives.
    package struct Answer: Hashable, Sendable {
        /// What it is called in help; empty where the type says it.
        package let name: String
        /// What it is.
        package let type: ValueType

        /// An answer by its type.
        package init(_ type: ValueType) { (name, self.type) = ("", type) }

        /// An answer by name and type.
        package init(_ name: String, _ type: ValueType) { (self.name, self.type) = (name, type) }
    }
}

extension ValueType {
    /// A value with the members of an owner.
    package static func object(_ owner: FunctionPage.Owner) -> ValueType {
        ValueType(owner.rawValue, "liq." + owner.rawValue, members: owner.rawValue)
    }

    /// A list of values with the members of an owner.
    package static func list(of owner: FunctionPage.Owner) -> ValueType {
        ValueType("list", "liq.\(owner.rawValue)[]", members: owner.rawValue)
    }
}
