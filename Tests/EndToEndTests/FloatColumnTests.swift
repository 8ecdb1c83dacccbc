import Foundation
import TestSupport
import Testing

/// Numbers that are no whole numbers by their nature have a point or an exponent in every output for programs, and whole
/// numbers have none: readers that guess types by the first rows find the same type in every file.
@Suite("Types of columns") struct FloatColumnTests {
    /// Columns and members whose values are whole numbers; all other numbers are floats.
    private static let whole: Set<String> = [
        "bar_ms", "days", "weeks", "taught_from", "taught_to", "stretches", "models_tried", "bars_compared",
        "bars_beyond_open_interest",
        "version", "time", "start", "end", "bars", "shards", "bars_per_column", "bar", "tier", "tiers",
        "number", "count", "row", "map_time", "as_of", "from", "to", "median_age", "swept", "untouched_since",
        // Of the scripts below.
        "n",
    ]

    /// What a cell or a member is, by how it is written.
    private static func fault(_ text: Substring, named name: String) -> String? {
        let isWhole = text.allSatisfy { $0.isNumber || $0 == "-" }
        return isWhole == whole.contains(name) ? nil : "\(name): \(text)"
    }

    /// What is wrong with the numbers of a table.
    private static func faults(ofCSV text: String, texts: Set<String> = []) throws -> [String] {
        let rows = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let header = try #require(rows.first).map(String.init)
        #expect(rows.count > 1)
        return rows.dropFirst().flatMap { row in
            zip(header, row).compactMap { name, cell in
                cell.isEmpty || texts.contains(name) || Double(cell) == nil ? nil : fault(cell, named: name)
            }
        }
    }

    /// What is wrong with the numbers of JSON; settings are written as they are shown, and left out.
    private static func faults(ofJSON text: String, isCoinGlass: Bool = false) -> [String] {
        // A list's elements have the name of the list.
        var (faults, frames, key) = ([String](), [(name: String, place: Int)](), "")
        var rest = Substring(text)
        while let first = rest.first {
            switch first {
            case "\"":
                rest.removeFirst()
                var word = ""
                while let next = rest.popFirst(), next != "\"" {
                    if next == "\\" { rest.removeFirst() }
                    word.append(next)
                }
                if rest.first == ":" { key = word }
            case "{", "[":
                frames.append((key, 0))
                rest.removeFirst()
            case "}", "]":
                key = frames.removeLast().name
                rest.removeFirst()
            case ",":
                frames[frames.count - 1].place += 1
                rest.removeFirst()
            case "-", "0"..."9":
                let word = rest.prefix { $0.isNumber || "+-.eE".contains($0) }
                rest = rest.dropFirst(word.count)
                guard !frames.contains(where: { $0.name == "assumptions" || $0.name == "parameters" }) else {
                    continue
                }
                let place = frames.last?.place ?? 0
                let isWhole = key == "cells" && place < 2 || isCoinGlass && place == 2
                if let fault = fault(word, named: isWhole ? "n" : key) { faults.append(fault) }
            default: rest.removeFirst()
            }
        }
        return faults
    }

    private static let map = ["--lookback", "1d", "--leverage", "retail", "--buckets", "200"]

    /// Subcommands that write neither tables nor JSON.
    private static let others: Set<String> = [
        "shell", "trust", "venues", "plugins", "plugin", "synth", "doctor", "check", "get",
    ]

    /// Every output for programs, by its subcommand.
    private static let outputs: [String: [[String]]] = [
        "map": mapOutputs, "heatmap": heatmapOutputs, "explain": explainOutputs, "merge": mergeOutputs,
        "score": scoreOutputs,
        "history": historyOutputs, "price": priceOutputs, "tiers": tierOutputs, "run": scriptOutputs,
    ]

    private static let csv = ["--format", "csv"]
    private static let json = ["--format", "json"]
    private static let plain = ["--format", "csv", "--no-comments"]

    private static let mapOutputs: [[String]] = [
        json + ["--signal", "nearest-cluster"], csv, plain, ["--format", "coinglass"],
    ].map { ["map", Program.data] + map + $0 }

    private static let historyOutputs: [[String]] = [json, csv, plain].map {
        ["history", Program.data, "--every", "12h"] + map + $0
    }

    private static let heatmapOutputs: [[String]] = [
        json, csv, plain, ["--format", "columns"], ["--format", "columns", "--no-comments"],
        ["--view", "freshness"] + csv,
    ].map {
        ["heatmap", Program.data, "--columns", "6"] + map + $0
    }

    private static let scoreOutputs: [[String]] = [json, csv, plain].map {
        ["score", "MARKET", "--against", "LIQUIDATIONS", "--stretches", "1"] + $0
    }
    private static let explainOutputs: [[String]] = [json, csv, plain].map {
        ["explain", Program.data, "--at", "118000..125000"] + map + $0
    }

    private static let mergeOutputs: [[String]] = [json, csv, plain].map { ["merge", "PART"] + $0 }

    private static let priceOutputs: [[String]] = [
        PriceCommandTests.position + ["--json", "--partial"],
        [
            "price", "--venue", "generic", "--side", "long", "--entry", "100", "--quantity", "1", "--margin",
            "10", "--json",
        ],
        ["price", "--csv", "POSITIONS"], ["price", "--account", "ACCOUNT", "--json"],
    ]

    private static let tierOutputs: [[String]] = [
        ["tiers", "show", "binance", "BTCUSDT", "--csv"], ["tiers", "show", "okx", "BTCUSDT", "--json"],
    ]

    private static let scriptOutputs: [[String]] = {
        let texts = [
            "m:json()", "m:csv()", "m:coinglass()", "(m - m):json()", "(m - m):csv()",
            "m:explain(m.price * 0.98):json()", "m:explain(m.price * 0.98):csv()",
            "b:heatmap{columns = 4, lookback = '6h'}:json()", "p:json()", "a:json()",
        ]
        let lists = [
            "m:clusters{}", "m:signals()", "m:diff(m)", "m:explain(m.price * 0.98):deposits{}",
            "liq.plugins()", "a.positions", "{{n = 1, x = 0}, {n = 2, x = 0.5}}", "{{n = 1, x = 2.0}}",
            "{x = 1 / 4 + 0.75}",
        ]
        let objects = ["m", "m - m", "m:explain(m.price * 0.98)", "p", "a"]
        var outputs = texts.map { script($0) }
        for form in ["csv", "json", "jsonl"] { outputs += lists.map { script($0, output: form) } }
        return outputs + objects.map { script($0, output: "json") }
    }()

    /// A script's value, or the text that it gives.
    private static func script(_ value: String, output: String? = nil) -> [String] {
        let start = """
            b = liq.load "\(Program.data)"
            m = b:map{lookback = "1d", leverage = "retail", buckets = 200, signal = "nearest-cluster"}
            p = liq.price{venue = "generic", side = "long", entry = 100, leverage = 10, quantity = 1}
            a = liq.account{wallet = 20, positions = {{venue = "generic", side = "long", entry = 100, quantity = 1}}}
            """
        return ["-c", "\(start)\n" + (output == nil ? "print(\(value))" : "return \(value)")]
            + (output.map { ["--output", $0] } ?? [])
    }

    @Test func `every command is in the list of this test`() throws {
        let help = String(decoding: try Program.output(["--help"]), as: UTF8.self)
        let list = help.components(separatedBy: "SUBCOMMANDS:")[1].split(separator: "\n")
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") && !$0.contains("See '") }
        #expect(Set(list.map { String($0.split(separator: " ")[0]) }) == Self.others.union(Self.outputs.keys))
    }

    @Test(arguments: outputs.keys.sorted())
    func `floats stay floats, and whole numbers whole`(command: String) throws {
        let folder = try TemporaryFolder()
        let positions = "venue,side,entry,quantity,leverage\ngeneric,long,100,1,10\ngeneric,short,64,1,2\n"
        let files = [
            "PART": folder.path + "/x.liqpart", "MARKET": folder.path + "/market",
            "LIQUIDATIONS": folder.path + "/market/truth/liquidations.csv",
            "POSITIONS": try folder.write("p.csv", positions),
            "ACCOUNT": try folder.write(
                "a.json",
                "{\"wallet\": 20, \"positions\": [{\"venue\": \"generic\", \"side\": \"long\", \"entry\": 100, "
                    + "\"quantity\": 1}]}"),
        ]
        if command == "merge" {
            _ = try Program.output(["map", Program.data, "--out", files["PART"] ?? ""] + Self.map)
        }
        if command == "score" {
            let options = ["--days", "8", "--bar-minutes", "60", "--out", files["MARKET"] ?? ""]
            _ = try Program.output(["synth"] + options)
        }
        for arguments in Self.outputs[command] ?? [] {
            let words = arguments.map { files[$0] ?? $0 }
            let text = String(decoding: try Program.output(words), as: UTF8.self)
            let isJSON = text.hasPrefix("{") || text.hasPrefix("[")
            let faults =
                isJSON
                ? Self.faults(ofJSON: text, isCoinGlass: text.hasPrefix("{\"code\""))
                : try Self.faults(ofCSV: text, texts: ["version", "id"])
            #expect(faults.isEmpty, "\(arguments.joined(separator: " ")): \(faults.prefix(5))")
        }
    }

    @Test func `a table without comments carries symbol, time and model, and its metadata beside it`() throws
    {
        let folder = try TemporaryFolder()
        let out = folder.path + "/m.csv"
        let shell = try Program.run(["map", Program.data, "--no-comments", "--out", out] + Self.map)
        #expect(shell.status == 0, "\(shell.errors)")
        let rows = try String(contentsOfFile: out, encoding: .utf8).split(separator: "\n")
        #expect(
            rows[0]
                == "symbol,time,model,low,high,long,short,long_intensity,short_intensity,cumulative,long_freshness,short_freshness"
        )
        #expect(rows.count == 201)
        #expect(
            rows.dropFirst().allSatisfy { $0.hasPrefix("BTCUSDT,1748648700000,turnover leverage=retail,") })
        let meta = try JSON(Data(contentsOf: URL(filePath: out + ".meta.json")))
        #expect(try meta["format"].text == "liq.table")
        #expect(try meta["data"]["symbol"].text == "BTCUSDT")
        #expect(try meta["parts"].list.count == 1)
        // The same rows as behind comments.
        let plain = String(
            decoding: try Program.output(["map", Program.data, "--format", "csv"] + Self.map), as: UTF8.self)
        let behind = plain.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(
            rows.dropFirst().map { $0.split(separator: ",").dropFirst(3) }
                == behind.dropFirst().map { $0.split(separator: ",")[...] })
    }

    @Test func `without a file the loss of the metadata is noted, and other formats refuse --no-comments`()
        throws
    {
        let piped = try Program.run(["map", Program.data, "--format", "csv", "--no-comments"] + Self.map)
        #expect(piped.status == 0 && piped.text.hasPrefix("symbol,time,model,"))
        #expect(
            piped.errors.contains(
                "note: without --out FILE the assumptions and notes of the table are not written"))
        let other = try Program.run(["map", Program.data, "--format", "json", "--no-comments"] + Self.map)
        #expect(other.status == 64)
        #expect(other.errors.contains("--no-comments only applies to csv, not to json"))
        let folder = try TemporaryFolder()
        let input = try folder.write(
            "a.csv.meta.json", "[[1704067200000,1,2,0.5,1,3],[1704067260000,1,2,0.5,1,3]]")
        let refused = try Program.run(["map", input, "--no-comments", "--out", folder.path + "/a.csv"])
        #expect(
            refused.status == 77 && refused.errors.contains("would replace its own input"),
            "\(refused.errors)")
    }

    @Test func `a heatmap without comments is written column by column with its metadata`() throws {
        let folder = try TemporaryFolder()
        let out = folder.path + "/h.csv"
        let arguments = ["heatmap", Program.data, "--columns", "4", "--no-comments", "--out", out]
        let shell = try Program.run(arguments + Self.map)
        #expect(shell.status == 0, "\(shell.errors)")
        let text = try String(contentsOfFile: out, encoding: .utf8)
        #expect(
            text.hasPrefix("symbol,model,time,price,low,high,long,short\nBTCUSDT,turnover leverage=retail,"))
        #expect(!text.contains("#"))
        let meta = try JSON(Data(contentsOf: URL(filePath: out + ".meta.json")))
        #expect(try meta["content"].text == "heatmap")
    }

    @Test(.enabled(if: hasPolars, "needs python3 with polars"))
    func `polars reads every table with the types that it has`() throws {
        let folder = try TemporaryFolder()
        let tables: [(name: String, arguments: [String])] = [
            ("map", ["map", Program.data, "--no-comments", "--format", "csv"] + Self.map),
            (
                "heatmap",
                ["heatmap", Program.data, "--no-comments", "--format", "csv", "--columns", "6"] + Self.map
            ),
            (
                "explain",
                ["explain", Program.data, "--at", "118000..125000", "--no-comments", "--format", "csv"]
                    + Self.map
            ),
            ("clusters", Self.script("m:clusters{}", output: "csv")),
            ("rows", Self.script("{{n = 1, x = 0}, {n = 2, x = 0.5}}", output: "csv")),
        ]
        for (name, arguments) in tables {
            _ = try folder.write(
                "\(name).csv", String(decoding: try Program.output(arguments), as: UTF8.self))
        }
        let jsonl = try Program.output(Self.script("{{n = 1, x = 0}, {n = 2, x = 0.5}}", output: "jsonl"))
        _ = try folder.write("rows.jsonl", String(decoding: jsonl, as: UTF8.self))
        let whole = "{'n', 'time', 'map_time', 'bar'}"
        let code = """
            import polars as pl, glob, sys
            for name in sorted(glob.glob(sys.argv[1] + '/*.csv')) + [sys.argv[1] + '/rows.jsonl']:
                read = pl.read_ndjson if name.endswith('.jsonl') else pl.read_csv
                table = read(name, infer_schema_length=1)
                for column, kind in table.schema.items():
                    wanted = pl.Int64 if column in \(whole) else pl.Float64
                    if kind not in (pl.String, wanted): print(name, column, kind)
            pl.concat([pl.read_csv(sys.argv[1] + '/map.csv')] * 2)
            """
        let shell = try Shell(["python3", "-c", code, folder.path])
        #expect(shell.status == 0 && shell.text == "", "\(shell.text)\(shell.errors)")
    }

    private static let hasPolars =
        (try? Shell(["python3", "-c", "import polars"]))?.status == 0
}
