import Foundation
import TestSupport
import Testing

@Suite("liq explain") struct ExplainCommandTests {
    private func run(_ arguments: String...) throws -> Shell {
        try Program.run(["explain", Program.days, "--lookback", "2d"] + arguments)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test(arguments: [
        [], ["--option", "accrue=on"], ["--funding", "crowded-side-pays"], ["--model", "reference"],
    ])
    func `what the deposits hold is what the map holds`(options: [String]) throws {
        let request = [Program.days, "--lookback", "2d"] + options + ["--format", "json"]
        let map = try object(try Program.run(["map"] + request).text)
        let buckets = try #require(map["buckets"] as? [String: Any])
        let edges = try #require(buckets["edges"] as? [Double])
        let range = try #require(edges.firstIndex { $0 > 125_000 }) - 1
        let end = try #require(edges.firstIndex { $0 > 126_500 })
        let cells = try #require((buckets["short"] as? [String: Any])?["notional"] as? [Double])
        let expected = cells[range..<end].reduce(0, +)
        #expect(expected > 0)

        let answer = try object(try Program.run(["explain"] + request + ["--at", "125000..126500"]).text)
        let venue = try #require((answer["venues"] as? [[String: Any]])?.first)
        #expect(venue["low"] as? Double == edges[range] && venue["high"] as? Double == edges[end])
        let side = try #require((venue["sides"] as? [[String: Any]])?.first)
        #expect(side["side"] as? String == "short")
        let deposits = try #require(side["deposits"] as? [[String: Any]])
        let sum = deposits.reduce(0) { $0 + ($1["live"] as? Double ?? 0) }
        #expect(abs(sum - expected) <= 1e-9 * expected)
        #expect(abs((side["live"] as? Double ?? 0) - expected) <= 1e-9 * expected)
    }

    @Test func `a row of the csv is a deposit`() throws {
        let text = try run("--at", "126000", "--format", "csv").text
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(rows[0] == "venue,side,bar,time,leverage,lowest_entry,highest_entry,opened,left,live")
        #expect(rows.count > 10 && rows.dropFirst().allSatisfy { $0.split(separator: ",").count == 9 })
    }

    @Test(arguments: [
        ("abc", "--at takes a price above zero or two, was 'abc' (such as 98000..99000)"),
        ("99000..98000", "--at takes the lower price first, was '99000..98000'"),
        ("-5", "Missing value for '--at <price>'"), ("1", "no bucket at 1: the map reaches from"),
    ])
    func `a price that is none is refused`(at: String, message: String) throws {
        let answer = try run("--at", at)
        #expect(answer.status == 64 && answer.errors.contains(message), "\(answer.errors)")
        #expect(answer.text.isEmpty)
    }

    @Test func `each venue of several is explained by itself`() throws {
        let answer = try Program.run([
            "explain", "binance=\(Program.days)", "okx=\(Program.days)", "--lookback", "1d", "--at", "126000",
        ])
        #expect(answer.status == 0)
        #expect(
            answer.text.contains("binance BTCUSDT\n\nShorts at")
                && answer.text.contains("okx BTCUSDT\n\nShorts at"))
    }
}
