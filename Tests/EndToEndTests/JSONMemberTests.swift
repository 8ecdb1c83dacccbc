import Foundation
import TestSupport
import Testing

@Suite("Members of the JSON") struct JSONMemberTests {
    private static let options = [
        Program.days, "--lookback", "3d", "--leverage", "momentum-retail:lean=2", "--funding",
        "crowded-side-pays", "--signal", "nearest-cluster", "--format", "json",
    ]

    @Test func `a map says what it is, what it rests on and what it holds`() throws {
        let map = try JSON(try Program.output(["map"] + Self.options))
        #expect(
            try map.names == [
                "format", "version", "engine", "about", "data", "assumptions", "parts", "notes", "units",
                "time",
                "price", "totals", "within", "asymmetry", "average_true_range", "cluster_width", "clusters",
                "signals", "ledger", "buckets",
            ])
        #expect(try map["format"].text == "liq.map")
        #expect(try map["version"].number == 3)
        #expect(try map["engine"].text.hasPrefix("liq 0."))
        #expect(try map["about"].text.contains("Estimated"))
        let data = try map["data"]
        #expect(try data["symbol"].text == "BTCUSDT")
        #expect(try data["from"].text == "2025-05-28T00:00Z")
        #expect(try data["to"].text == "2025-05-30T23:45Z")
        #expect(try data["coverage"]["open_interest"].text == "288 of 288")
        let assumptions = try map["assumptions"]
        #expect(try assumptions["model"].text == "turnover")
        #expect(try assumptions["margin"].text.contains("Binance"))
        #expect(try assumptions.names.isSuperset(of: ["flow", "entry", "split", "touch", "rungs", "grid"]))
        #expect(try map["units"]["notional"].text.contains("estimated"))
        #expect(try map["signals"].list.allSatisfy { try $0["rule"].text == "nearest-cluster" })
        for side in ["long", "short"] {
            let (edges, notional, intensity) = (
                try map["buckets"]["edges"].numbers, try map["buckets"][side]["notional"].numbers,
                try map["buckets"][side]["intensity"].numbers
            )
            #expect(notional.count == edges.count - 1)
            #expect(intensity.count == notional.count)
            #expect(notional.allSatisfy { $0 >= 0 })
            #expect(intensity.allSatisfy { (0...1).contains($0) })
            #expect(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 })
        }
    }

    /// The hash of a shipped plugin: of its file, or of the lines of its file and of the modules that it requires.
    private static func hash(of id: String) throws -> String {
        func sum(_ arguments: [String]) throws -> String {
            String(try Shell(["sha256sum"] + arguments).text.prefix(64))
        }
        let own = try sum(["plugins/\(id).lua"])
        let file = SharedFolder.project.appending(path: "plugins/\(id).lua")
        let text = try String(contentsOf: file, encoding: .utf8)
        let modules = text.matches(of: /require "(\w+)"/).map { String($0.output.1) }
        guard !modules.isEmpty else { return own }
        var lines = "\(own)  \(id)\n"
        for module in modules.sorted() { lines += "\(try sum(["plugins/\(module).lua"]))  \(module)\n" }
        let folder = try TemporaryFolder()
        return try sum([try folder.write("lines", lines)])
    }

    @Test func `parts carry the hash of the plugin's files and its parameters`() throws {
        let parts = try JSON(try Program.output(["map"] + Self.options))["parts"].list
        #expect(try parts.map { try $0["kind"].text } == ["leverage", "funding", "signal"])
        #expect(
            try parts.map { try $0["id"].text } == [
                "momentum-retail", "crowded-side-pays", "nearest-cluster",
            ])
        for part in parts {
            #expect(try part["sha256"].text == Self.hash(of: part["id"].text))
            #expect(try !part["version"].text.isEmpty)
        }
        let lean = try parts[0]["parameters"]["lean"]
        #expect(try lean.number == 2)
    }

    @Test func `a heatmap has columns over time`() throws {
        let heatmap = try JSON(
            try Program.output(
                ["heatmap", "--buckets", "60"]
                    + Self.options.filter { !["--signal", "nearest-cluster"].contains($0) }))
        #expect(try heatmap["format"].text == "liq.heatmap")
        #expect(try heatmap["version"].number == 2)
        #expect(
            try heatmap.names.isSuperset(of: [
                "engine", "data", "assumptions", "parts", "units", "bars_per_column", "edges", "columns",
                "cells",
            ]))
        let (columns, rows) = (
            try heatmap["columns"].list.count, try heatmap["edges"].numbers.count - 1
        )
        #expect(columns > 100)
        for cell in try heatmap["cells"].list {
            let fields = try cell.numbers
            #expect((0..<columns).contains(Int(fields[0])) && (0..<rows).contains(Int(fields[1])))
        }
    }
}
