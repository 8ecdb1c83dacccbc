import Charts
import Foundation
import LuaRuntime
import PluginHost
import TestSupport
import Testing

@Suite("Function pages") struct FunctionPageTests {
    private func session() throws -> Session {
        let session = try Session(
            searchPath: [SharedFolder.project.appending(path: "plugins").path], style: .plain(columns: 80)
        ) { _ in }
        let data = SharedFolder.project.appending(path: "examples/data/BTCUSDT").path
        let open = """
            btc = liq.load "\(data)"
            m = btc:map {lookback = "2d"}
            e = m:explain(m.price * 0.95)
            h = btc:heatmap {lookback = "2d", columns = 40}
            """
        _ = try session.run(open, chunk: "test")
        return session
    }

    @Test func `the example of each function runs and is not false`() throws {
        let session = try session()
        for page in FunctionPage.all {
            // A path of the project's own, wherever the test runs.
            let root = SharedFolder.project.path
            let example = page.example.replacingOccurrences(of: "\"examples/", with: "\"\(root)/examples/")
            do {
                let values = try session.evaluate(example, chunk: "example")
                #expect(values.first?.bool != false, "\(page.example)")
            } catch {
                Issue.record("\(page.example): \(error)")
            }
        }
    }

    @Test func `REPL lists each function with its result and summary`() throws {
        let text = try String(
            contentsOf: SharedFolder.project.appending(path: "REPL.md"), encoding: .utf8)
        for page in FunctionPage.all {
            let row = "| `\(page.call)` | \(page.result) | \(page.summary) |"
            #expect(text.contains(row), "REPL.md lacks this row:\n\(row)")
        }
    }
}
