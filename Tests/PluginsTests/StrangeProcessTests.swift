import Foundation
import Engine
import Plugins
import TestSupport
import Testing

/// What a plugin's process sends is not trusted: whatever it is, it ends in an error that names the plugin.
@Suite("Processes that misbehave", .serialized) struct StrangeProcessTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The error of loading a plugin whose process runs this program of the shell.
    private func error(_ shell: String?) throws -> EngineError? {
        let plugin = try folder.write("p.lua", "return { kind = \"leverage\", run = function() end }")
        let catalog = PluginCatalog(searchPath: [])
        catalog.isIsolating = true
        catalog.program = folder.path + "/no/such/program"
        if let shell {
            catalog.program = try folder.write("program", "#!/bin/sh\n\(shell)\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: catalog.program)
        }
        return #expect(throws: EngineError.self) { try catalog.plugin(named: plugin) }
    }

    @Test(arguments: [
        ("exit 0", "its process ended with code 0"), ("exit 3", "its process ended with code 3"),
        ("exit 75", "past its time limit"), ("kill -SEGV $$", "ended by signal 11: it crashed"),
        ("kill -KILL $$", "ended by the system"),
        ("head -c 4000 /dev/urandom >&0; sleep 5", "a message that cannot be read"),
        // Lengths of a terabyte, and below zero; a message of no known kind; one that is out of place.
        ("printf '\\0\\0\\0\\0\\0\\1\\0\\0l' >&0; sleep 5", "cannot be read"),
        ("printf '\\377\\377\\377\\377\\377\\377\\377\\377l' >&0; sleep 5", "cannot be read"),
        ("printf '\\0\\0\\0\\0\\0\\0\\0\\0Z' >&0; sleep 5", "cannot be read"),
        ("printf '\\0\\0\\0\\0\\0\\0\\0\\0b' >&0; sleep 5", "cannot be read"),
        // A manifest without its bytes, an error without its words.
        ("printf '\\0\\0\\0\\0\\0\\0\\0\\0l' >&0; sleep 5", "cannot be read"),
        (
            "printf '\\10\\0\\0\\0\\0\\0\\0\\0l\\377\\377\\377\\377\\377\\377\\377\\177' >&0; sleep 5",
            "cannot be read"
        ),
        ("printf '\\0\\0\\0\\0\\0\\0\\0\\0e' >&0; sleep 5", "cannot be read"),
    ]) func `each ends in an error`(shell: String, words: String) throws {
        let error = try error(shell)
        #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
        #expect(error?.description.contains("plugin p (") ?? false, "\(String(describing: error))")
    }

    @Test func `a program that cannot be started is named`() throws {
        let error = try error(nil)
        #expect(
            error?.description.contains("no/such/program: No such file") ?? false,
            "\(String(describing: error))")
    }

    @Test func `random messages of each kind are refused`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        for kind in "lmfrbwspeLMPSV" {
            let count = Int.random(in: 0...60, using: &random)
            let bytes = (0..<count).map { _ in
                let byte =
                    Bool.random(using: &random)
                    ? UInt8.random(in: 0...3, using: &random) : .random(in: 0...255, using: &random)
                return "\\" + String(byte, radix: 8)
            }
            // Small sizes of a few bytes so that some of it makes sense.
            let shell =
                "printf '\\\(String(count, radix: 8))\\0\\0\\0\\0\\0\\0\\0\(kind)\(bytes.joined())' >&0; exit 9"
            #expect(try error(shell) != nil, "\(shell)")
        }
    }

    @Test func `it inherits no variable and no open file`() throws {
        let list = folder.path + "/seen"
        _ = try error("ls -l /proc/$$/fd | grep -c socket > \(list); env | cut -d= -f1 | sort >> \(list)")
        let seen = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(seen.first == "1")
        #expect(
            Set(seen.dropFirst()).isSubset(of: [
                "LC_ALL", "SWIFT_BACKTRACE", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_",
            ]))
    }
}
