import Foundation
import TestSupport
import Testing

@Suite("What is shipped") struct ShippedTests {
    @Test func `the example data is what the simulator writes`() throws {
        let folder = try TemporaryFolder()
        let shell = try Program.run(["synth", "--out", folder.path])
        #expect(shell.status == 0)
        #expect(shell.text == "")
        #expect(shell.errors.contains("2880 klines"))
        let shipped = SharedFolder.project.appending(path: Program.data).path
        let difference = try Shell(["diff", "-r", shipped, folder.path])
        #expect(difference.status == 0, "\(difference.text)")
    }

    @Test func `another seed is another market`() throws {
        let folder = try TemporaryFolder()
        for seed in ["1", "1", "2"] {
            let path = "\(folder.path)/\(seed)-\(UUID().uuidString)"
            _ = try Program.output(["synth", "--out", path, "--seed", seed, "--days", "1"])
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        func klines(_ name: String) throws -> Data {
            try Data(contentsOf: folder.url.appending(path: "\(name)/BTCUSDT-15m.csv"))
        }
        #expect(try klines(names[0]) == klines(names[1]))
        #expect(try klines(names[0]) != klines(names[2]))
    }

    @Test func `the version names liq, Lua and what the self-test found`() throws {
        let text = String(decoding: try Program.output(["--version"]), as: UTF8.self)
        #expect(text.hasPrefix("liq 0."))
        #expect(text.contains("plugin API level 1"))
        #expect(text.contains("Lua 5.4."))
        #expect(text.contains("self-test: "))
    }

    @Test func `the doctor says that all is well`() throws {
        let text = String(decoding: try Program.output(["doctor"]), as: UTF8.self)
        #expect(text.hasSuffix("all well\n"))
        #expect(text.contains("\(SharedFolder.project.path)/plugins: 22"))
    }

    @Test func `twenty-one plugins are shipped, each with a word about itself`() throws {
        let text = String(decoding: try Program.output(["plugins"]), as: UTF8.self)
        for id in [
            "measured", "momentum-retail", "retail", "uniform", "whales", "crowded-side-pays", "neutral",
            "nearest-cluster", "squeeze-risk",
        ] {
            let line = text.split(separator: "\n").first { $0.hasPrefix("  \(id) ") }
            #expect((line?.count ?? 0) > 40, "\(id)")
        }
        #expect(text.contains("builtin:measured, builtin:uniform"))
        #expect(!text.contains("invalid:"))
    }

    @Test func `the models in Swift and in Lua agree`() throws {
        for id in ["measured", "uniform"] {
            func totals(_ leverage: String) throws -> [Double] {
                let map = try JSON(
                    try Program.output(["map", Program.days, "--leverage", leverage, "--format", "json"]))
                return [try map["totals"]["long"].number, try map["totals"]["short"].number]
            }
            let (native, plugin) = (try totals("builtin:\(id)"), try totals(id))
            for (one, other) in zip(native, plugin) { #expect(abs(one - other) <= 1e-9 * one, "\(id)") }
        }
    }
}
