import Engine
import Foundation
import Glibc
import LuaRuntime
import TestSupport
import Testing

/// Ends that no code unwinds from.
@Suite("Sudden ends") struct SuddenEndTests {
    @Test func `the third Ctrl-C in a function that cannot be stopped leaves no draft behind`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/map.json"
        await #expect(processExitsWith: .exitCode(130)) { [path = path as String] in
            LuaSignals.installInterrupt()
            LuaSignals.setLastAct(FileDraft.removeAll)
            let draft = try FileDraft(path)
            guard access("\(path).\(getpid()).part", F_OK) == 0 else { exit(90) }
            let state = try LuaState(profile: .script)
            // A host function that does not look whether it is to end stands for one of Lua's own.
            let stuck = try state.makeFunction("stuck") { _ in
                for _ in 0..<3 { raise(SIGINT) }
                return []
            }
            try state.setGlobal("stuck", .function(stuck))
            _ = try state.call(try state.load("stuck()", chunk: "test"), [])
            withExtendedLifetime(draft) { exit(91) }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }
}
