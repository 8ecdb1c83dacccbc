import Charts
import PluginHost
import Testing

@testable import Console

@Suite("History list") struct HistoryListTests {
    private func list(_ text: String) throws -> [String] {
        let history = EntryHistory(path: nil)
        for index in 1...30 {
            history.add(
                EntryHistory.Entry(
                    text: index == 30 ? "m\nplot" : "entry \(index)", time: 0, milliseconds: index,
                    failed: index % 10 == 0))
        }
        return try HistoryList(text).text(history, .plain(columns: 80)).split(separator: "\n").map(
            String.init)
    }

    @Test func `a list has the last twenty, as many as are wanted, failed ones, or those with a word`() throws
    {
        #expect(try list("").count == 21)
        #expect(try list("-n 3").count == 4)
        #expect(try list("--failed").count == 4)
        #expect(try list("-n 2 --failed").count == 3)
        #expect(try list("entry 1").count == 12)
        #expect(try list("-n 1").last?.hasSuffix("failed  m … 2 lines") == true)
        #expect(try list("nowhere") == ["no such entry"])
    }

    @Test(arguments: ["-n", "-n x", "-n 0", "--fail", "-x"])
    func `other options are refused`(text: String) {
        #expect(throws: HostError.self) { try HistoryList(text) }
    }
}
