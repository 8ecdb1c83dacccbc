import Foundation
import TestSupport
import Testing

@testable import LuaRuntime

/// The official test suite of Lua 5.4.4 in our states: `LIQ_LUA_TESTS` names its folder (`testes` of lua/lua at
/// v5.4.4). `Tests/LuaSuite/ledger.tsv` lists what is left out: file, profile, first and last line, reason. Any other
/// failure fails. What the suite calls long or memory-hungry is run as well (`_soft` is off in `prelude.lua`).
@Suite(
    "LuaSuite",
    .enabled(if: ProcessInfo.processInfo.environment["LIQ_LUA_TESTS"] != nil, "needs LIQ_LUA_TESTS"))
struct LuaSuiteTests {
    private static let folder = SharedFolder.project.appending(path: "Tests/LuaSuite")
    private static let files = [
        "calls", "closure", "constructs", "events", "goto", "literals", "locals", "math", "nextvar", "pm",
        "sort",
        "strings", "tpack", "utf8", "vararg", "code", "bwcoercion", "coroutine", "errors",
    ]

    private static func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// Bytes as Latin-1, so that texts that are not UTF-8 come through: the suite is read by lines of bytes.
    private static func source(_ file: String, isPlugin: Bool) throws -> [UInt8] {
        let path = ProcessInfo.processInfo.environment["LIQ_LUA_TESTS"] ?? ""
        let data = try Data(contentsOf: URL(filePath: "\(path)/\(file).lua"))
        var lines = data.split(separator: 10, omittingEmptySubsequences: false).map(Array.init)
        if lines[0].first == UInt8(ascii: "#") { lines[0] = [] }
        for row in try text(folder.appending(path: "ledger.tsv").path).split(separator: "\n") {
            let cells = row.split(separator: "\t").map(String.init)
            guard cells.count == 5, cells[0] == file, (cells[1] == "plugin") == isPlugin,
                let first = Int(cells[2]), let last = Int(cells[3])
            else { continue }
            for line in first...last { lines[line - 1] = [] }
        }
        let prelude = try text(folder.appending(path: "prelude.lua").path).replacing("\n", with: " ")
        return Array(prelude.utf8) + Array(lines.joined(separator: [10]))
    }

    @Test(arguments: files, [false, true])
    func `a file of the suite passes but for what the ledger lists`(file: String, isPlugin: Bool) throws {
        let bytes = try Self.source(file, isPlugin: isPlugin)
        let state = try LuaState(
            profile: isPlugin ? .plugin(seed: 1) : .script, limits: LuaLimits(deadlineMilliseconds: 60_000))
        // Escapes keep bytes that are not UTF-8: they stand in texts only.
        let source = String(
            decoding: bytes.flatMap { $0 < 128 ? [$0] : Array("\\x\(String($0, radix: 16))".utf8) },
            as: UTF8.self)
        do { _ = try state.call(state.load(source, chunk: file)) } catch {
            Issue.record("\(error)\n\(error.traceback ?? "")")
        }
    }
}
