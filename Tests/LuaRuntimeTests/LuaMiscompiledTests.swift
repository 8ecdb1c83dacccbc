import Testing

@testable import LuaRuntime

/// Mistakes of the linked Lua's compiler that give wrong values without an error are found before anything runs.
@Suite("Compiled source") struct LuaMiscompiledTests {
    /// 300 constants that come first, so that those after them are no operands of an instruction.
    static let constants = "local many = {" + (0..<300).map { "\($0).125" }.joined(separator: ", ") + "}\n"

    private func load(_ source: String) -> LuaError? {
        do throws(LuaError) {
            _ = try LuaState(profile: .plugin(seed: 1)).load(source, chunk: "t")
            return nil
        } catch {
            return error
        }
    }

    private static var isFaulty: Bool { LuaSelfTest.release == "Lua 5.4.4" }

    /// What Lua 5.4.4 makes of `1 ~ (2 or 3)` is 0, of `1 | (2 or 3)` 2, of `3 & (2 or 3)` 0.
    @Test(
        .enabled(if: isFaulty),
        arguments: [
            "1 ~ (2 or 3)", "1 | (2 or 3)", "3 & (2 or 3)", "7 & (p and q)", "1 | (p or t.x)",
            "12345678 ~ (p or 5)",
            "1 ~ (f() or 3)", "1 ~ ((p or q) or 3)", "p + (6 | (p and q)) * 2", "1 & (p and (q or 2))",
            "5 ~ (not p or 4)", "9 | (p and q and 3)",
        ])
    func `a number before a bitwise operator and a condition after it is refused`(expression: String) {
        let head = "local p, q, t, f = ...\n"
        let error = load(head + Self.constants + "local x = 1\nreturn \(expression)")
        #expect(
            error?.code == .syntax && error?.chunk == "t" && error?.line == 4, "\(String(describing: error))")
        #expect(error?.message.contains("more than 255 constants") == true)
        let inner = load("\(head)return {\n run = function()\n \(Self.constants) return \(expression) end }")
        #expect(inner?.line == 5)
        #expect(
            inner?.message.hasSuffix("(in the function of line 3)") == true, "\(String(describing: inner))")
        #expect(load(head + "return \(expression)") == nil)
    }

    @Test(arguments: [
        "p ~ (q or 77)", "(p or 1) & 3", "(p and 5) & 3", "(p and 1 or 2) & 3", "(f() or 1) & 3",
        "(p or q or 1) & 3",
        "(not p or 1) & 3", "5 | (p or 1) & 3", "1 ~ p", "1 & t.x", "1.0 | (p or 2)", "1000 << (p or 3)",
        "1.5 + (p or 2)", "(p and q) & (p or 3)", "t[1 ~ 2]", "(p and (q or 8)) ~ 1", "x & (p or 1)",
    ])
    func `what looks like it and is right is accepted`(expression: String) {
        let head = "local p, q, t, f = ...\n" + Self.constants + "local x = 1\nif p then x = 5 end\n"
        #expect(load(head + "return \(expression)") == nil)
        #expect(load(head + "q = \(expression)\nwhile p do x = 5 if q then x = 6 end x = x & q end") == nil)
    }

    @Test(
        .enabled(if: isFaulty),
        arguments: [
            "return t[a < b]", "t[a == b] = 3", "return _ENV[a <= 2]", "t[1] = t[a ~= b] + 1",
            "t[a > b][b < a] = 2",
            "return t[t[a < b] == 1]",
        ])
    func `a comparison as the index of a table from outside is refused`(statement: String) {
        let error = load("local t = {}\nlocal function f(a, b)\n  \(statement)\nend\nreturn f")
        #expect(error?.code == .syntax && error?.line == 3, "\(String(describing: error))")
        #expect(error?.message.contains("a comparison as the index of a table") == true)
        #expect(error?.message.hasSuffix("(in the function of line 2)") == true)
    }

    @Test(arguments: [
        "local k = a < b return t[k]", "return t[not a]", "return t[a < b or b]", "return T[a < b]",
        "local u = t return u[a < b]", "return t[(a < b)] and t[a]", "return { [a < b] = t }",
        "return t[a and b]", "return t[a], a < b",
    ])
    func `other indices are accepted`(statement: String) {
        // Parentheses change nothing for the compiler.
        let isWrong = Self.isFaulty && statement.contains("t[(a < b)]")
        #expect((load("local t = {}\nreturn function(a, b) \(statement) end") != nil) == isWrong)
    }

    /// Random expressions in a function with 300 constants and in one with none: what is accepted gives one value.
    @Test func `accepted functions with many constants compute what others do`() throws {
        var generator = SeededNumbers(seed: 20_261_130)
        let state = try LuaState(profile: .script)
        var (accepted, refused) = (0, 0)
        for _ in 0..<4000 {
            let expression = generator.expression(depth: 4)
            let head = "local up = { [true] = 5, [false] = 6, 7, 8, 9 }\nreturn function(p, q, r)\n"
            let plain = head + "local k = 1 return \(expression) end"
            let crowded = head + Self.constants + "local k = 1 return \(expression) end"
            guard let reference = try? state.load(plain, chunk: "plain") else { continue }
            guard let loaded = try? state.load(crowded, chunk: "crowded") else {
                refused += 1
                continue
            }
            accepted += 1
            let functions = try [reference, loaded].map { try #require(try state.call($0).first?.function) }
            for arguments: [LuaValue] in [
                [.integer(3), .nil, .boolean(false)], [.nil, .integer(12), .integer(1)],
                [.boolean(false), .nil, .integer(2)], [.integer(1), .integer(2), .nil],
            ] {
                let values = functions.map { function -> String in
                    do throws(LuaError) {
                        return try state.tostring(state.call(function, arguments).first ?? .nil)
                    } catch { return "error \(error.message.filter { !$0.isNumber }.prefix(40))" }
                }
                #expect(values[0] == values[1], "\(expression) of \(arguments)")
            }
        }
        #expect(accepted > 1000)
        #expect(!Self.isFaulty || refused > 100, "\(refused) of \(accepted + refused) were refused")
    }
}

/// Random expressions of Lua with operators of every kind, the same for the same seed.
private struct SeededNumbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ count: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(count))
    }

    mutating func expression(depth: Int) -> String {
        if depth == 0 || next(6) == 0 {
            let leaves = [
                "p", "q", "r", "k", "1", "2", "77", "100000", "123456789012", "2.0", "up[1]", "up[2]", "nil",
            ]
            return leaves[next(leaves.count)]
        }
        let (a, b) = (expression(depth: depth - 1), expression(depth: depth - 1))
        let operators = [
            "&", "|", "~", "&", "|", "~", "<<", ">>", "+", "-", "*", "//", "and", "or", "and", "or", "and",
            "or", "==",
            "~=", "<", "<=",
        ]
        switch next(14) {
        case 12, 13:
            return "(\(1 + next(9)) \(["&", "|", "~"][next(3)]) (\(a) \(["and", "or"][next(2)]) \(b)))"
        case 0: return "(not (\(a)))"
        case 1: return "up[\(a)]"
        case 2: return "({ [1] = \(a) })[\(b)]"
        default: return "((\(a)) \(operators[next(operators.count)]) (\(b)))"
        }
    }
}
