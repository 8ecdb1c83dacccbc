import Foundation
import TestSupport
import Testing

@Suite("liq price") struct PriceCommandTests {
    static let position = [
        "price", "--venue", "binance", "--symbol", "BTCUSDT", "--side", "long", "--entry", "95000",
        "--leverage", "20", "--quantity", "2",
    ]

    private func json(_ arguments: String) throws -> JSON {
        let words = ["price", "--json"] + arguments.split(separator: " ").map(String.init)
        return try JSON(try Program.output(words))
    }

    /// formulas.md: section 4 (Bybit before 2025-09-02, 20,000 at 50x), section 2 (Binance hedge example, wallet
    /// 13,200.71), section 0 (closed forms), section 5 (OKX fee in the requirement).
    @Test(
        arguments: [
            (
                "--venue bybit --symbol BTCUSDT --side long --entry 20000 --quantity 1 --leverage 50 --at 2024-06-01 "
                    + "--maintenance-rate 0.5%", 19_700, 1e-9
            ),
            (
                "--venue binance --side long --entry 6563.665 --quantity 20 --margin 13200.71 --maintenance-rate 0.005 "
                    + "--maintenance-amount 50", 5930.78, 0.01
            ),
            (
                "--venue binance --mode cross --side long --entry 6563.665 --quantity 20 --wallet 13200.71 "
                    + "--maintenance-rate 0.005 --maintenance-amount 50", 5930.78, 0.01
            ),
            (
                "--venue generic --side long --entry 200 --quantity 3 --leverage 20 --maintenance-rate 1%",
                200 * (1 - 1 / 20.0) / (1 - 0.01), 1e-11
            ),
            (
                "--venue generic --side short --entry 200 --quantity 3 --leverage 20 --maintenance-rate 1%",
                200 * (1 + 1 / 20.0) / (1 + 0.01), 1e-11
            ),
            (
                "--venue okx --side long --entry 100 --quantity 1 --leverage 10 --maintenance-rate 0.4% --fee 0.1%",
                90 / (1 - 0.004 - 0.001), 1e-11
            ),
            (
                "--venue generic-inverse --side long --entry 100 --quantity 1000 --leverage 10 --maintenance-rate 1%",
                100 * 1.01 * 10 / 11, 1e-9
            ),
            // margin 100 for 10 at 100, 10 funding paid, 5 added: (1000 − 95) / 10 / 0.99
            (
                "--venue generic --side long --entry 100 --quantity 10 --margin 100 --funding-paid 10 --extra-margin 5 "
                    + "--maintenance-rate 1%", 905 / 9.9, 1e-11
            ),
        ] as [(String, Double, Double)])
    func `published and hand figures come out`(arguments: String, price: Double, slack: Double) throws {
        let json = try json(arguments)
        #expect(abs(try json["liquidation"].number - price) <= slack)
        #expect(try json["state"].text == "price")
        let part = try json["at_liquidation"]
        #expect(abs(try part["equity"].number - part["requirement"].number) <= 1e-6)
    }

    @Test func `JSON says what was tried, what it rests on and what is none`() throws {
        let json = try json(
            "--venue binance --symbol BTCUSDT --side short --entry 95000 --leverage 20 --quantity 30 --partial"
        )
        #expect(try json["format"].text == "liq.price")
        let tried = try json["tiers_tried"].list
        #expect(tried.count >= 1)
        #expect(try json["tier"]["number"].number == tried[tried.count - 1]["tier"].number)
        #expect(try json["maintenance"]["day"].text.hasPrefix("20"))
        #expect(try json["opposite"].isNull)
        #expect(try json["rule_from"].isNull)
        let steps = try json["partial"].list
        #expect(steps.count > 1)
        #expect(try steps[steps.count - 1]["remaining"].number == 0)
        let closed = try steps.map { try $0["closed"].number }.reduce(0, +)
        #expect(abs(closed - 30) < 1e-9)
    }

    @Test func `text names price, state, rule and table, and fits its width`() throws {
        for width in ["60", "80", "120"] {
            for more in [[], ["--explain"], ["--partial"], ["--ascii", "--explain"]] {
                let run = try Program.run(Self.position + ["--width", width] + more)
                #expect(run.status == 0, "\(run.errors)")
                for word in ["90612.4497991968", "90250", "force-closed", "1 of 12", "mark", "2026-"] {
                    #expect(run.text.contains(word), "\(word)")
                }
                let limit = try #require(Int(width))
                for line in run.text.split(separator: "\n") {
                    #expect(Picture.width(String(line)) <= limit, "\(line)")
                }
                #expect(!run.text.contains("\u{1b}"))
                if more.contains("--ascii") { #expect(run.text.utf8.allSatisfy { $0 < 128 }) }
            }
        }
    }

    @Test func `the explanation shows each tier and that both sides meet`() throws {
        let run = try Program.run(
            Self.position.map { $0 == "2" ? "30" : $0 == "long" ? "short" : $0 } + ["--explain"])
        #expect(
            run.text.contains("refused: the size there is above the tier") || run.text.contains("accepted")
        )
        #expect(run.text.contains("they meet, to the last digits"))
        #expect(run.text.contains("equity = "))
        #expect(run.text.contains("requirement = "))
    }

    @Test func `reverse solutions give the wish back`() throws {
        let base = "--venue binance --symbol BTCUSDT --side long --entry 95000 --quantity 2 "
        let solved = try json(base + "--solve leverage --for 80000")
        #expect(abs(try solved["liquidation"].number - 80_000) < 1e-6)
        let leverage = try solved["solved"]["value"].number
        #expect(abs(try json(base + "--leverage \(leverage)")["liquidation"].number - 80_000) < 1e-6)
        let margin = try json(base + "--leverage 20 --solve margin --for 80000")
        #expect(abs(try margin["liquidation"].number - 80_000) < 1e-6)
        let sized = base.replacing("--quantity 2", with: "--margin 10000")
        let quantity = try json(sized + "--solve quantity --for 80000")
        #expect(abs(try quantity["liquidation"].number - 80_000) < 1e-6)
        let largest = try json(sized + "--largest-for 10%")
        #expect(abs(try largest["distance"].number + 0.1) < 1e-9)
    }

    @Test(arguments: [
        ("--side lon", "--side must be long or short, was 'lon'", "did you mean 'long'?"),
        ("--venue binanc", "no venue 'binanc'", "did you mean 'binance'?"),
        ("--mode croos", "--mode must be isolated or cross, was 'croos'", "did you mean 'cross'?"),
        ("--entry -5", "--entry must be above zero", "was '-5'"),
        ("--entry 0x10", "--entry must be a finite number", "'0x10'"),
        ("--quantity 1e400", "--quantity must be a finite number", "1e400"),
        ("--leverage 0.5", "--leverage must be at least 1", "'0.5'"),
        ("--margin nan", "--margin must be a finite number", "'nan'"),
        ("--mark 0", "--mark must be above zero", "'0'"),
        ("--fee 2", "--fee must be a fraction", "'2'"),
        ("--maintenance-rate 100%", "--maintenance-rate must be a fraction", "'100%'"),
        ("--maintenance-amount 5", "--maintenance-amount needs --maintenance-rate", ""),
        ("--tick -1", "--tick must be above zero", "'-1'"),
        ("--at May", "--at must be a day such as 2025-06-30", "'May'"),
        ("--at 2025-02-30", "--at must be a day", "'2025-02-30'"),
        ("--contracts 3", "either --quantity or --contracts, not both", ""),
        ("--wallet 5", "--wallet only applies to cross positions", "--mode cross"),
        ("--other-pnl 5", "--other-pnl only applies to cross positions", "--mode cross"),
        ("--mode cross", "needs --wallet", ""),
        ("--mode cross --wallet 5 --margin 5", "--margin only applies to isolated positions", "--wallet"),
        (
            "--solve levrage --for 5", "--solve must be leverage, margin or quantity",
            "did you mean 'leverage'?"
        ),
        ("--solve leverage", "--solve needs the wanted liquidation price", "--for PRICE"),
        ("--solve leverage --for 99000", "liquidated below the mark", "99000"),
        ("--solve quantity --for 80000", "found for a margin", "give the margin"),
        ("--for 5", "--for needs --solve", ""),
        ("--largest-for 0", "--largest-for takes a distance above zero", "'0'"),
        ("--solve margin --for 5 --largest-for 5%", "either --solve or --largest-for, not both", ""),
        ("--keep-going", "--keep-going only applies to --csv", ""),
        ("--csv x.csv --explain", "--explain applies to one position", ""),
        ("--csv x.csv --json", "--json applies to one position or an account", ""),
        ("--csv x.csv --threads 0", "--threads must lie in 1 to 16, was 0", ""),
        ("--csv x.csv", "applies to one position: in a table it is a column", ""),
        ("--account x.json", "applies to one position: an account's are in its file", ""),
        ("--levrage 3", "--levrage", "Did you mean '--leverage'"),
    ]) func `a wrong option ends with 64 and says what, rule, value and hint`(
        more: String, words: String, hint: String
    ) throws {
        let run = try Program.run(Self.position + more.split(separator: " ").map(String.init))
        #expect(run.status == 64, "\(run.errors)")
        #expect(run.text == "")
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(hint.isEmpty || run.errors.contains(hint), "\(run.errors)")
    }

    @Test(arguments: ["--venue", "--side", "--entry", "--quantity"])
    func `what is needed and lacks is named`(option: String) throws {
        var words = Self.position
        let place = try #require(words.firstIndex(of: option))
        words.removeSubrange(place...(place + 1))
        let run = try Program.run(words)
        #expect(run.status == 64)
        #expect(run.errors.contains("\(option) is needed"), "\(run.errors)")
    }

    @Test func `an assumed rate, a size beyond the table and too much leverage are said`() throws {
        let assumed = try json(
            "--venue binance --symbol NOPEUSDT --side long --entry 1 --quantity 1 --leverage 2")
        #expect(try assumed["maintenance"]["assumed"].isTrue)
        #expect(try assumed["warnings"].list.first?.text.contains("is assumed") == true)
        let huge = try json(
            "--venue binance --symbol BTCUSDT --side long --entry 95000 --quantity 100000 --leverage 2")
        #expect(try huge["exceeds_table"].isTrue)
        let texts = try huge["warnings"].list.map { try $0.text }
        #expect(texts.contains { $0.contains("above the last tier") })
        #expect(texts.contains { $0.contains("could not be opened") })
    }

    @Test func `a file of tiers counts instead of what is built in`() throws {
        let folder = try TemporaryFolder()
        let shown = try Program.output(["tiers", "show", "binance", "ETHUSDT", "--csv"])
        let file = try folder.write("eth.csv", String(decoding: shown, as: UTF8.self))
        let own = try json(
            "--venue binance --symbol ETHUSDT --side long --entry 3500 --quantity 900 --leverage 10")
        let read = try json(
            "--venue binance --symbol ETHUSDT --side long --entry 3500 --quantity 900 --leverage 10 --tiers \(file)"
        )
        #expect(try own["liquidation"].number == read["liquidation"].number)
        #expect(try read["maintenance"]["source"].text.contains("eth.csv"))
        let run = try Program.run(Self.position + ["--tiers", "/no/such.csv"])
        #expect(run.status == 66)
    }

    @Test func `venues are listed and told one by one`() throws {
        let list = String(decoding: try Program.output(["venues"]), as: UTF8.self)
        for id in ["binance", "bybit-inverse", "okx", "generic"] { #expect(list.contains(id)) }
        let sheet = String(decoding: try Program.output(["venues", "bybit"]), as: UTF8.self)
        for word in ["formula", "2025-09-02", "source", "2026-11-21", "tick", "mark price"] {
            #expect(sheet.contains(word), "\(word)")
        }
        let run = try Program.run(["venues", "bibit"])
        #expect(run.status == 64)
        #expect(run.errors.contains("did you mean 'bybit'?"))
        // formulas.md, section 1: the literal price is E/(1 − R), above every entry.
        let seed = String(
            decoding: try Program.output(
                ["venues", "ionet", "--entry", "100", "--leverage", "10", "--maintenance-rate", "0.5%"]),
            as: UTF8.self)
        #expect(seed.contains("100.50251256281408") && seed.contains("WRONG"))
        #expect(seed.contains("90.45226130653266") && seed.contains("109.45273631840797"))
    }
}
