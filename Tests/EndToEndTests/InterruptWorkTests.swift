import Foundation
import TestSupport
import Testing

/// Ctrl-C in the middle of native work: the prompt is back soon, whatever is being done.
@Suite("Ctrl-C in native work") struct InterruptWorkTests {
    nonisolated(unsafe) private static let market = Result { try LargeMarket() }

    private static let work = [
        "liq.load(large)", "data:map { options = { closing = 'youngestFirst' } }",
        "data:map { leverage = slow }",
        "data:heatmap { columns = 400, options = { entry = 'spread(60)' } }",
        "m:explain { at = '1..1000000' }", ":sweep clusters 1..100 step 1",
    ]

    @Test func `it comes back to the prompt`() throws {
        let market = try Self.market.get()
        let console = try PtyConsole()
        try console.ask("large = '\(market.path)'")
        try console.ask("slow = '\(market.plugin)'")
        try console.ask("data = liq.load(large)")
        try console.ask("m = data:map { leverage = 'retail', model = 'reference' }")
        for code in Self.work {
            console.terminal.send(code + "\n")
            try console.terminal.read(until: code + "\n")
            Thread.sleep(forTimeInterval: 0.15)
            let start = Date()
            let shown = try console.interrupt(seconds: 10)
            let seconds = Date().timeIntervalSince(start)
            print("Ctrl-C in \(code): \(Int(seconds * 1000)) ms")
            #expect(shown.contains("interrupted"), "\(code): \(shown)")
            // Measured on an idle machine: REPL.md. Tests run side by side.
            #expect(seconds < 3, "\(code)")
            #expect(try console.ask("1+1") == "2\n", "\(code)")
        }
        #expect(console.leave() == 0)
    }
}

/// Many hours, made once.
private struct LargeMarket {
    let folder: TemporaryFolder
    let path: String
    /// A plugin that is asked bar by bar and takes its time.
    let plugin: String

    init() throws {
        folder = try TemporaryFolder()
        plugin = try folder.write(
            "slow.lua",
            """
            return { kind = "leverage", run = function(bar, ladder)
              local weights = {}
              for i, leverage in ipairs(ladder) do weights[i] = math.exp(-math.log(leverage / 5) ^ 2 / 2) end
              return { long = weights, short = weights }
            end }
            """)
        path = try folder.write("large.csv", MadeUpMarket.bars(40_000, funding: "0.0001"))
    }
}
