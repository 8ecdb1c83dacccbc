import Foundation
import LiquidationCore
import MarketData
import Engine
import PluginTestSupport
import TestSupport
import Testing

@Suite("Options of the model") struct ModelOptionTests {
    @Test func `REPL.md lists every option with its values`() throws {
        let page = try String(contentsOf: SharedFolder.project.appending(path: "REPL.md"), encoding: .utf8)
        for option in MapModel.optionTable where !MapRequest.derivedOptions.contains(option.name) {
            func cell(_ text: String) -> String { text.replacingOccurrences(of: "|", with: "\\|") }
            let row = "| `\(option.name)` | \(cell(option.values)) | \(cell(option.summary)) |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test func `an option changes the map and stands in its assumptions`() throws {
        let bench = try EngineBench()
        let plain = try bench.map()
        let young = try bench.map { try $0.setOption("closing", to: "youngestFirst") }
        #expect(plain.map.notional.long != young.map.notional.long)
        #expect(young.assumptions.model.contains { $0.name == "closing" && $0.value == "youngestFirst" })
        #expect(!plain.assumptions.model.contains { $0.name == "closing" })
    }

    @Test func `mark prices and turnover are used, and what they lack is told`() throws {
        let bench = try EngineBench()
        let rows = MadeUpMarket.bars(240).split(separator: "\n")
        let text = rows.enumerated().map { index, row in
            let cells = row.split(separator: ",")
            return row
                + (index == 0
                    ? ",mark_high,mark_low,turnover" : index < 4 ? ",,," : ",\(cells[2]),\(cells[3]),0.4")
        }
        let dataset = try MarketData.load(try bench.folder.write("marked.csv", text.joined(separator: "\n")))
        func map(_ options: [(String, String)]) throws -> MapResult {
            var request = MapRequest()
            for (name, value) in options { try request.setOption(name, to: value) }
            return try bench.engine.result(dataset, request)
        }
        let marked = try map([("kappa", "column")])
        #expect(marked.assumptions.model.contains { $0.name == "trigger" && $0.value == "mark" })
        #expect(
            marked.assumptions.notes.contains("3 bars lack a mark price: the last price force-closes in them")
        )
        #expect(
            marked.assumptions.notes.contains("3 bars lack turnover: the model's own amount stands in for it")
        )
        #expect(marked.assumptions.coverage.contains { $0.name == "mark_low" && $0.value == "237 of 240" })
        #expect(try map([]).map.notional.long != marked.map.notional.long)
        // The same prices under another name force-close the same.
        #expect(try map([("trigger", "last")]).map.notional.long == map([]).map.notional.long)
    }

    @Test(arguments: [
        ("clossing", "proRata", "did you mean 'closing'?"), ("lag", "x", "option lag takes bars, was 'x'"),
        ("contract", "inverse", "model and venue decide it"), ("model", "mine", "is not set by hand"),
    ])
    func `a wrong option says what there is`(name: String, value: String, words: String) {
        var request = MapRequest()
        let error = #expect(throws: EngineError.self) { try request.setOption(name, to: value) }
        #expect(
            error?.code == .usage && error?.description.contains(words) == true,
            "\(String(describing: error))")
    }
}
