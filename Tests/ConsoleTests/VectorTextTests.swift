import Charts
import LuaRuntime
import Engine
import Plugins
import Scripting
import Testing

@Suite("Vectors as text") struct VectorTextTests {
    private let state: LuaState

    init() throws { state = try LuaState(profile: .script, limits: .none, output: { _ in }) }

    private func text(_ cells: [Double], _ style: TerminalStyle) throws -> [String] {
        try ShownValue(state, style).text(.vector(LuaVector(cells))).split(separator: "\n").map(String.init)
    }

    private let terminal = TerminalStyle(columns: 80, rows: 24)

    @Test func `a vector shows its course and its figures`() throws {
        let lines = try text((1...1000).map { Double($0) }, terminal)
        #expect(
            lines[0] == "vector of 1,000: min 1.0, mean 500.5, max 1000.0" || lines[0].contains("mean 500.4")
                || lines[0].contains("mean 500.5"))
        #expect(lines[1].hasPrefix("  ▁▁▁") && lines[1].hasSuffix("███"))
        #expect(
            lines[2] == "  1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 … 993.0 994.0 995.0 996.0 997.0 998.0 999.0 1000.0"
                || lines[2].contains(" … "))
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `cells that are no number are counted and left out of the figures`() throws {
        let lines = try text([.nan, 2, 4, .nan], terminal)
        #expect(lines == ["vector of 4: min 2.0, mean 3.0, max 4.0, 2 NaN", "  nan 2.0 4.0 nan"])
        #expect(try text([.nan], terminal)[0] == "vector of 1, 1 NaN")
        #expect(try text([], terminal) == ["vector of 0"])
        #expect(try text([.infinity, 1], terminal)[0].contains("max inf"))
    }

    @Test func `a pipe gets cell by cell`() throws {
        #expect(try text([1, 0.1, .nan, -1e300], .plain(columns: 80)) == ["1.0", "0.1", "nan", "-1e+300"])
        #expect(try text((0..<5000).map { Double($0) }, .plain(columns: 80)).count == 5000)
    }

    @Test func `without Unicode a vector is drawn in ASCII`() throws {
        let style = TerminalStyle(columns: 60, rows: 24, unicode: false)
        #expect(try text((1...100).map { Double($0) }, style).joined().allSatisfy(\.isASCII))
    }
}
