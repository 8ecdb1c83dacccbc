import Charts
import Foundation
import LiquidationCore
import LuaRuntime
import Engine
import Plugins
import Scripting
import PluginTestSupport
import TestSupport
import Testing

@Suite("Plugins with parameters") struct PluginChoiceTests {
    private func session() throws -> Session {
        let folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(60))
        let session = try Session(
            searchPath: [SharedFolder.project.appending(path: "plugins").path], style: .plain(columns: 80)
        ) { _ in }
        _ = try session.run("data = liq.load \"\(path)\"", chunk: "test")
        return session
    }

    @Test(arguments: [
        ("leverage = {\"measured\", median = 8, sigma = 0.5}", "leverage = \"measured:median=8,sigma=0.5\""),
        (
            "leverage = {\"measured:median=8\", sigma = 0.1 + 0.2}",
            "leverage = \"measured:median=8,sigma=0.30000000000000004\""
        ),
        (
            "funding = {\"crowded-side-pays\", usual = \"0.02%\"}",
            "funding = \"crowded-side-pays:usual=0.02%\""
        ),
        ("funding = {\"crowded-side-pays\", usual = 0.0002}", "funding = \"crowded-side-pays:usual=0.02%\""),
        ("leverage = {\"momentum-retail\", window = \"4h\"}", "leverage = \"momentum-retail:window=4h\""),
        (
            "signal = {\"nearest-cluster:within=5%\", {\"squeeze-risk\", alarm = 0}}",
            "signal = {\"nearest-cluster:within=5%\", \"squeeze-risk:alarm=0\"}"
        ),
        ("signal = {\"nearest-cluster\", within = \"5%\"}", "signal = \"nearest-cluster:within=5%\""),
    ]) func `a table and a text say the same`(table: String, text: String) throws {
        let session = try session()
        let values = try [table, text].map { arguments in
            try session.evaluate("data:map{\(arguments)}:json()", chunk: "test").first?.text
        }
        #expect(values[0] == values[1])
        let plain = try session.evaluate("data:map{}:json()", chunk: "test").first?.text
        #expect(values[0] != plain)
    }

    @Test(arguments: [
        ("leverage = {}", "must begin with a plugin's id"),
        ("leverage = 5", "must be a plugin's id or a table, was 5"),
        ("leverage = {\"measured\", median = {}}", "median was a table"),
        ("leverage = {\"measured\", 5}", "found one under 2"),
        ("leverage = {\"measured\", medain = 5}", "did you mean 'median'?"),
        ("leverage = {\"measured:median=3\", median = 4}", "given twice"),
        ("leverage = {\"momentum-retail\", window = 5}", "takes a span of time such as 4h, was '5'"),
        ("leverage = \"measured:median=\"", "must be name=value"),
        ("leverage = \"measured:=3\"", "must be name=value"),
        ("leverage = \"measured:median=3,\"", "must be name=value"),
        ("leverage = \"measured:median=3,median=4\"", "given twice"),
        ("leverage = {\"measured\", median = 0/0}", "must lie in 1.0 to 150.0"),
    ]) func `what is no choice is refused with how to write it`(arguments: String, words: String) throws {
        let session = try session()
        let error = #expect(throws: LuaError.self) {
            try session.evaluate("data:map{\(arguments)}", chunk: "test")
        }
        #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
    }

    @Test func `a parameter that is not declared is an error where it is used`() throws {
        let bench = try EngineBench(bars: 10)
        let error = try #require(
            bench.error(
                source:
                    "return { kind = \"leverage\", params = { median = { type = \"number\", default = 1 } },\n"
                    + "run = function(bar, ladder, params)\nreturn {[ladder[1]] = params.medain} end }"))
        #expect(error.description.contains("p.lua:3: plugin p declares no parameter 'medain'"), "\(error)")
        #expect(error.description.contains("did you mean 'median'?"))
        // Those that are declared can be walked.
        #expect(
            bench.error(
                source:
                    "return { kind = \"leverage\", params = { median = { type = \"number\", default = 1 } },\n"
                    + "run = function(bar, ladder, params) local n = 0\n"
                    + "for name, value in pairs(params) do n = n + value end return {[ladder[1]] = n} end }")
                == nil)
    }

    @Test func `a parameter says its type, unit, range and default`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "p.lua",
            """
            return { kind = "funding", run = function() return 1 end, params = {
              a = { type = "number", unit = "x", default = 3, min = 1, max = 150, doc = "first" },
              b = { type = "percent", default = "5%", min = 0.01 },
              c = { type = "duration", default = "4h", max = 86400000 },
              d = { type = "boolean", default = true },
              e = { type = "string", default = "near" },
              f = { type = "integer", unit = "bars", default = 7 } } }
            """)
        let manifest = try Plugin(PluginSource(reading: path), overrides: [:], output: nil).manifest
        #expect(
            manifest.parameters.map { "\($0.name): \($0.contract)" } == [
                "a: number, in x, 1 to 150, 3 by default", "b: percent, at least 1%, 5% by default",
                "c: duration, at most 1d, 4h by default", "d: boolean, true by default",
                "e: string, near by default", "f: integer, in bars, 7 by default",
            ])
        #expect(manifest.parameters[0].doc == "first")
    }

    @Test(arguments: [
        ("api = 3", "API level 3, this liq has level 1 (use a newer liq, or api = 1"),
        ("api = 0", "API level 0, this liq has level 1 (docs/plugins.md says what level 1 changed"),
        ("api = \"1\"", "api must be a whole number, was the text \"1\""),
        ("api = 1.5", "api must be a whole number, was 1.5"),
        ("license = 5", "license must be a text, was number"), ("Kind = 1", "did you mean 'kind'?"),
        ("parms = {}", "did you mean 'params'?"),
        ("params = {a = {type = \"numbr\", default = 1}}", "did you mean 'number'?"),
        ("params = {a = {typ = \"number\"}}", "unknown key of parameter a 'typ' (did you mean 'type'?)"),
        (
            "params = {a = {type = \"number\", default = 1, unit = 5}}",
            "parameter a: unit must be a text, was 5"
        ),
        ("params = {a = {type = \"number\", default = 1, doc = {}}}", "parameter a: doc must be a text"),
        ("params = {[\"a=b\"] = {type = \"number\", default = 1}}", "a name has no space, comma, colon, ="),
        ("params = {a = 5}", "params must hold tables by name"),
    ]) func `a manifest's slip is an error that helps`(line: String, words: String) throws {
        let error = try #require(
            try EngineBench(bars: 5).error(
                source: "return { kind = \"leverage\", run = function() end, \(line) }"))
        #expect(error.code == .pluginInvalid)
        #expect(error.description.contains(words), "\(error)")
    }
}
