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
