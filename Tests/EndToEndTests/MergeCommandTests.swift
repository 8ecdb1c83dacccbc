import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("liq merge") struct MergeCommandTests {
    private static let range = ["--range", "50000..200000", "--buckets", "600"]

    /// Parts that were made, by the arguments that make them: many tests begin with the same ones.
    private static let made = Mutex<[[String]: Data]>([:])

    /// A folder with parts of the example's market, each made by a program of its own the first time.
    private func parts(_ sources: [(name: String, data: String)], _ more: [String] = []) throws
        -> TemporaryFolder
    {
        let folder = try TemporaryFolder()
        for (name, data) in sources {
            let file = folder.url.appending(path: "\(name).liqpart")
            let arguments = ["map", data, "--lookback", "5d"] + Self.range + more
            if let bytes = Self.made.withLock({ $0[arguments] }) {
                try bytes.write(to: file)
                continue
            }
            _ = try Program.output(arguments + ["--out", file.path])
            let bytes = try Data(contentsOf: file)
            Self.made.withLock { $0[arguments] = bytes }
        }
        return folder
    }

    private func bytes(_ folder: TemporaryFolder, _ name: String) throws -> Data {
        try Data(contentsOf: folder.url.appending(path: name + ".liqpart"))
    }

    private func merge(_ folder: TemporaryFolder, _ names: [String], _ more: [String] = []) throws -> Shell {
        try Program.run(["merge"] + names.map { "\(folder.path)/\($0).liqpart" } + more)
    }

    /// Bars of the made-up market in files of their own, so many each, with a pause between them.
    private func days(_ folder: TemporaryFolder) throws -> [String] {
        let lines = MadeUpMarket.bars(120).split(separator: "\n")
        return try [("one", 1..<49), ("two", 49..<73), ("three", 85..<121)].map { name, rows in
            let text = ([lines[0]] + lines[rows]).joined(separator: "\n")
            _ = try Program.output(
                ["map", try folder.write("\(name)/bars.csv", text), "--symbol", "BTCUSDT"] + Self.range
                    + ["--out", "\(folder.path)/\(name).liqpart"])
            return name
        }
    }

    @Test func `parts of venues add up to the map of all venues, in every order and tree`() throws {
        let data = Program.days
        let folder = try parts([
            ("a", data), ("b", "okx=\(data)"), ("c", "bybit=\(data)"), ("d", "kraken=\(data)"),
        ])
        let all = ["binance=\(data)", "okx=\(data)", "bybit=\(data)", "kraken=\(data)", "--lookback", "5d"]
        _ = try Program.output(["map"] + all + Self.range + ["--out", "\(folder.path)/all.liqpart"])
        let whole = try bytes(folder, "all")
        func sum(_ names: [String], as name: String) throws {
            let shell = try merge(folder, names, ["--out", "\(folder.path)/\(name).liqpart"])
            #expect(shell.status == 0 && shell.output.isEmpty, "\(shell.errors)")
        }
        for (index, order) in [["a", "b", "c", "d"], ["d", "b", "a", "c"], ["c", "d", "b", "a"]].enumerated()
        {
            try sum(order, as: "sum\(index)")
            #expect(try bytes(folder, "sum\(index)") == whole)
        }
        try sum(["d", "b"], as: "left")
        try sum(["c", "a"], as: "right")
        try sum(["left", "right"], as: "tree")
        try sum(["right", "b"], as: "three")
        try sum(["d", "three"], as: "chain")
        #expect(try bytes(folder, "tree") == whole)
        #expect(try bytes(folder, "chain") == whole)

        // The same bytes whether the maps were added in one run or as parts.
        for format in ["json", "csv", "text"] {
            let form = ["--format", format, "--quiet"]
            let (drawn, made) = (
                try merge(folder, ["tree"], form).output,
                try Program.output(["map"] + all + Self.range + form)
            )
            #expect(drawn == made, "\(format)")
        }
        let shards = try JSON(try merge(folder, ["tree"], ["--format", "json"]).output)["shards"]
        #expect(try shards.list.count == 4)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(!files.contains { $0.hasSuffix(".part") })
    }

    @Test func `a sum is drawn like a map and says what it holds`() throws {
        let folder = try parts([("a", Program.days), ("b", "okx=\(Program.days)")])
        let text = try merge(folder, ["b", "a"], ["--width", "100"]).text
        for word in [
            "2 shards of 2 markets · BTCUSDT", "okx BTCUSDT", "binance BTCUSDT", "model turnover",
            "OKX BTC-USDT-SWAP", "hold the same bars under two names", "cluster",
        ] {
            #expect(text.contains(word), "\(word)")
        }
        let csv = try merge(folder, ["b", "a"], ["--format", "csv"]).text
        #expect(csv.split(separator: "\n").drop { $0.hasPrefix("#") }.count == 601)
    }

    @Test func `spans of one market are added with a warning, and what lies between is told`() throws {
        let folder = try TemporaryFolder()
        let names = try days(folder)
        let text = try merge(folder, names).text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains("binance BTCUSDT: 3 spans of time are added"))
        #expect(text.contains("swept nothing of the earlier ones"))
        #expect(text.contains("gap: binance BTCUSDT has nothing from 2025-05-04T00:00Z to 2025-05-04T12:00Z"))
        // What was expected is kept in the sum.
        let list = try folder.write(
            "list.txt", "# all\n\nbinance BTCUSDT 2025-05-01 2025-05-10\nokx BTC-USDT-SWAP\nbinance BTCUSDT\n"
        )
        let shell = try merge(
            folder, ["one", "two"],
            ["--expect", "4", "--expect-list", list, "--out", "\(folder.path)/half.liqpart"])
        #expect(shell.status == 0)
        for words in [
            "2 of 4 shards are here, missing: 2", "missing: okx BTC-USDT-SWAP",
            "missing: binance BTCUSDT 2025-05-04T00:00Z to 2025-05-10T00:00Z",
        ] {
            #expect(shell.errors.contains(words), "\(words)")
        }
        let later = try JSON(try merge(folder, ["half", "three"], ["--format", "json"]).output)
        let notes = try later["notes"].list.map { try $0.text }
        #expect(notes.contains("3 of 4 shards are here, missing: 1"))
        #expect(notes.contains("missing: binance BTCUSDT 2025-05-04T00:00Z to 2025-05-04T12:00Z"))
    }

    @Test func `parts by rung can be written as CoinGlass's form`() throws {
        let folder = try parts([("a", Program.days), ("b", "okx=\(Program.days)")], ["--by-rung"])
        let sum = try JSON(try merge(folder, ["a", "b"], ["--format", "coinglass"]).output)
        #expect(try sum["data"]["data"].names.count > 50)
        let direct = try JSON(
            try Program.output(
                ["map", Program.days, "--lookback", "5d", "--format", "coinglass"] + Self.range))
        let alone = try JSON(try merge(folder, ["a"], ["--format", "coinglass"]).output)
        #expect(try alone["data"]["data"].names == direct["data"]["data"].names)
        // The map of several venues has rungs as well.
        let both = try JSON(
            try Program.output(
                ["map", "binance=\(Program.days)", "okx=\(Program.days)"]
                    + ["--lookback", "5d", "--format", "coinglass"] + Self.range))
        #expect(try both["data"]["data"].names == sum["data"]["data"].names)
        let plain = try parts([("a", Program.days)])
        let refused = try merge(plain, ["a"], ["--format", "coinglass"])
        #expect(refused.status == 64 && refused.errors.contains("--by-rung"))
    }

    @Test func `what cannot be added is refused with the names of both files`() throws {
        let folder = try parts([("a", Program.days), ("b", "okx=\(Program.days)")])
        for (name, arguments) in [
            ("grid", ["--lookback", "5d"]),
            ("mix", ["--lookback", "5d", "--leverage", "retail"] + Self.range),
            ("lag", ["--lookback", "5d", "--option", "lag=1"] + Self.range),
            ("day", ["--lookback", "1d"] + Self.range),
            ("rung", ["--lookback", "5d", "--by-rung"] + Self.range),
        ] {
            _ = try Program.output(
                ["map", "bybit=\(Program.days)", "--out", "\(folder.path)/\(name).liqpart"] + arguments)
        }
        _ = try Program.output(
            ["map", Program.days, "--lookback", "1d", "--out", "\(folder.path)/late.liqpart"] + Self.range)
        for (names, words) in [
            (["a", "b", "a"], "a.liqpart and "), (["b", "a", "a"], "is in both: it would count twice"),
            (["a", "b", "grid"], "grid.liqpart: maps on different price axes"),
            (["a", "mix"], "different plans"),
            (["a", "lag"], "lag 1"), (["a", "rung"], "--by-rung"),
            (["b", "a", "day", "late"], "a.liqpart and \(folder.path)/late.liqpart: shards"),
            (["b", "late", "a"], "overlap"),
        ] {
            let shell = try merge(folder, names)
            #expect(shell.status == 65 && shell.output.isEmpty, "\(names)")
            #expect(shell.errors.contains(words), "\(names): \(shell.errors)")
            #expect(shell.errors.components(separatedBy: ".liqpart").count >= 3, "\(shell.errors)")
        }
        #expect(try merge(folder, ["a", "day"]).status == 0)
    }

    @Test func `files that are no sound parts are refused`() throws {
        let folder = try parts([("a", Program.days)])
        let whole = try bytes(folder, "a")
        for (name, data, words) in [
            ("cut", whole.dropLast(100), "is cut off"), ("long", whole + [1], "1 bytes behind its end"),
            ("csv", Data("time,open\n1,2\n".utf8), "is no part of a map"), ("empty", Data(), "is cut off"),
            ("new", whole[..<8] + [9] + whole[9...], "version 9 of the format, this program reads version 2"),
            ("bad", whole[..<400] + [whole[400] ^ 4] + whole[401...], "is damaged"),
        ] as [(String, Data, String)] {
            try data.write(to: folder.url.appending(path: name + ".liqpart"))
            let shell = try merge(folder, ["a", name])
            #expect(shell.status == 65 && shell.errors.contains("\(name).liqpart: "))
            #expect(shell.errors.contains(words), "\(shell.errors)")
        }
        #expect(try merge(folder, ["none"]).status == 66)
    }

    @Test(arguments: [
        (["merge"], "<part>"), (["merge", "x", "--expect", "0"], "--expect must lie in 1 to 100,000"),
        (["merge", "x", "--within", "none"], "--within must be a fraction"),
        (["map", Program.days, "--range", "5"], "--range must be two rising prices"),
        (["map", Program.days, "--range", "9..5"], "50000..200000, was '9..5'"),
        (["map", Program.days, "--by-rung"], "--by-rung is for parts"),
        (
            ["map", Program.days, "--grid-of", "x", "--buckets", "3"],
            "either --buckets 3 or --grid-of x, not both"
        ),
    ])
    func `wrong options are refused`(arguments: [String], words: String) throws {
        let shell = try Program.run(arguments)
        #expect(shell.status == 64 && shell.errors.contains(words), "\(shell.errors)")
    }

    @Test func `a list of what is expected is checked line by line`() throws {
        let folder = try parts([("a", Program.days)])
        for (text, words) in [
            ("binance\n", ":1: 1 words"), ("\n#\nbinanc BTCUSDT\n", ":3: no venue 'binanc'"),
            ("okx A 2025-05-01 2025-02-30\n", "must be days that exist"),
            ("okx A 2025-05-02 2025-05-02\n", "must end after it begins"),
        ] {
            let shell = try merge(folder, ["a"], ["--expect-list", try folder.write("list", text)])
            #expect(shell.status == 65 && shell.errors.contains(words), "\(shell.errors)")
        }
    }

    @Test func `what lies off a given axis is told`() throws {
        let folder = try TemporaryFolder()
        let arguments = ["map", Program.days, "--lookback", "5d", "--range", "100..200"]
        let words = "100 % of what is open has its liquidation price off the price axis"
        func flat(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
        #expect(flat(try Program.run(arguments).text).contains(words))
        _ = try Program.output(arguments + ["--out", "\(folder.path)/a.liqpart"])
        #expect(flat(try merge(folder, ["a"]).text).contains(words))
    }

    @Test func `a script writes the same part, and an axis can be taken from one`() throws {
        let folder = try TemporaryFolder()
        let script = "liq.load('\(Program.days)'):map{lookback = '5d'}:save('\(folder.path)/lua.liqpart')"
        _ = try Program.output(["-c", script])
        _ = try Program.output(
            ["map", Program.days, "--lookback", "5d", "--out", "\(folder.path)/plain.liqpart"])
        #expect(try bytes(folder, "lua") == bytes(folder, "plain"))
        _ = try Program.output([
            "map", "okx=\(Program.days)", "--grid-of", "\(folder.path)/lua.liqpart", "--out",
            "\(folder.path)/b.liqpart",
        ])
        #expect(try merge(folder, ["lua", "b"]).status == 0)
        let own = "liq.leverage('mine', function(bar, ladder) return {[ladder[9]] = 1} end)"
        let refused = try Program.run([
            "-c",
            "\(own) liq.load('\(Program.days)'):map{leverage = 'mine'}:save('\(folder.path)/own.liqpart')",
        ])
        #expect(refused.status == 1 && refused.errors.contains("a model of the session"))
        let stream = try Program.output(["map", Program.days, "--lookback", "5d", "--format", "part"])
        #expect(try stream == bytes(folder, "plain"))
    }
}
