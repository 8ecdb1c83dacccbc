import Foundation
import Glibc
import TestSupport
import Testing

/// The line editor in the real program on a real terminal.
@Suite("The line editor on a terminal") struct PtyEditorTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func start(columns: Int = 80) throws -> Pty {
        let terminal = try Pty(
            [Program.path], folder: SharedFolder.project.path, columns: columns,
            environment: Program.environment.merging(["XDG_STATE_HOME": folder.path + "/state"]) { $1 })
        try terminal.look { $0.lines.last == "liq>" }
        return terminal
    }

    @Test(arguments: [80, 120])
    func `an entry of several lines is edited, run, found again and kept in a file of its owner`(columns: Int)
        throws
    {
        let first = try start(columns: columns)
        first.send("for i = 1, 2 do\rprint(i * 21)\rend")
        try first.look { $0.lines.suffix(3) == ["liq> for i = 1, 2 do", "...>   print(i * 21)", "...> end"] }
        first.send("\r")
        try first.look { $0.lines.suffix(3) == ["21", "42", "liq>"] }
        first.send("\u{4}")
        #expect(first.end().status == 0)
        var status = stat()
        let path = folder.path + "/state/liq/history"
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)

        let second = try start(columns: columns)
        second.send("for\u{1B}[A")
        try second.look {
            $0.lines.suffix(3) == ["liq> for i = 1, 2 do", "...>   print(i * 21)", "...> end"]
        }
        second.send("\r")
        try second.look { $0.lines.suffix(3) == ["21", "42", "liq>"] }
    }

    @Test func `completion knows the values at hand`() throws {
        let terminal = try start()
        terminal.send("btc = liq.load \"examples/da\tBT\t\u{7F}\"\r")
        try terminal.look { $0.lines.last == "liq>" && $0.lines.count > 2 }
        terminal.send("m = btc:map { lookb\t\"1d\", leverage = \"reta\t\" }\r")
        try terminal.look {
            $0.lines.last == "liq>" && $0.lines.contains { $0.contains("lookback = \"1d\"") }
        }
        terminal.send("m:clu\t()[1].si")
        try terminal.look { $0.lines.contains { $0.hasPrefix("liq> m:clusters()[1].si") } }
        terminal.send("\u{15}m:c\t\t")
        let screen = try terminal.look { $0.lines.contains { $0.hasPrefix(" coinglass") } }
        #expect(screen.lines.contains { $0.hasPrefix(" clusters") && $0.contains("clusters, largest first") })
        terminal.send("\u{3}")
        try terminal.look { $0.lines.last == "liq>" }
    }

    @Test func `Ctrl-C comes back to the prompt, from an entry and from a loop`() throws {
        let terminal = try start()
        terminal.send("abc\u{3}")
        try terminal.look { $0.lines.suffix(2) == ["liq> abc^C", "liq>"] }
        terminal.send("while true do end\r")
        try terminal.look { $0.lines.last == "liq> while true do end" }
        Thread.sleep(forTimeInterval: 0.3)
        terminal.send("\u{3}")
        try terminal.look { $0.lines.last == "liq>" && $0.lines.contains { $0.contains("interrupted") } }
        terminal.send("1 + 1\r")
        try terminal.look { $0.lines.suffix(2) == ["2", "liq>"] }
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a program that is ended leaves the terminal as it was`(signal: Int32) throws {
        let terminal = try start()
        terminal.send("half")
        try terminal.look { $0.lines.last == "liq> half" }
        #expect(!terminal.isCooked)
        kill(terminal.identifier, signal)
        _ = terminal.end()
        #expect(terminal.isCooked)
    }
}
