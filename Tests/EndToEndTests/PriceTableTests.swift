import Foundation
import TestSupport
import Testing

@Suite("liq price --csv and --account") struct PriceTableTests {
    private static let good = """
        mark,symbol,venue,leverage,quantity,side,entry,note
        ,BTCUSDT,binance,20,2,long,95000,first
        96000,BTCUSDT,binance,20,2,short,95000,
        ,,generic,1,1,LONG,100,covered
        50,,generic,2,1,long,100,
        """

    private static let bad = """
        venue,symbol,side,entry,quantity,leverage
        generic,,long,100,1,10
        generic,,lng,100,1,10
        nope,,long,100,1,10
        generic,,long,-5,1,10
        generic,,long,100,1
        generic,,long,100,abc,10
        generic,,long,100,1,0.5
        generic,,long,100,1,
        generic,,long,1e300,1e300,10

        generic,,short,100,1,10
        """

    private func run(_ text: String, _ more: [String] = []) throws -> Shell {
        try Program.run(["price", "--csv", "-"] + more, input: text)
    }

    @Test func `rows come out in order, in any order of columns, as single prices have them`() throws {
        let shell = try run(Self.good)
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(
            shell.text.split(separator: "\n").map(String.init) == [
                "row,state,liquidation,shown,bankruptcy,tier,distance,note",
                "1,price,90612.4497991968,90612.4497991968,90250.0,1,-0.0461847389558232,",
                "2,price,99352.58964143426,99352.58964143426,99750.0,1,0.03492280876494025,",
                "3,none,,,,1,,assumed_rate",
                // Equity is 0 at a mark of 50: (100 − 50) / 0.995 is where it would be solvent again.
                "4,liquidatable_now,50.25125628140704,50.25125628140704,50.0,1,0.005025125628140836,assumed_rate",
            ])
        #expect(shell.errors.contains("4 rows, 0 bad, 2 with an assumed rate"))
    }

    @Test func `without --keep-going the first bad row ends it`() throws {
        let shell = try run(Self.bad)
        #expect(shell.status == 65)
        #expect(shell.text.split(separator: "\n").count == 2)
        #expect(shell.errors.contains("row 2, column side: must be long or short, was 'lng'"))
        #expect(shell.errors.contains("--keep-going"))
    }

    @Test func `with --keep-going the rest is priced and each bad row says why`() throws {
        let shell = try run(Self.bad, ["--keep-going"])
        #expect(shell.status == 65)
        let rows = shell.text.split(separator: "\n").dropFirst().map(String.init)
        #expect(rows.count == 11)
        #expect(rows.enumerated().allSatisfy { $1.hasPrefix("\($0 + 1),") })
        let rules = [
            2: "column side: must be long or short", 3: "column venue: no venue 'nope'",
            4: "column entry: must be above zero, was '-5'", 5: "5 columns, 6 expected",
            6: "column quantity: must be a plain number", 7: "column leverage: must be at least 1, was '0.5'",
            8: "neither leverage nor margin is given", 9: "too large to calculate with", 10: "blank line",
        ]
        for (row, rule) in rules {
            #expect(
                rows[row - 1].contains(",error,,,,,,") && rows[row - 1].contains(rule),
                "\(rows[row - 1])")
            let line = shell.errors.split(separator: "\n").first { $0.contains(": row \(row), ") }
            #expect(line?.contains(rule) == true, "\(shell.errors)")
        }
        #expect(rows[0].hasPrefix("1,price,") && rows[10].hasPrefix("11,price,"))
    }

    @Test(arguments: [
        ("", "is empty"), ("venue,side\n", "a column entry is needed"),
        ("side,entry,quantity,levrage\n", "did you mean 'leverage'?"),
        ("side,side,entry,quantity,leverage\n", "column side appears twice"),
        ("side,entry,quantity\n", "a column leverage or margin is needed"),
    ]) func `a wrong header is told`(text: String, words: String) throws {
        let shell = try run(text)
        #expect(shell.status == 65)
        #expect(shell.errors.contains(words), "\(shell.errors)")
    }

    @Test func `venue and symbol may be given for all rows, files and line ends do not matter`() throws {
        let text = "side,entry,contracts,margin\r\nlong,20000,100,400\r\n\r\n"
        let folder = try TemporaryFolder()
        let path = try folder.write("p.csv", "\u{FEFF}" + text)
        let out = "\(folder.path)/out.csv"
        let shell = try Program.run([
            "price", "--csv", path, "--out", out, "--venue", "okx", "--symbol", "BTC-USDT-SWAP",
        ])
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(shell.text == "")
        // OKX: 100 contracts of 0.01 BTC, first tier 0.4 %, fee 0.05 %: (20000 − 400) / (1 − 0.0045)
        let row = try String(contentsOf: URL(filePath: out), encoding: .utf8).split(separator: "\n")[1]
        let price = try #require(Double(row.split(separator: ",")[2]))
        #expect(abs(price - 19_600 / 0.9955) < 1e-9)
        #expect(try Program.run(["price", "--csv", "/no/such.csv"]).status == 66)
        #expect(
            try Program.run(["price", "--csv", path, "--out", "/no/such/x.csv", "--venue", "okx"]).status
                == 73)
    }

    @Test func `a last line without a line feed is noted, of tables and of accounts`() throws {
        let table = try run(Self.good)
        #expect(table.status == 0)
        #expect(
            table.errors.contains(
                "note: standard input: no line feed ends line 5, the last: it may be cut short"),
            "\(table.errors)")
        #expect(try !run(Self.good + "\n").errors.contains("line feed"))
        let folder = try TemporaryFolder()
        let path = try folder.write("a.csv", "venue,side,entry,quantity\ngeneric,long,100,1")
        let account = ["price", "--account", path, "--wallet", "20"]
        let document = try JSON(Program.output(account + ["--json"]))
        #expect(
            try document["warnings"].list.contains {
                try $0.text == "\(path): no line feed ends line 2, the last: it may be cut short"
            })
        #expect(try Program.run(account).text.contains("no line feed ends line 2"))
    }

    @Test func `many rows are the same bytes with one, two and three threads`() throws {
        var random = SeededGenerator(seed: 11)
        var text = "venue,symbol,side,entry,quantity,leverage,mark\n"
        // Several pieces of a mebibyte, which threads share.
        let rows = LongTests.pick(36_000, long: 60_000)
        for row in 0..<rows {
            let entry = Double.random(in: 1...1e5, using: &random)
            let venue = ["binance", "bybit", "okx", "generic"].randomElement(using: &random) ?? ""
            let side = row % 997 == 3 ? "odd" : Bool.random(using: &random) ? "long" : "short"
            text += "\(venue),BTCUSDT,\(side),\(entry),\(Double.random(in: 0.001...900, using: &random)),"
            text += "\(Int.random(in: 1...100, using: &random)),\(row % 5 == 0 ? "" : "\(entry * 1.001)")\n"
        }
        let folder = try TemporaryFolder()
        let path = try folder.write("many.csv", text)
        let outputs = try LongTests.pick(["1", "3"], long: ["1", "2", "3"]).map { threads in
            let shell = try Program.run(["price", "--csv", path, "--keep-going", "--threads", threads])
            #expect(shell.status == 65)
            return shell.output
        }
        #expect(outputs.allSatisfy { $0 == outputs[0] })
        #expect(outputs[0].split(separator: 10).count == rows + 1)
        let stopped = try ["1", "3"].map { threads in
            try Program.run(["price", "--csv", path, "--threads", threads]).output
        }
        #expect(stopped[0] == stopped[1])
        #expect(stopped[0].split(separator: 10).count == 4)
    }

    @Test func `output that cannot be written ends with 74`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("p.csv", Self.good)
        let run = try Shell(
            ["bash", "-c", "\(Program.path) price --csv \(path) > /dev/full"],
            environment: Program.environment)
        #expect(run.status == 74)
    }

    private static let account = """
        {"wallet": 20000, "positions": [
          {"venue": "generic", "symbol": "A", "side": "long", "entry": 100, "quantity": 500, "mark": 90,
           "maintenance_rate": 0.01},
          {"venue": "generic", "symbol": "B", "side": "short", "entry": 50, "quantity": 200, "mark": 55,
           "maintenance_rate": 0.01},
          {"venue": "generic", "symbol": "C", "side": "long", "entry": 10, "quantity": 10, "leverage": 5,
           "mode": "isolated", "maintenance_rate": 0.01}]}
        """

    /// By hand: equity 20,000 − 5,000 − 1,000 = 14,000; required 450 + 110; A alone: 19,000 − 110 + 500·(P − 100)
    /// = 5·P; B alone: 15,000 − 450 − 200·(P − 50) = 2·P; together, all marks times x: the sum is linear in x.
    @Test func `an account's positions are priced with the others held, and jointly`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("account.json", Self.account)
        let json = try JSON(try Program.output(["price", "--account", path, "--json"]))
        #expect(try json["equity"].number == 14_000)
        #expect(abs(try json["requirement"].number - 560) < 1e-9)
        let prices = try json["positions"].list.map { try $0["liquidation"].number }
        #expect(abs(prices[0] - (50_000 - 18_890) / 495) < 1e-9)
        #expect(abs(prices[1] - (14_550 + 10_000) / 202) < 1e-9)
        #expect(abs(prices[2] - 8 / 0.99) < 1e-9)
        // 20,000 + 500·(90x − 100) − 200·(55x − 50) = (450 + 110)·x
        let x = (20_000.0 - 50_000 + 10_000) / (560 - 45_000 + 11_000)
        #expect(abs(try json["joint"]["down"].number - (x - 1)) < 1e-9)
        #expect(try json["joint"]["up"].isNull)
        let text = String(decoding: try Program.output(["price", "--account", path]), as: UTF8.self)
        #expect(text.contains("Joint shock") && text.contains("isolated"))
        let csv = try folder.write(
            "account.csv",
            "symbol,side,entry,quantity,mark,mode,leverage\nA,long,100,500,90,,\nB,short,50,200,55,,\n"
                + "C,long,10,10,,isolated,5\n")
        let same = try JSON(
            try Program.output([
                "price", "--account", csv, "--json", "--wallet", "20000", "--venue", "generic",
                "--maintenance-rate", "1%",
            ]))
        #expect(try same["positions"].list.map { try $0["liquidation"].number } == prices)
    }

    @Test(arguments: [
        ("{", "ends early"), ("{\"wallet\": 1, \"positions\": []}", "no positions"),
        ("{\"wallet\": 1, \"position\": []}", "no member 'position'"),
        ("{\"positions\": [{\"venue\": \"generic\"}]}", "wallet is missing"),
        (
            "{\"wallet\": 1, \"positions\": [{\"venue\": \"generic\", \"side\": \"lng\"}]}",
            "position 1, side must be long or short, was 'lng'"
        ),
        ("{\"wallet\": 0x64, \"positions\": [{\"side\": \"long\"}]}", "wallet: a number is needed"),
        ("{\"wallet\": [], \"positions\": [{\"side\": \"long\"}]}", "wallet: a number is needed"),
        (
            "{\"wallet\": 1, \"positions\": [{\"entry\": 0100}]}",
            "position 1, entry: a number or a text is needed"
        ),
        ("{\"wallet\": 1, \"wallet\": 2, \"positions\": []}", "wallet is there twice"),
        (
            "{\"wallet\": 1, \"positions\": [{\"entry\": 1, \"entry\": 2}]}",
            "position 1: entry is there twice"
        ),
        ("side,entry,entry\nlong,1,2\n", ":1: column entry appears twice"),
        ("{\"wallet\": 1, \"positions\": [{\"vanue\": \"generic\"}]}", "did you mean 'venue'?"),
        (
            "{\"wallet\": 1, \"positions\": [{\"venue\": \"generic\", \"side\": [1]}]}",
            "a number or a text is needed"
        ),
    ]) func `a wrong account ends with 65 and names position and field`(text: String, words: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("account.json", text)
        let shell = try Program.run(["price", "--account", path])
        #expect(shell.status == 65, "\(shell.errors)")
        #expect(shell.errors.contains(words), "\(shell.errors)")
    }

    @Test func `command, script and console give the same bytes`() throws {
        let lua =
            "liq.price{venue = 'binance', symbol = 'BTCUSDT', side = 'long', entry = 95000, leverage = 20, quantity = 2}"
        let command = String(
            decoding: try Program.output(PriceCommandTests.position), as: UTF8.self)
        let line = String(decoding: try Program.output(["-c", lua]), as: UTF8.self)
        #expect(line == command)
        #expect(try Program.run([], input: lua + "\n").text == command)
        let json = String(
            decoding: try Program.output(PriceCommandTests.position + ["--json"]), as: UTF8.self)
        #expect(
            String(decoding: try Program.output(["-c", "print((\(lua)):json())"]), as: UTF8.self) == json
                + "\n")
    }

    @Test(arguments: [
        ("liq.price{venu='x'}", "did you mean 'venue'?"),
        ("liq.price(5)", "takes named arguments in braces"),
        ("liq.price{venue='generic', side=true}", "argument 'side' must be a number or a text"),
        ("liq.price{venue='generic', side='long', entry='x'}", "argument 'entry' must be a finite number"),
        ("liq.solve{venue='generic', side='long', entry=1, quantity=1, find='x', want=1}", "argument 'find'"),
        ("liq.account{positions={}}", "argument 'wallet' must be a number"),
        ("liq.account{wallet=1, positions={}}", "must be a list of positions"),
        ("liq.account{wallet=1, positions={{venue='generic'}}}", "position 1: argument 'side' is needed"),
    ]) func `a wrong argument in Lua is told and ends with 1`(code: String, words: String) throws {
        let shell = try Program.run(["-c", code])
        #expect(shell.status == 1, "\(shell.errors)")
        #expect(shell.errors.contains(words), "\(shell.errors)")
    }
}
