import Foundation
import LiquidationCore
import MarketData
import PluginHost
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
        let bench = try Bench()
        let plain = try bench.map()
        let young = try bench.map { try $0.setOption("closing", to: "youngestFirst") }
        #expect(plain.map.notional(.long) != young.map.notional(.long))
        #expect(young.assumptions.model.contains { $0.name == "closing" && $0.value == "youngestFirst" })
        #expect(!plain.assumptions.model.contains { $0.name == "closing" })
    }

    @Test(arguments: [
        ("clossing", "proRata", "did you mean 'closing'?"), ("lag", "x", "option lag takes bars, was 'x'"),
        ("contract", "inverse", "model and venue decide it"), ("model", "mine", "is not set by hand"),
    ])
    func `a wrong option says what there is`(name: String, value: String, words: String) {
        var request = MapRequest()
        let error = #expect(throws: HostError.self) { try request.setOption(name, to: value) }
        #expect(
            error?.code == .usage && error?.description.contains(words) == true,
            "\(String(describing: error))")
    }
}
