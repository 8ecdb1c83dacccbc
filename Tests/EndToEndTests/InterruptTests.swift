import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Ctrl-C") struct InterruptTests {
    @Test func `at the prompt it gives a new one`() throws {
        let console = try PtyConsole()
        #expect(try console.interrupt().hasSuffix("\n"))
        console.terminal.send("half a line")
        try console.terminal.read(until: "half a line")
        try console.interrupt()
        #expect(try console.ask("for i = 1, 2 do", prompt: "...> ") == "")
        try console.interrupt()
        #expect(try console.ask("1+1") == "2\n")
        #expect(console.leave() == 0)
    }

    @Test(arguments: [
        "while true do end", "while true do pcall(function() while true do end end) end",
        "local t = {} for i = 1, 1e9 do t[i % 1000] = ('x'):rep(i % 50) end",
    ])
    func `it ends code that loops within two seconds`(code: String) throws {
        let console = try PtyConsole()
        console.terminal.send("print('go') \(code)\n")
        try console.terminal.read(until: "\ngo\n")
        #expect(try console.interrupt(seconds: 2).contains("interrupted"))
        #expect(try console.ask("1+1") == "2\n")
        #expect(console.leave() == 0)
    }

    @Test func `it ends a model of the session that loops`() throws {
        let console = try PtyConsole()
        try console.ask("btc = liq.load '\(Program.days)'")
        try console.ask("liq.leverage('bad', function() print('go') while true do end end)")
        console.terminal.send("btc:map {leverage = 'bad'}\n")
        try console.terminal.read(until: "\ngo\n")
        #expect(try console.interrupt(seconds: 2).contains("interrupted"))
        let map = try console.ask("btc:map {leverage = 'retail', lookback = '1d'}")
        #expect(map.contains("BTCUSDT"))
        #expect(console.leave() == 0)
    }

    @Test func `a plugin that loops or eats memory ends by its limit and the console lives on`() throws {
        let folder = try TemporaryFolder()
        let loop = try folder.write("loop.lua", BadPlugin.loop)
        let memory = try folder.write("memory.lua", BadPlugin.memory)
        let console = try PtyConsole()
        try console.ask("btc = liq.load '\(Program.days)'")
        let late = try console.ask("btc:map {leverage = '\(loop)'}")
        #expect(late.contains("the time limit of 1000 ms was reached"))
        let large = try console.ask("btc:map {leverage = '\(memory)'}")
        #expect(large.contains("the memory limit of 67108864 bytes was reached"))
        #expect(try console.ask("#btc") == "576\n")
        #expect(console.leave() == 0)
    }

    @Test func `a plugin that is slow can be interrupted from the console`() throws {
        let folder = try TemporaryFolder()
        let slow = try folder.write("slow.lua", BadPlugin.slow)
        let console = try PtyConsole()
        try console.ask("btc = liq.load '\(Program.days)'")
        console.terminal.send("btc:map {leverage = '\(slow)'}\n")
        try console.terminal.read(until: "\ngo\n")
        #expect(try console.interrupt(seconds: 2).contains("interrupted"))
        #expect(try console.ask("1+1") == "2\n")
    }

    @Test func `it ends a list of plugins that all take long`() throws {
        let folder = try TemporaryFolder()
        for index in 0..<200 { try folder.write("slow\(index).lua", "while true do end") }
        let program = try RunningProgram(
            ["-c", "print('go') liq.plugins() print('done')", "--plugins", folder.path])
        let end = try program.interrupted(after: "go\n")
        #expect(end.status == 130, "\(end.errors)")
        #expect(end.output == "go\n")
    }

    @Test(arguments: [["map"], ["heatmap", "--columns", "100"]])
    func `it ends a write that waits for a reader`(command: [String]) throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/fifo"
        #expect(mkfifo(pipe, 0o600) == 0)
        let reader = open(pipe, O_RDONLY | O_NONBLOCK)
        defer { close(reader) }
        let program = try RunningProgram(command + [Program.days, "--format", "json", "--out", pipe])
        // Full once nothing more comes.
        var (count, before) = (Int32(0), Int32(-1))
        let status = try program.ended(by: SIGINT) {
            poll(nil, 0, 300)
            before = count
            _ = ioctl(reader, UInt(FIONREAD), &count)
            return count > 60_000 && count == before
        }
        #expect(status == 130)
    }

    @Test func `code on the command line ends with 130`() throws {
        let end = try RunningProgram(["-c", "print('go') while true do end"]).interrupted(after: "go\n")
        #expect(end.status == 130)
        #expect(end.errors.contains("-c:1: interrupted"))
        #expect(end.output == "go\n")
    }

    @Test func `a map with a slow plugin ends with 130 and writes nothing`() throws {
        let folder = try TemporaryFolder()
        let slow = try folder.write("slow.lua", BadPlugin.slow)
        let end = try RunningProgram(["map", Program.data, "--leverage", slow]).interrupted(after: "go\n")
        #expect(end.status == 130)
        #expect(end.errors.contains("interrupted"))
        #expect(end.output == "")
    }

    @Test func `it ends a map whose plugin runs isolated, and the plugin's process`() throws {
        let folder = try TemporaryFolder()
        let slow = try folder.write("slow.lua", BadPlugin.slow)
        let program = try RunningProgram(["map", Program.data, "--leverage", slow, "--isolated"])
        let end = try program.interrupted(after: "go\n")
        #expect(end.status == 130, "\(end.errors)")
        #expect(end.output == "")
        #expect(end.errors.contains("liq: interrupted in plugin slow"))
    }

    @Test func `when it is killed, the process of its plugin goes with it, even one that stands still`()
        throws
    {
        let folder = try TemporaryFolder()
        let slow = try folder.write("slow.lua", BadPlugin.slow)
        let program = try RunningProgram(["map", Program.data, "--leverage", slow, "--isolated"])
        try program.wait(for: "go\n")
        let child = try #require(program.children().first)
        // Stopped, it cannot find out by itself that nobody listens any more.
        kill(child, SIGSTOP)
        #expect(try program.ended(by: SIGKILL, once: { true }) == 128 + SIGKILL)
        let limit = Date(timeIntervalSinceNow: 10)
        while kill(child, 0) == 0, limit.timeIntervalSinceNow > 0 { poll(nil, 0, 5) }
        #expect(kill(child, 0) != 0, "process \(child) is still there")
    }
}
