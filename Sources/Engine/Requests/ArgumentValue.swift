import LiquidationCore
import PlainText

/// A value as somebody gave it. A command line gives words, a script values of several kinds.
package struct ArgumentValue: Sendable {
    /// What it is.
    package indirect enum Content: Sendable {
        /// Typed without quotes: a text, or a number or a flag where one is wanted.
        case word(String)
        /// A text of a script.
        case text(String)
        /// A whole number.
        case integer(Int64)
        /// Any other number.
        case number(Double)
        /// True or false.
        case flag(Bool)
        /// Values by place and by name.
        case table(Table)
        /// Anything else, which no argument takes.
        case other
    }

    /// A list, values by name, or both.
    package struct Table: Sendable {
        /// Those at places 1, 2, ….
        package let list: [ArgumentValue]
        /// Those by name, sorted by it.
        package let fields: [(name: String, value: ArgumentValue)]
        /// A key that is neither place nor name, as messages show it; `nil` if there is none.
        package let strangeKey: String?

        /// A table by its parts.
        package init(
            list: [ArgumentValue], fields: [(name: String, value: ArgumentValue)], strangeKey: String? = nil
        ) {
            (self.list, self.strangeKey) = (list, strangeKey)
            self.fields = fields.sorted { $0.name < $1.name }
        }
    }

    /// What it is.
    package let content: Content
    /// How messages show it: `'soon'`, `3`, `a table`.
    package let shown: String

    /// A value of a script.
    package init(_ content: Content, shown: String) { (self.content, self.shown) = (content, shown) }

    /// A word of a command line.
    package static func word(_ text: String) -> ArgumentValue {
        ArgumentValue(.word(text), shown: Double(text) == nil ? "'\(text)'" : text)
    }

    /// As a text that a parameter or an option of the model reads; `nil` for tables and the like.
    package var text: String? {
        switch content {
        case .word(let text), .text(let text): text
        case .integer(let number): "\(number)"
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        case .table, .other: nil
        }
    }

    /// As a number; `nil` for texts of scripts.
    var double: Double? {
        switch content {
        case .word(let text): Double(text)
        case .integer(let number): Double(number)
        case .number(let number): number
        case .text, .flag, .table, .other: nil
        }
    }

    /// As a whole number.
    var whole: Int64? {
        switch content {
        case .word(let text): Int64(text)
        case .integer(let number): number
        case .number(let number): Int64(exactly: number)
        case .text, .flag, .table, .other: nil
        }
    }
}

/// Who gave an argument: decides how messages name it.
package enum ArgumentStyle: Sendable {
    /// Options of a command: `--lookback 7d`.
    case commandLine
    /// A function of a script, by its name: `lookback = "7d"`.
    case script(String)
    /// A command of the console: `lookback=7d`.
    case console
    /// Options of the model for one venue of several, by its id: `lag=1`.
    case venue(String)

    /// The code of errors.
    var code: EngineError.Code {
        if case .script = self { .script } else { .usage }
    }

    /// How an argument stands in messages: `--lookback`, `map: argument 'lookback'`.
    func label(_ option: MapOption) -> String {
        switch self {
        case .commandLine: "--\(option.commandName)"
        case .script(let function): "\(function): argument '\(option.name)'"
        case .console, .venue: option.name
        }
    }

    /// An argument with its value, as it was written.
    func written(_ option: MapOption, _ value: ArgumentValue) -> String {
        let text = value.text ?? value.shown
        return switch self {
        case .commandLine: "--\(option.commandName) \(text)"
        case .script: "\(option.name) = \(text)"
        case .console, .venue: "\(option.name)=\(text)"
        }
    }

    /// An option of the model with its value, as it was written.
    func written(model name: String, _ value: String) -> String {
        switch self {
        case .commandLine: "--option \(name)=\(value)"
        case .script: "options.\(name) = \(value)"
        case .console, .venue: "\(name)=\(value)"
        }
    }

    /// The error of two things that do not add up.
    func contradiction(_ one: String, _ other: String) -> EngineError {
        let start =
            switch self {
            case .script(let subject), .venue(let subject): "\(subject): "
            case .commandLine, .console: ""
            }
        return EngineError(code, "\(start)either \(one) or \(other), not both")
    }
}

/// An argument with the value that it was given, and the readers for every type of argument.
package struct GivenArgument: Sendable {
    let option: MapOption
    let value: ArgumentValue
    let style: ArgumentStyle

    /// As it was written: `--lookback 7d`.
    var written: String { style.written(option, value) }

    /// An error about the value, which must be something else.
    func refused(_ rule: String, hint: String? = nil) -> EngineError {
        EngineError(
            style.code, "\(style.label(option)) must be \(rule), was \(value.shown)", hint: hint)
    }

    /// A text; an empty one is a variable of a shell that is not set, and means nothing.
    func text() throws(EngineError) -> String {
        switch value.content {
        case .word(let text), .text(let text):
            guard !text.isEmpty else { throw refused("a text that is not empty") }
            return text
        default: throw refused("a text")
        }
    }

    /// A whole number.
    func whole(in range: ClosedRange<Int64>) throws(EngineError) -> Int {
        guard let number = value.whole, range.contains(number) else {
            throw refused(
                "a whole number from \(NumberText.count(Int(range.lowerBound))) to "
                    + NumberText.count(Int(range.upperBound)))
        }
        return Int(number)
    }

    /// A number above zero.
    func positive() throws(EngineError) -> Double {
        guard let number = value.double, number.isFinite, number > 0 else {
            throw refused("a number above zero")
        }
        return number
    }

    /// A fraction above zero: `0.05` or `5%`.
    func fraction() throws(EngineError) -> Double {
        let fraction: Double? =
            switch value.content {
            case .word(let text), .text(let text): UnitText.fraction(text)
            default: value.double.flatMap { $0 <= 1 ? $0 : nil }
            }
        guard let fraction, fraction.isFinite, fraction > 0 else {
            throw refused("a fraction above zero, such as 0.05 or \"5%\"")
        }
        return fraction
    }

    /// The height of a bucket: `0.1%` of the price, or `25` quote units.
    func step() throws(EngineError) -> GridPlan {
        switch value.content {
        case .word(let text) where text.hasSuffix("%"), .text(let text) where text.hasSuffix("%"):
            guard let fraction = UnitText.fraction(text), let lattice = try? PriceLattice(step: fraction)
            else { break }
            return .lattice(lattice)
        case .word(let text), .text(let text):
            if let step = Double(text), step.isFinite, step > 0 { return .linear(step: step) }
        default:
            if let step = value.double, step.isFinite, step > 0 { return .linear(step: step) }
        }
        throw refused("a percentage from 0.0001% to 100%, or a number of quote units above zero")
    }

    /// A span of time in milliseconds: `30d`.
    func duration() throws(EngineError) -> Int64 {
        switch value.content {
        case .word(let text), .text(let text):
            if let span = UnitText.duration(text) { return span }
        default: break
        }
        throw refused("a span of time, such as \"30d\"")
    }

    /// An instant: `2025-05-20`, milliseconds, `3d ago`.
    func instant() throws(EngineError) -> AsOf {
        guard let instant = value.text.flatMap(AsOf.init(text:)) else {
            throw refused("an instant, such as 2025-05-20, 2025-05-20T12:00Z or \"3d ago\"")
        }
        return instant
    }

    /// True or false.
    func flag() throws(EngineError) -> Bool {
        switch value.content {
        case .flag(let flag): return flag
        case .word(let word):
            if let flag = ["true": true, "on": true, "false": false, "off": false][word] { return flag }
        case .text(let text):
            // In `with`, false stands for the default: on and off can be said in words.
            if let flag = ["on": true, "off": false][text] { return flag }
        default: break
        }
        throw refused("true or false")
    }

    /// One number, or two that rise: `25`, `20..50`, `{20, 50}`; `nil` for anything else.
    func ends() -> ClosedRange<Double>? {
        switch value.content {
        case .table(let table):
            let ends = table.list.compactMap(\.double)
            guard ends.count == 2, table.list.count == 2, table.fields.isEmpty, table.strangeKey == nil,
                ends.allSatisfy({ $0.isFinite && $0 > 0 }), ends[0] <= ends[1]
            else { return nil }
            return ends[0]...ends[1]
        case .word(let text), .text(let text): return try? PriceRange.parse(text, option: option.name)
        default: return value.double.flatMap { $0.isFinite && $0 > 0 ? $0...$0 : nil }
        }
    }

    /// Options of the model by name: a table of them, or a word `closing=youngestFirst`.
    func settings() throws(EngineError) -> [(name: String, value: String)] {
        switch value.content {
        case .word(let pair):
            guard let equals = pair.firstIndex(of: "=") else {
                throw EngineError(style.code, "\(style.label(option)) takes name=value, was '\(pair)'")
            }
            return [(String(pair[..<equals]), String(pair[pair.index(after: equals)...]))]
        case .table(let table) where table.list.isEmpty && table.strangeKey == nil:
            let settings = table.fields.compactMap { name, value in
                if case .flag(let flag) = value.content { return (name: name, value: flag ? "on" : "off") }
                return value.text.map { (name: name, value: $0) }
            }
            if settings.count == table.fields.count { return settings }
        default: break
        }
        throw refused("a table of texts, numbers and booleans by name")
    }
}

extension GivenArgument {
    /// Plugins: one, or a list of them.
    func choices() throws(EngineError) -> [PluginChoice] {
        // A table with a name in it is one plugin with parameters; without, it is a list.
        if case .table(let table) = value.content, table.fields.isEmpty, table.strangeKey == nil {
            var choices: [PluginChoice] = []
            for value in table.list { choices.append(try choice(value)) }
            return choices
        }
        return [try choice()]
    }

    /// A plugin with its parameters: `whales:median=3`, or `{"whales", median = 3}`.
    func choice() throws(EngineError) -> PluginChoice { try choice(value) }

    private func choice(_ value: ArgumentValue) throws(EngineError) -> PluginChoice {
        func wrong(_ what: String) -> EngineError {
            EngineError(
                style.code, "\(style.label(option)) \(what)",
                hint:
                    "such as \(option.name) = \"ID:parameter=2\" or \(option.name) = {\"ID\", parameter = 2}"
            )
        }
        switch value.content {
        case .word(let text), .text(let text): return try PluginChoice(parsing: text)
        case .table(let table):
            guard case .text(let id)? = table.list.first?.content else {
                throw wrong("must begin with a plugin's id")
            }
            guard table.list.count == 1, table.strangeKey == nil else {
                throw wrong("takes parameters by name, found one under \(table.strangeKey ?? "2")")
            }
            var settings: [(name: String, value: String)] = []
            for (name, value) in table.fields {
                guard let text = value.text else {
                    throw wrong("takes numbers, texts and booleans, \(name) was \(value.shown)")
                }
                settings.append((name, text))
            }
            return try PluginChoice(parsing: id, and: settings)
        case .number, .integer:
            guard option.name == "leverage" else {
                throw wrong("must be a plugin's id or a table, was \(value.shown)")
            }
            // Somebody who thinks of positions by their leverage means that one alone.
            throw EngineError(
                style.code, "\(style.label(option)) must be a plugin's id or a table, was \(value.shown)",
                hint:
                    "it chooses how positions are spread over leverage, such as \"retail\"; for one leverage alone "
                    + "declare a model, see :help liq.leverage")
        default: throw wrong("must be a plugin's id or a table, was \(value.shown)")
        }
    }
}

/// A price or a range of prices as people write it: `98000`, `98000..99000`.
package enum PriceRange {
    /// Reads one price, or two with `..` between them, the lower first; `option` names it in messages.
    package static func parse(_ text: String, option: String) throws(EngineError) -> ClosedRange<Double> {
        let parts = text.replacing("..", with: "\u{1}").split(
            separator: "\u{1}", omittingEmptySubsequences: false)
        let prices = parts.compactMap { part in
            Double(String(part).trimmingSpaces).flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
        }
        guard prices.count == parts.count, (1...2).contains(prices.count) else {
            throw EngineError(
                .usage, "\(option) takes a price above zero or two, was '\(text)'",
                hint: "such as 98000..99000", subject: .value(text))
        }
        guard prices[0] <= prices[prices.count - 1] else {
            throw EngineError(
                .usage, "\(option) takes the lower price first, was '\(text)'", subject: .value(text))
        }
        return prices[0]...prices[prices.count - 1]
    }
}
