import Foundation
import TestSupport
import Testing

@testable import LuaRuntime

/// Vectors beside the plainest Swift that says the same.
@Suite("Vector methods") struct VectorMethodTests {
    private func makeState() throws -> LuaState {
        let state = try LuaState(profile: .plugin(seed: 1), limits: .none)
        try state.setGlobal("vector", .function(state.makeVectorConstructor()))
        return state
    }

    private func same(_ x: Double, _ y: Double) -> Bool {
        x.isNaN && y.isNaN || x == y || abs(x - y) <= 1e-9 * max(abs(x), abs(y), 1e-3)
    }

    private func values(_ state: LuaState, _ source: String) throws -> [Double] {
        try #require(try state.run("return " + source)[0].vector).values
    }

    /// Cells with NaN, repeated and equal ones among them.
    private func cells(_ count: Int, _ random: inout SeededGenerator) -> [Double] {
        (0..<count).map { _ in
            switch Int.random(in: 0..<20, using: &random) {
            case 0: .nan
            case 1...4: Double(Int.random(in: -3...3, using: &random))
            default: Double.random(in: -100...100, using: &random)
            }
        }
    }

    // Functions over the cells of a window, NaN where there is one.
    private static let folds: [(String, @Sendable ([Double]) -> Double)] = [
        ("rolling_sum(N)", { $0.reduce(0, +) }), ("rolling_mean(N)", { $0.reduce(0, +) / Double($0.count) }),
        ("rolling_min(N)", { $0.min() ?? 0 }), ("rolling_max(N)", { $0.max() ?? 0 }),
        (
            "rolling_std(N)",
            { cells in
                let mean = cells.reduce(0, +) / Double(cells.count)
                return (cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(cells.count)).squareRoot()
            }
        ),
        ("rolling_quantile(N, 0.3)", { quantile($0, 0.3) }), ("rolling_median(N)", { quantile($0, 0.5) }),
        (
            "rolling_rank(N)",
            { cells in
                guard cells.count > 1, let last = cells.last else { return 0.5 }
                let below = cells.count { $0 < last }
                let equal = cells.count { $0 == last }
                return (Double(below) + Double(equal - 1) / 2) / Double(cells.count - 1)
            }
        ),
    ]

    private static func quantile(_ cells: [Double], _ q: Double) -> Double {
        let sorted = cells.sorted()
        let at = q * Double(sorted.count - 1)
        let low = Int(at)
        return sorted[low] + (sorted[min(low + 1, sorted.count - 1)] - sorted[low]) * (at - Double(low))
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `windows hold what their cells hold`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let state = try makeState()
        let v = cells(Int.random(in: 0...200, using: &random), &random)
        try state.setGlobal("v", .vector(LuaVector(v)))
        let n = seed % 5 == 0 ? 1 : Int.random(in: 1...30, using: &random)
        for (call, fold) in Self.folds {
            let found = try values(state, "v:" + call.replacingOccurrences(of: "N", with: "\(n)"))
            #expect(found.count == v.count)
            for i in v.indices {
                let window = i + 1 >= n ? Array(v[(i + 1 - n)...i]) : [.nan]
                let expected = window.contains(where: \.isNaN) ? .nan : fold(window)
                #expect(same(found[i], expected), "seed \(seed): \(call), n \(n), cell \(i)")
            }
        }
    }

    /// A random expression in Lua and what it is in Swift.
    private func expression(_ depth: Int, _ names: [String: [Double]], _ random: inout SeededGenerator) -> (
        String, [Double]
    ) {
        guard depth > 0, let (name, cells) = names.randomElement(using: &random) else {
            let pick = names.sorted { $0.key < $1.key }.randomElement(using: &random)
            return pick.map { ($0.key, $0.value) } ?? ("v", [])
        }
        _ = (name, cells)
        let (left, x) = expression(depth - 1, names, &random)
        let (right, y) = expression(depth - 1, names, &random)
        let number = Double(Int.random(in: -4...4, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return ("(\(left) + \(right))", zip(x, y).map(+))
        case 1: return ("(\(left) - \(right))", zip(x, y).map(-))
        case 2: return ("(\(left) * \(number))", x.map { $0 * number })
        case 3: return ("(\(number) - \(right))", y.map { number - $0 })
        case 4: return ("(\(left) / \(right))", zip(x, y).map(/))
        case 5: return ("(-\(left))", x.map { -$0 })
        case 6: return ("(\(left)):abs()", x.map(abs))
        case 7: return ("(\(left)):gt(\(right))", zip(x, y).map { $0 > $1 ? 1 : 0 })
        case 8: return ("(\(left)):ne(\(number))", x.map { $0 != number ? 1 : 0 })
        case 9:
            return (
                "(\(left)):atleast(\(right))", zip(x, y).map { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
            )
        case 10: return ("(\(left)):fillnan(\(right))", zip(x, y).map { $0.isNaN ? $1 : $0 })
        default:
            return (
                "(\(left)):choose(\(right), \(number))",
                zip(x, y).map { $0.isNaN ? .nan : $0 != 0 ? $1 : number }
            )
        }
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `a formula of many operations is what its cells say, however long the vectors`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let state = try makeState()
        let count = [3, 511, 512, 513, 1500][Int(seed % 5)]
        var names: [String: [Double]] = [:]
        for name in ["u", "v", "w"] {
            names[name] = cells(count, &random)
            try state.setGlobal(name, .vector(LuaVector(names[name] ?? [])))
        }
        let (source, expected) = expression(Int(seed % 6), names, &random)
        let found = try values(state, source)
        #expect(found.count == expected.count)
        #expect(zip(found, expected).allSatisfy { same($0, $1) }, "seed \(seed): \(source)")
        let sum = try state.run("return (\(source)):sum()")[0].double ?? 0
        let whole = expected.reduce(0, +)
        #expect(
            same(sum, whole) || abs(sum - whole) < 1e-9 * expected.reduce(0) { $0 + abs($1) },
            "seed \(seed): \(source)")
    }

    @Test func `a formula means what it meant when it was written, whatever is written later`() throws {
        let state = try makeState()
        let source = """
            local a = vector(2000, 1)
            local b = a + 1            -- not computed yet
            a[1] = 100                 -- a changes, b does not
            local c = b * 2
            b[2] = 50
            local d = vector(2000, function(i) return i end)
            local e = d * d
            d:fill(0)
            return a[1], b[1], b[2], c[1], c[2], e[3], d[3]
            """
        let numbers = try state.run(source).map { $0.double ?? .nan }
        #expect(numbers == [100, 2, 50, 4, 4, 9, 0])
    }

    @Test func `what the host took from a vector stays as it was`() throws {
        let state = try makeState()
        try state.run("v = vector(1000, 1) w = v + 1")
        let (v, w) = (try state.run("return v")[0].vector, try state.run("return w")[0].vector)
        try state.run("v[1] = 5 w:fill(9) collectgarbage = nil v = nil w = nil")
        try state.collectGarbage()
        #expect(try v?.values == [Double](repeating: 1, count: 1000))
        #expect(try w?.values == [Double](repeating: 2, count: 1000))
    }

    @Test func `vectors of two operands that are one, again and again, survive the collector`() throws {
        let state = try makeState()
        let source = """
            local x = vector(3000, 2)
            for i = 1, 300 do local y = x + 1 x = y * y / y - 1 collectgarbage = nil end
            return x:mean()
            """
        #expect(try state.text(source) == "2.0")
    }

    @Test(arguments: [
        ("v:quantile(0.25)", "2.0"), ("v:median()", "3.0"), ("v:argmax()", "5"), ("v:argmin()", "1"),
        ("v:first() + v:last()", "6.0"), ("v:count()", "5"), ("(v / 0 * 0):count()", "0"),
        ("v:gt(4):any()", "true"), ("v:gt(4):all()", "false"), ("v:clip(2, 4):sum()", "15.0"),
        ("v:shift(2)", "vector(5) nan nan … 3.0"), ("v:diff(4)[5]", "4.0"),
        ("v:cummax():last()", "5.0"), ("(-v):cummin():last()", "-5.0"),
        ("vector({ 1, 0/0, 3 }):carry()", "vector(3) 1.0 1.0 3.0"),
        ("v:map(function(x, i) return x * i end):sum()", "55.0"),
        ("vector(3, function(i) return i * i end):sum()", "14.0"),
        ("vector({ 1.5, -1.5, 2.4 }):round()", "vector(3) 2.0 -2.0 2.0"),
        ("v:ge(3):choose(1, -1):sum()", "1.0"), ("v:eq(v):sum()", "5.0"), ("v:rolling_sum(9)[5]", "nan"),
    ])
    func `methods give what they are known to give`(source: String, expected: String) throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2, 3, 4, 5])))
        #expect(try state.text("return " + source) == expected)
    }

    @Test(arguments: [
        ("v:gt('3')", "number or vector expected"), ("v:gt()", "number or vector expected"),
        ("v:rolling_sum(0)", "a window of at least 1 is expected"),
        ("v:quantile(2)", "a quantile lies between 0 and 1"),
        ("v:clip(3, 1)", "the higher bound must not lie below"),
        ("v:map(function() return 'x' end)", "cell 1 of map is string"),
        ("v:choose(vector(2), 1)", "vectors differ in length: 5 and 2"), ("v:shift(-1)", "0 or more steps"),
        ("vector(2, function() end)", "element 1 is nil"),
    ])
    func `what cannot be computed is named`(source: String, message: String) throws {
        let state = try makeState()
        try state.setGlobal("v", .vector(LuaVector([1, 2, 3, 4, 5])))
        let error = state.failure("return " + source)
        #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    }
}
