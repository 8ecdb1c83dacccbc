import Foundation
import TestSupport
import Testing

@Suite("The console on a terminal") struct ConsoleSessionTests {
    @Test func `it greets, prompts and leaves with Ctrl-D`() throws {
        let console = try PtyConsole()
        #expect(console.banner.hasPrefix("liq 0."))
        #expect(console.banner.contains("Lua 5.4"))
        #expect(console.banner.contains(":help"))
        #expect(console.leave() == 0)
    }

    @Test func `expressions show their value, statements do not`() throws {
        let console = try PtyConsole()
        #expect(try console.ask("1+1") == "2\n")
        #expect(try console.ask("0.1+0.2") == "0.30000000000000004\n")
        #expect(try console.ask("x = 5") == "")
        #expect(try console.ask("x, 'a'") == "5\n\"a\"\n")
        #expect(try console.ask("") == "")
    }

    @Test func `unfinished input goes on under another prompt`() throws {
        let console = try PtyConsole()
        #expect(try console.ask("for i = 1, 2 do", prompt: "...> ") == "")
        #expect(try console.ask("print(i)", prompt: "...> ") == "")
        #expect(try console.ask("end") == "1\n2\n")
        #expect(try console.ask("1 +", prompt: "...> ") == "")
        #expect(try console.ask("2") == "3\n")
    }

    @Test func `the last value has a name and a semicolon silences`() throws {
        let console = try PtyConsole()
        #expect(try console.ask("6 * 7") == "42\n")
        #expect(try console.ask("_ + 1") == "43\n")
        #expect(try console.ask("'quiet';") == "")
        #expect(try console.ask("_") == "\"quiet\"\n")
    }

    @Test func `an error is shown with its line and the session lives on`() throws {
        let console = try PtyConsole()
        try console.ask("kept = 1")
        #expect(try console.ask("error('boom')").contains("[2]:1: boom"))
        #expect(try console.ask("x = = 1").contains("[3]:1: unexpected symbol near '='"))
        #expect(try console.ask("nothing.here").contains("attempt to index a nil value (global 'nothing')"))
        #expect(try console.ask("liq.load('nowhere')").contains("nowhere: no such file or folder"))
        #expect(try console.ask("coroutine.create(print)").contains("coroutine"))
        #expect(try console.ask("kept") == "1\n")
        #expect(console.leave() == 0)
    }

    @Test func `commands begin with a colon`() throws {
        let console = try PtyConsole(environment: ["NO_COLOR": "1"])
        let help = try console.ask(":help")
        for word in [":plugins", ":quit", "load()", "dataset: ", "rolling_mean()", "save()"] {
            #expect(help.contains(word))
        }
        #expect(try console.ask(":help heatmap:save").contains("example: h:save("))
        #expect(try console.ask(":plugins").contains("crowded-side-pays"))
        #expect(try console.ask(":plugin") == "no command ':plugin' (did you mean 'plugins'?)\n")
        console.terminal.send(":quit\n")
        #expect(console.terminal.end().status == 0)
    }

    @Test func `a map draws itself in colour at the width of the terminal`() throws {
        let console = try PtyConsole()
        try console.ask("btc = liq.load '\(Program.days)'")
        try console.ask("m = btc:map {lookback = '2d', leverage = 'retail'}")
        let picture = try console.ask("m")
        #expect(picture.contains("BTCUSDT · 15m · 192 bars"))
        #expect(picture.contains("\u{1b}["))
        let widest = picture.split(separator: "\n").map { Picture.width(String($0)) }.max() ?? 0
        #expect((80...100).contains(widest))
        #expect(try console.ask("btc:heatmap{lookback = '2d', columns = 20}").contains("BTCUSDT"))
        #expect(try console.ask("#btc") == "576\n")
    }

    @Test func `colour stays off where it is not wanted`() throws {
        let console = try PtyConsole(environment: ["NO_COLOR": "1"])
        try console.ask("m = liq.load('\(Program.days)'):map {lookback = '1d', leverage = 'retail'}")
        #expect(!(try console.ask("m").contains("\u{1b}")))
    }

    @Test func `text cannot steer the terminal`() throws {
        let console = try PtyConsole(environment: ["NO_COLOR": "1"])
        #expect(try console.ask(#""a\27[31m""#) == "\"a\\027[31m\"\n")
        #expect(!(try console.ask(#""a\27[31m\nb""#).contains("\u{1b}")))
        #expect(!(try console.ask(#"error("a\27[31m")"#).contains("\u{1b}")))
    }
}
