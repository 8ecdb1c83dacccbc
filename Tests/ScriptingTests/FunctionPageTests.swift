import Charts
import Foundation
import LuaRuntime
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@Suite("Function pages") struct FunctionPageTests {
    private let root = SharedFolder.project.path

    private func session() throws -> Session {
        let session = try Session(
            searchPath: [root + "/plugins"], style: .plain(columns: 80)
        ) { _ in }
        let open = """
            btc = liq.load "\(root)/examples/data/BTCUSDT"
            m = btc:map {lookback = "2d"}
            e = m:explain(m.price * 0.95)
            h = btc:heatmap {lookback = "2d", columns = 40}
            """
        _ = try session.run(open, chunk: "test")
        return session
    }

    /// Pages with an example that are there in scripts.
    private static let inScripts = FunctionPage.all.filter {
        !$0.example.isEmpty && $0.places.contains(.scripts) && $0.owner != .bar
    }

    @Test func `each function has an example`() {
        for page in FunctionPage.all where page.form == .function || page.form == .method {
            #expect(!page.example.isEmpty, "\(page.path)")
        }
    }

    @Test func `the example of each page that scripts have runs and is not false`() throws {
        let session = try session()
        for page in Self.inScripts {
            // A path of the project's own, wherever the test runs.
            let example = page.example.replacingOccurrences(of: "\"examples/", with: "\"\(root)/examples/")
            do {
                let values = try session.evaluate(example, chunk: "example")
                #expect(values.first?.bool != false, "\(page.example)")
            } catch {
                Issue.record("\(page.example): \(error)")
            }
        }
    }

    @Test func `the example of each page that only plugins and tests have runs and is not false`() throws {
        let folder = try TemporaryFolder()
        var (outside, inside) = ("", "")
        for page in FunctionPage.all where !page.example.isEmpty && !page.places.contains(.scripts) {
            let example = page.example
            if page.owner == .global, ["describe", "it", "before_each"].contains(page.name) {
                outside += example + "\n"
            } else if example.hasPrefix("expect(") {
                inside += "it(\"\(page.path)\", function() \(example) end)\n"
            } else if page.owner == .bar {
                try folder.write(
                    "bar-\(page.name).lua",
                    """
                    return { kind = "leverage", run = function(bar)
                      if bar:back(1) and not (\(example)) and bar.\(page.name) then error("false") end
                      return { [10] = 1 }
                    end, ladder = { 10 } }
                    """)
                inside += """
                    it("\(page.path)", function()
                      liq.plugin("bar-\(page.name).lua"):weights(fixture.series { count = 3 })
                    end)

                    """
            } else {
                inside += "it(\"\(page.path)\", function() expect((\(example)) ~= false).to_be(true) end)\n"
            }
        }
        let text = "local series = fixture.series { count = 30 }\n" + outside + inside
        let path = try folder.write("pages_spec.lua", text)
        var (tests, lines) = (
            TestSession(PluginCatalog(searchPath: [root + "/plugins"])), [String]()
        )
        tests.run(path, seed: 1, isCovered: false) { lines.append($0) }
        #expect(tests.failures == 0, "\(lines.joined(separator: "\n"))")
        #expect(tests.results.count > 40)
    }
}
