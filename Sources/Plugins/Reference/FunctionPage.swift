package import Engine

/// Something that scripts can reach, as help, reference, editors and tests know it: declared once, beside its body.
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
        gives answers: [Answer], since: Int, in places: Set<Place>?, _ summary: String, _ example: String
    ) {
        (self.owner, self.form, self.name, self.arguments) = (owner, form, name, arguments)
        (self.alternative, self.answers, self.since) = (alternative, answers, since)
        (self.places, self.summary, self.example) = (places ?? owner.places, summary, example)
    }

    /// A function of an owner, or one that stands alone.
    package static func function(
        _ owner: Owner, _ name: String, _ arguments: [Argument] = [], or alternative: [Argument] = [],
        gives answers: [Answer] = [], since: Int = 1, in places: Set<Place>? = nil, _ summary: String,
        example: String
    ) -> FunctionPage {
        FunctionPage(
            owner, .function, name, arguments, or: alternative, gives: answers, since: since, in: places,
            summary,
            example)
    }

    /// A method.
    package static func method(
        _ owner: Owner, _ name: String, _ arguments: [Argument] = [], or alternative: [Argument] = [],
        gives answers: [Answer] = [], since: Int = 1, in places: Set<Place>? = nil, _ summary: String,
        example: String
    ) -> FunctionPage {
        FunctionPage(
            owner, .method, name, arguments, or: alternative, gives: answers, since: since, in: places,
            summary,
            example)
    }

    /// A field.
    package static func field(
        _ owner: Owner, _ name: String, _ type: ValueType, since: Int = 1, in places: Set<Place>? = nil,
        _ summary: String, example: String = ""
    ) -> FunctionPage {
        FunctionPage(
            owner, .field, name, [], or: [], gives: [Answer(type)], since: since, in: places, summary, example
        )
    }

    /// What `#` gives.
    package static func length(_ owner: Owner, _ summary: String, example: String) -> FunctionPage {
        FunctionPage(
            owner, .length, "", [], or: [], gives: [Answer(.integer)], since: 1, in: nil, summary, example)
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
            .console, .command, name, arguments, or: [], gives: [], since: 1, in: nil, summary, example)
    }

    /// Names of the fields among pages; those of one owner where given.
    package static func fields(of owner: Owner? = nil, in pages: [FunctionPage]) -> [String] {
        pages.filter { $0.form == .field && $0.owner == owner ?? pages[0].owner }.map(\.name)
    }
}
