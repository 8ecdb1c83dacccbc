import Engine
import LuaRuntime

/// What `expect` gives: a value and what can be said about it.
final class Expectation {
    private let value: LuaValue
    private let isNegated: Bool

    init(_ value: LuaValue, isNegated: Bool) { (self.value, self.isNegated) = (value, isNegated) }

    /// Whether something holds for a value.
    private typealias Test = @Sendable (LuaCall, LuaValue) throws -> Bool

    /// What can be said.
    static let members: [LuaMember<Expectation>] = [
        matcher("to_be", [.init("x", .any)], "The same value.", "expect(2 * 2).to_be(4)") {
            same($0.argument(1), $1)
        },
        matcher(
            "to_equal", [.init("x", .any)], "The same content.", "expect({ 1, { 2 } }).to_equal { 1, { 2 } }"
        ) { try equal($0.argument(1), $1, depth: 0) },
        matcher("to_be_nil", [], "Is nil.", "expect(nil).to_be_nil()") { $1.isNil },
        matcher("to_be_truthy", [], "Is neither nil nor false.", "expect(0).to_be_truthy()") { $1.isTruthy },
        matcher("to_be_above", [.init("x", .number)], "Is larger.", "expect(2).to_be_above(1)") {
            try number($1) > $0.number(1, "bound")
        },
        matcher("to_be_below", [.init("x", .number)], "Is smaller.", "expect(1).to_be_below(2)") {
            try number($1) < $0.number(1, "bound")
        },
        matcher(
            "to_be_between", [.init("low", .number), .init("high", .number)], "Lies within, bounds included.",
            "expect(1).to_be_between(1, 2)"
        ) { call, value in
            let (low, high) = (try call.number(1, "low"), try call.number(2, "high"))
            let found = try number(value)
            return found >= low && found <= high
        },
        matcher(
            "to_be_near", [.init("x", .number), .optional("reach", .number, or: "1e-9 of x, at least 1e-9")],
            "Is as good as the same.", "expect(0.1 + 0.2).to_be_near(0.3)"
        ) { call, value in
            let wanted = try call.number(1, "number")
            let reach = call.argument(2).double ?? 1e-9 * max(1, abs(wanted))
            return abs(wanted - (try number(value))) <= reach
        },
        matcher(
            "to_contain", [.init("x", .any)], "A text has a part, a list an element.",
            "expect({ 1, 2 }).to_contain(2)", contains),
        matcher(
            "to_have_length", [.init("n", .integer)], "Of a text, list or vector.",
            "expect(\"ab\").to_have_length(2)", hasLength),
        function(
            .function(
                .expectation, "to_fail", [.optional("part", .text, or: "", "what the message holds")],
                search: ["error", "throws"], "A function fails.",
                example: "expect(function() error \"no\" end).to_fail(\"no\")")
        ) { try $0.fail($1) },
        .table(
            .expectation, "never", .object(.expectation), search: ["not"], "The opposite.",
            example: "expect(1).never.to_be(2)"
        ) { own, state in
            try state.makeObject(Expectation(own.value, isNegated: !own.isNegated), type: makeType())
        },
    ]

    /// Something that holds for a value or does not; its name says it in messages too.
    private static func matcher(
        _ name: String, _ arguments: [FunctionPage.Argument], _ summary: String, _ example: String,
        _ test: @escaping Test
    ) -> LuaMember<Expectation> {
        function(.function(.expectation, name, arguments, summary, example: example)) {
            try $0.check($1, name.replacing("_", with: " "), test)
        }
    }

    /// Members are functions behind a dot, not methods.
    private static func function(
        _ page: FunctionPage, _ body: @escaping @Sendable (Expectation, LuaCall) throws -> Void
    ) -> LuaMember<Expectation> {
        LuaMember(
            page,
            value: { own, state in
                .function(
                    try state.makeFunction("expect.\(page.name)") { call in
                        try body(own, call)
                        return []
                    })
            })
    }

    /// How expectations look to a state.
    static func makeType() -> LuaObjectType { LuaObjectType(.expectation, members) }

    private func check(_ call: LuaCall, _ words: String, _ test: Test) throws {
        guard try test(call, value) == isNegated else { return }
        let values = call.arguments.map { Self.text($0) }.joined(separator: " and ")
        let wanted = [words, values].filter { !$0.isEmpty }.joined(separator: " ")
        throw EngineError(.script, "expected \(Self.text(value)) \(isNegated ? "not " : "")\(wanted)")
    }

    /// Calls the value, which is to fail with a message that holds some words.
    private func fail(_ call: LuaCall) throws {
        guard case .function(let body) = value else {
            throw EngineError(.script, "to_fail calls a function, was given \(Self.text(value))")
        }
        let wanted = call.argument(1).text ?? ""
        var message: String?
        do { _ = try call.state.call(body, []) } catch {
            guard !error.code.isStop else { throw error }
            message = error.description
        }
        guard (message?.contains(wanted) ?? false) == isNegated else { return }
        throw EngineError(
            .script,
            "expected the function \(isNegated ? "not " : "")to fail"
                + (wanted.isEmpty ? ", " : " with \"\(wanted)\", ")
                + (message.map { "it failed with \"\($0)\"" } ?? "it did not fail"))
    }

    private static func contains(_ call: LuaCall, _ value: LuaValue) throws -> Bool {
        if case .string(let text) = value { return text.contains(try call.string(1, "part")) }
        guard case .table(let table) = value else {
            throw EngineError(.script, "to_contain looks into texts and lists, was given \(text(value))")
        }
        return try table.array(limit: 1_000_000).contains { try equal($0, call.argument(1), depth: 0) }
    }

    private static func hasLength(_ call: LuaCall, _ value: LuaValue) throws -> Bool {
        let wanted = try call.integer(1, "length")
        switch value {
        case .string(let text): return text.utf8.count == wanted
        case .table(let table): return try table.count == wanted
        case .vector(let vector): return vector.count == wanted
        default:
            throw EngineError(
                .script, "to_have_length measures texts, lists and vectors, was given \(text(value))")
        }
    }

    private static func number(_ value: LuaValue) throws -> Double {
        guard let number = value.double else {
            throw EngineError(.script, "expected a number, was \(text(value))")
        }
        return number
    }

    /// The same value: numbers by value, tables by identity as far as the host can tell.
    private static func same(_ one: LuaValue, _ other: LuaValue) -> Bool {
        switch (one, other) {
        case (.nil, .nil): true
        case (.boolean(let a), .boolean(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        default: if let a = one.double, let b = other.double { a == b } else { false }
        }
    }

    /// The same content: tables and vectors entry by entry.
    private static func equal(_ one: LuaValue, _ other: LuaValue, depth: Int) throws -> Bool {
        guard depth < 50 else { throw EngineError(.script, "to_equal: tables are nested too deep") }
        switch (one, other) {
        case (.vector(let a), .vector(let b)): return try a.values == b.values
        case (.table(let a), .table(let b)):
            let (left, right) = (try a.pairs(limit: 100_000), try b.pairs(limit: 100_000))
            guard left.count == right.count else { return false }
            return try zip(left, right).allSatisfy { one, other in
                try equal(one.0, other.0, depth: depth + 1) && equal(one.1, other.1, depth: depth + 1)
            }
        default: return same(one, other)
        }
    }

    /// A value in a message: tables opened a little.
    static func text(_ value: LuaValue, depth: Int = 0) -> String {
        switch value {
        case .table(let table):
            guard depth < 3, let pairs = try? table.pairs(limit: 1000) else { return "{…}" }
            var parts: [String] = []
            for (index, (key, value)) in pairs.prefix(12).enumerated() {
                let isInList = if case .integer(let place) = key { place == index + 1 } else { false }
                let name = key.text ?? "[\(text(key, depth: 3))]"
                parts.append(
                    isInList ? text(value, depth: depth + 1) : "\(name) = \(text(value, depth: depth + 1))")
            }
            if pairs.count > 12 { parts.append("… \(pairs.count) in all") }
            return parts.isEmpty ? "{}" : "{ \(parts.joined(separator: ", ")) }"
        case .string(let text): return "\"\(text)\""
        case .nil: return "nil"
        case .vector(let vector): return "a vector of \(vector.count)"
        default: return value.described
        }
    }
}
