import Foundation
import TestSupport
import Testing

@Suite("Real data", .needsShared("data/cases"))
struct RealDataTests {
    private static func path(_ name: String) -> String { SharedFolder.path("data/cases/\(name)") }

    @Test(arguments: [
        ("A-btc-4h", ["taker_buy_volume"]),
        ("A-eth-4h", ["taker_buy_usd", "long_short_ratio"]),
        ("B-btc-1h", ["volume", "long_short_ratio"]),
    ]) func `nothing is lost, and both sides have clusters`(name: String, missing: [String]) throws {
        let map = try JSON(
            try Program.output(["map", Self.path(name), "--leverage", "retail", "--format", "json"]))
        for side in ["long", "short"] {
            let ledger = try map["ledger"][side]
            let imbalance = try ledger["imbalance"].number
            #expect(imbalance >= 0 && imbalance <= 1e-9)
            // Counted again: what opened is still there or went somewhere.
            let parts = try ["live", "closed", "liquidated", "below_grid", "above_grid"]
                .map { try ledger[$0].number }
            let opened = try ledger["opened"].number
            #expect(opened > 0)
            #expect(abs(parts.reduce(0, +) - opened) <= 1e-9 * opened)
            let sum = try map["buckets"][side]["notional"].numbers.reduce(0, +)
            let total = try map["totals"][side].number
            #expect(abs(sum - total) <= 1e-9 * total)
        }
        let price = try map["price"].number
        let clusters = try map["clusters"].list
        let below = try clusters.filter { try $0["high"].number <= price && $0["side"].text == "long" }
        let above = try clusters.filter { try $0["low"].number >= price && $0["side"].text == "short" }
        #expect(!below.isEmpty && !above.isEmpty)
        #expect(below.count + above.count == clusters.count)
        let notes = try map["notes"].list.map { try $0.text }.joined(separator: "\n")
        for column in missing { #expect(notes.contains(column), "\(notes)") }
    }

    @Test func `the reference model works where the ratio is known`() throws {
        let map = try JSON(
            try Program.output(["map", Self.path("A-btc-4h"), "--model", "reference", "--format", "json"]))
        #expect(try map["assumptions"]["model"].text == "reference")
        #expect(try map["totals"]["long"].number > 0)
    }

    @Test func `the reference model says what it lacks and what does without`() throws {
        let arguments = ["map", Self.path("A-eth-4h"), "--model", "reference", "--format", "json"]
        let refused = try Program.run(arguments)
        #expect(refused.status == 65)
        #expect(refused.text == "")
        let message = refused.errors.split(separator: "\n").last { $0.hasPrefix("liq: ") } ?? ""
        for word in ["liq: ", "reference", "long_short_ratio", "--split even"] {
            #expect(message.contains(word))
        }
        let map = try JSON(try Program.output(arguments + ["--split", "even"]))
        #expect(try map["assumptions"]["split"].text == "even")
        #expect(try map["ledger"]["long"]["imbalance"].number <= 1e-9)
    }
}
