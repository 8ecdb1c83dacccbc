import LiquidationCore
import MarketData
import TestSupport
import Testing

/// What is wrong with a file of tiers is said with symbol, tier, rule and value.
@Suite("Bad tiers") struct TierRefusalTests {
    /// A fixture with one thing changed.
    private static func changed(_ text: String, _ old: String, _ new: String) -> String {
        precondition(text.contains(old))
        return text.replacing(old, with: new, maxReplacements: 1)
    }

    private static let binance = TierFixtures.binance

    @Test(arguments: [
        (
            changed(binance, "\"cum\":300.0", "\"cum\":301.0"), "BTCUSDT, tier 2: amount must be 300.0",
            "was 301.0"
        ),
        (
            changed(binance, "\"notionalFloor\":300000", "\"notionalFloor\":300001"),
            "tier 2: floor 300001.0", "300000.0"
        ),
        (changed(binance, "0.0065", "0.005"), "BTCUSDT, tier 3: maintenance rate must rise", "was 0.005"),
        (changed(binance, "0.0065", "0.65"), "BTCUSDT, tier 3: a maintenance rate of 0.65", "0.5 % is 0.005"),
        (
            changed(binance, "0.004", "-0.004"), "BTCUSDT, tier 1: maintMarginRatio",
            "not be negative, was -0.004"
        ),
        (changed(binance, "0.004", "NaN"), "BTCUSDT, tier 1: maintMarginRatio must be a number", "'NaN'"),
        (changed(binance, "300000,", "1e999,"), "BTCUSDT, tier 1: notionalCap is too large", "1e999"),
        (changed(binance, "300000,", "[1],"), "BTCUSDT, tier 1: notionalCap must be a number", "an array"),
        (changed(binance, "\"notionalCap\":800000,", ""), "BTCUSDT, tier 2: notionalCap is missing", ""),
        (
            changed(binance, "\"initialLeverage\":150", "\"initialLeverage\":0"), "tier 1: maximum leverage",
            "was 0"
        ),
        (changed(binance, "\"BTCUSDT\"", "\"../x\""), "a symbol has letters", "'../x'"),
        (changed(binance, "\"BTCUSDT\"", "\"a/b\""), "a symbol has letters", "was 'a"),
        (changed(binance, "\"BTCUSDT\"", "null"), "entry 1: symbol and brackets are needed", ""),
        (changed(TierFixtures.okx, "1000.01", "1002"), "tier 2: floor 1002.0", "the tier below, 1000.0"),
        (
            changed(TierFixtures.bybit, "\"1200\"", "\"1200.5\""), "BTCUSDT, tier 2: amount must be 1",
            "1200.5"
        ),
        (changed(TierFixtures.csv, "0.005", "abc"), ":4: BTCUSDT, tier 2: mmr must be a number", "'abc'"),
        (changed(TierFixtures.csv, ",x", ""), ":3: 7 columns, 8 expected", ""),
        (changed(TierFixtures.csv, "mmr", "rate"), "column mmr is missing", "known are"),
        (changed(TierFixtures.csv, "else", "mmr"), "column mmr is there twice", ""),
        ("symbol,notional_cap,mmr\n", "only a header", ""),
        (
            "symbol,notional_cap,mmr,unit\nX,1,0.1,ounces\n", "unit must be quote, coin or contracts",
            "'ounces'"
        ),
        (
            "symbol,notional_cap,mmr,mm_rule\nX,1,0.1,odd\n", "mm_rule must be marginal, flat or whole",
            "'odd'"
        ),
        (#"{"code":-1121,"msg":"Invalid symbol."}"#, "exchange error", "-1121 Invalid symbol."),
        (#"{"retCode":10001,"retMsg":"params error"}"#, "exchange error", "10001"),
        (#"{"a":1}"#, "not a known layout of tiers", "known are"), ("[]", "the list is empty", ""),
        ("[" + binance.dropFirst().dropLast() + "," + binance.dropFirst(), "BTCUSDT is there twice", ""),
        ("[[1,2]]", "not a known layout", ""), ("{", "ends early", ""), ("", "empty", ""),
        (String(repeating: "[", count: 100), "deeper than 64", ""),
    ])
    func `a refusal names symbol, tier, rule and value`(text: String, first: String, second: String) {
        let refusal = TierFixtures.refusal(text)
        #expect(refusal.contains(first) && refusal.contains(second), "\(refusal)")
    }

    /// Bybit's documentation shows an inverse contract with 0.5 and 1 at 100x: percentages, not fractions.
    @Test func `percentages are not taken for fractions`() {
        let text = """
            {"result":{"category":"inverse","list":[{"id":1,"symbol":"BTCUSD","riskLimitValue":"150",\
            "maintenanceMargin":"0.5","initialMargin":"1","maxLeverage":"100.00"}]}}
            """
        #expect(TierFixtures.refusal(text, venue: "bybit-inverse").contains("0.5 % is 0.005"))
    }

    @Test func `any change is answered, the same each time`() {
        let seed = UInt64.random(in: 0 ... .max)
        print("TierRefusalTests seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let marks = Array("\",\n\r{}[]:-.eE09\u{0}aN/\\ ".utf8) + [0xFF, 0xC3]
        let words = ["null", "NaN", "-1", "1e400", "\"\"", "[]", "{}", "true", "1e-320", "9007199254740993"]
        let folder = Folder()
        for round in 0..<2100 {
            var bytes = Array(TierFixtures.all[round % TierFixtures.all.count].utf8)
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<5, using: &random) {
                case 0: bytes[place] = marks[Int.random(in: 0..<marks.count, using: &random)]
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 20))
                case 2: bytes.removeLast(bytes.count - place)
                case 3:
                    let word = words[Int.random(in: 0..<words.count, using: &random)]
                    // Over the next number, so that a figure becomes a word.
                    let start = bytes[place...].firstIndex { (48...57).contains($0) } ?? place
                    let end = bytes[start...].firstIndex { !(46...57).contains($0) } ?? bytes.count
                    bytes.replaceSubrange(start..<end, with: Array(word.utf8))
                default: bytes.insert(marks[Int.random(in: 0..<marks.count, using: &random)], at: place)
                }
                if bytes.isEmpty { bytes = [0x30] }
            }
            let path = folder.write("x", bytes)
            let first = Self.answer(path)
            #expect(first == Self.answer(path), "not the same answer twice, seed \(seed)")
        }
    }

    /// The tables of a file, or what is said against it.
    private static func answer(_ path: String) -> String {
        do {
            let file = try TierFile(path)
            return try file.drafts.map { draft in
                let terms = TierDraft.Terms(
                    venue: "binance", title: "x", symbol: draft.symbol(at: "binance"), day: "2026-01-01",
                    contractSize: 1)
                let table = try draft.table(terms, file: path, format: file.format).table
                for tier in table.tiers {
                    #expect(tier.maintenanceAmount.isFinite && tier.floor.isFinite && tier.floor >= 0)
                }
                return "\(table.tiers)"
            }.joined()
        } catch {
            return "\(error)"
        }
    }
}
