import Foundation
import TestSupport
import Testing

@Suite("liq tiers") struct TiersCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ arguments: String...) throws -> Shell {
        try Program.run(arguments, environment: ["LIQ_DATA_HOME": folder.path + "/data"])
    }

    /// Tiers of BTCUSDT at 2 %, in the exchange's shape.
    private static let tiers = """
        [{"symbol":"BTCUSDT","brackets":[{"bracket":1,"initialLeverage":40,"notionalCap":1000000,\
        "notionalFloor":0,"maintMarginRatio":0.02,"cum":0.0}]}]
        """

    @Test func `an import is listed, shown and used by a map from then on`() throws {
        let file = try folder.write("brackets.json", Self.tiers)
        let map = ["map", Program.days, "--lookback", "1d", "--width", "100"]
        let environment = ["LIQ_DATA_HOME": folder.path + "/data"]
        let before = try Program.run(map, environment: environment)
        #expect(before.text.contains("margin: Binance USDⓈ-M BTCUSDT, 2026-09-29, 12 tiers, built in"))

        let dry = try run("tiers", "import", file, "--day", "2025-05-01", "--dry-run")
        #expect(
            dry.status == 0 && dry.text == "binance BTCUSDT, 2025-05-01, 1 tiers, imported: not written\n")
        #expect(dry.errors.contains("brackets.json: Binance leverageBracket, 1 tables"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"))

        let done = try run("tiers", "import", file, "--day", "2025-05-01")
        let place = folder.path + "/data/tiers/binance/BTCUSDT@2025-05-01.csv"
        #expect(done.status == 0 && done.text.contains(place))
        #expect(FileManager.default.fileExists(atPath: place))

        let list = try run("tiers", "list", "--venue", "binance")
        #expect(list.status == 0 && list.text.contains("2025-05-01                imported"))
        let shown = try run("tiers", "show", "binance", "BTCUSDT", "--at", "2025-06-01")
        #expect(shown.text.contains("2025-05-01, 1 tiers, imported") && shown.text.contains("2 %"))
        #expect(
            try run("tiers", "show", "binance", "BTCUSDT").text.contains("2026-09-29, 12 tiers, built in"))

        let after = try Program.run(map, environment: environment)
        #expect(after.status == 0 && after.text != before.text)
        #expect(after.text.contains("margin: Binance USDⓈ-M BTCUSDT, 2025-05-01, 1 tiers, imported"))
        #expect(!after.text.contains("are applied to data that ends"))
    }

    @Test func `what show writes as CSV, import reads, to the byte`() throws {
        let csv = try run("tiers", "show", "okx", "BTCUSDT", "--csv")
        let file = try folder.write("okx.csv", csv.text)
        #expect(try run("tiers", "import", file).status == 0)
        let path = folder.path + "/data/tiers/okx/BTC-USDT-SWAP@2026-05-28.csv"
        #expect(try String(contentsOfFile: path, encoding: .utf8) == csv.text)
        let json = try JSONSerialization.jsonObject(
            with: try run("tiers", "show", "okx", "BTC", "--json").output)
        let table = try #require(json as? [String: Any])
        #expect(table["origin"] as? String == "imported" && table["kind"] as? String == "whole")
        #expect((table["tiers"] as? [Any])?.count == 99)
    }

    @Test func `a damaged import is named, and only its own symbol fails`() throws {
        try folder.write("data/tiers/binance/BTCUSDT@2025-05-01.csv", "symbol,notional_cap,mmr\n")
        let list = try run("tiers", "list")
        #expect(list.status == 65 && list.errors.contains("BTCUSDT@2025-05-01.csv"))
        #expect(list.text.contains("BTC-USDT-SWAP"))
        #expect(try run("tiers", "show", "binance", "BTCUSDT").status == 65)
        #expect(try run("tiers", "show", "binance", "ETHUSDT").status == 0)
    }

    @Test func `errors end with their code and a hint`() throws {
        func ends(_ status: Int32, _ words: String, _ run: Shell) {
            #expect(run.status == status && run.errors.contains(words), "\(run.status) \(run.errors)")
        }
        let file = try folder.write("brackets.json", Self.tiers)
        ends(64, "did you mean 'binance'?", try run("tiers", "show", "binanc", "BTCUSDT"))
        ends(64, "did you mean 'bybit'?", try run("tiers", "list", "--venue", "bybt"))
        ends(66, "did you mean '1000PEPEUSDT'?", try run("tiers", "show", "binance", "1000PEPUSDT"))
        ends(66, "did you mean 'BTCUSDT'?", try run("tiers", "show", "binance", "btcusdt"))
        ends(64, "--at takes a day", try run("tiers", "show", "binance", "BTCUSDT", "--at", "2025-13-01"))
        ends(64, "not both", try run("tiers", "show", "binance", "BTCUSDT", "--csv", "--json"))
        ends(64, "--day", try run("tiers", "import", file))
        ends(64, "--day takes a day", try run("tiers", "import", file, "--day", "yesterday"))
        ends(64, "above zero", try run("tiers", "import", file, "--contract-size", "0"))
        ends(
            66, "no tiers of 'ETHUSDT'",
            try run("tiers", "import", file, "--day", "today", "--symbol", "ETHUSDT"))
        ends(66, "no such file", try run("tiers", "import", folder.path + "/none.json"))
        let bad = try folder.write("bad.json", Self.tiers.replacing("\"cum\":0.0", with: "\"cum\":5"))
        ends(65, "bad.json", try run("tiers", "import", bad, "--day", "today"))
        ends(
            65, "ends early", try run("tiers", "import", try folder.write("cut.json", "[{"), "--day", "today")
        )
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/data"), "nothing was written")
        let place = try folder.write("place", "a file where a folder should be")
        let blocked = try Program.run(
            ["tiers", "import", file, "--day", "2025-05-01"], environment: ["LIQ_DATA_HOME": place])
        ends(73, "cannot", blocked)
    }
}
