import Foundation
import TestSupport
import Testing

@Suite("The same plan gives the same bytes") struct SameBytesTests {
    /// A plan as options of the command and as arguments of `map`.
    struct Plan: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let options: [String]
        let arguments: String
    }

    static let plans = [
        Plan(
            testDescription: "retail",
            options: ["--leverage", "retail", "--lookback", "2d", "--model", "balanced"],
            arguments: #"leverage = "retail", lookback = "2d", model = "balanced""#),
        Plan(
            testDescription: "funding and signals",
            options: [
                "--lookback", "2d", "--funding", "crowded-side-pays:gain=0.5", "--signal", "nearest-cluster",
                "--signal", "squeeze-risk", "--within", "10%",
            ],
            arguments: """
                lookback = "2d", funding = "crowded-side-pays:gain=0.5", \
                signal = {"nearest-cluster", "squeeze-risk"}, within = "10%"
                """),
        Plan(
            testDescription: "reference on a linear grid",
            options: ["--model", "reference", "--split", "even", "--step", "250", "--lookback", "3d"],
            arguments: #"model = "reference", split = "even", step = 250, lookback = "3d""#),
    ]

    @Test(arguments: plans) func `every way to run liq gives the same bytes`(plan: Plan) throws {
        let folder = try TemporaryFolder()
        let map = ["map", Program.days] + plan.options
        let expected = try Program.output(map + ["--format", "json"])
        #expect(expected.count > 10_000)
        #expect(try Program.output(map + ["--format", "json"]) == expected, "a second run")

        func saved(_ way: String, _ body: (_ code: String) throws -> Void) throws {
            let file = folder.url.appending(path: "\(way).json")
            try body("liq.load(\"\(Program.days)\"):map{\(plan.arguments)}:save(\"\(file.path)\")")
            #expect(try Data(contentsOf: file) == expected, "\(way)")
        }
        try saved("command") { _ in
            let output = try Program.output(map + ["--out", "\(folder.path)/command.json"])
            #expect(output.isEmpty)
        }
        try saved("script") { code in
            _ = try Program.output(["run", try folder.write("script.lua", code + "\n")])
        }
        try saved("code") { _ = try Program.output(["-c", $0]) }
        try saved("standard input") { _ = try Program.output(["-"], input: $0) }
        try saved("console in a pipe") { _ = try Program.output([], input: $0 + "\n") }
        try saved("console on a terminal") { code in
            let console = try PtyConsole()
            let parts = code.split(separator: ":save")
            #expect(try console.ask("m = \(parts[0])") == "")
            #expect(try console.ask("m:save\(parts[1])") == "")
            #expect(console.leave() == 0)
        }
    }

    @Test func `a map that is printed as text is the same bytes too`() throws {
        let expected = try Program.output([
            "map", Program.days, "--leverage", "retail", "--lookback", "2d", "--format", "json",
        ])
        let call = "liq.load('\(Program.days)'):map{leverage = 'retail', lookback = '2d'}:json()"
        // print ends its line; the JSON ends with a line feed of its own.
        #expect(try Program.output(["-c", "print(\(call))"]) == expected + Data("\n".utf8))
        #expect(try Program.output([], input: "m = \(call)\nprint(m:sub(1, -2))\n") == expected)
    }

    @Test func `a heatmap and the other formats are the same bytes too`() throws {
        let folder = try TemporaryFolder()
        let options = ["--leverage", "retail", "--lookback", "3d"]
        let load = "liq.load('\(Program.days)')"
        let heatmap = try Program.output(
            ["heatmap", Program.days, "--columns", "40", "--format", "json"] + options)
        _ = try Program.output([
            "-c",
            """
            local btc = \(load)
            btc:heatmap {leverage = 'retail', lookback = '3d', columns = 40}:save '\(folder.path)/h.json'
            local m = btc:map {leverage = 'retail', lookback = '3d'}
            m:save '\(folder.path)/m.csv'
            m:save '\(folder.path)/m.txt'
            m:save('\(folder.path)/c.json', {format = 'coinglass'})
            """,
        ])
        func file(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }
        #expect(try file("h.json") == heatmap)
        for (name, format) in [("m.csv", "csv"), ("m.txt", "text"), ("c.json", "coinglass")] {
            let output = try Program.output(["map", Program.days, "--format", format] + options)
            #expect(try file(name) == output, "\(format)")
        }
    }
}
