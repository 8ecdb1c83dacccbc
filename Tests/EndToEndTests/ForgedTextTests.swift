import LiquidationCore
import TestSupport
import Testing

/// Texts of plugins, data and files that try to be more than a text: rows of a table, commands to the terminal.
@Suite("Texts from outside in outputs") struct ForgedTextTests {
    /// A line feed and a table's header and row, a title for the terminal, a mark that turns the line round.
    private static let forged = #"x\nlow,high,long,short\n1,2,3,4\r\27]0;t\7\u{202e}\u{2028}=1+1"#

    /// Each place of a leverage plugin that holds a text.
    private static let leverage = """
        return { kind = "leverage", version = "1\(forged)", summary = "\(forged)", run = function(bar, ladder, params)
          local w = {} for i = 1, #ladder do w[i] = 1 end return w end }
        """
    /// A signal rule whose name and note are forged.
    private static let signal = """
        return { kind = "signal", summary = "\(forged)", run = function(map, bar, params)
          return { { name = "\(forged)", strength = 1, note = "\(forged)" } } end }
        """
    private static let failing = """
        return { kind = "leverage", run = function(bar, ladder, params) error("\(forged)") end }
        """

    /// A folder with the plugins, and data in a folder with a hostile name.
    private func folder() throws -> (folder: TemporaryFolder, data: String) {
        let folder = try TemporaryFolder()
        try folder.write("p.lua", Self.leverage)
        try folder.write("s.lua", Self.signal)
        try folder.write("failing.lua", Self.failing)
        let name = "da\nta,1\u{202e}\u{1b}[31m"
        let data = try folder.write("\(name)/bars.csv", MadeUpMarket.bars(60))
        return (folder, data)
    }

    private func check(_ text: String, _ what: String) {
        let bad = text.unicodeScalars.filter { $0 != "\n" && !$0.isPlain }
        #expect(bad.isEmpty, "\(what): \(bad.map { String($0.value, radix: 16) })")
        #expect(!text.split(separator: "\n").contains("1,2,3,4"), "\(what)")
    }

    @Test(arguments: ["text", "json", "csv"], ["map", "heatmap", "explain", "merge"])
    func `no output holds a line that a plugin or a path made`(format: String, command: String) throws {
        let (folder, data) = try folder()
        let (plugin, rule) = (folder.path + "/p.lua", folder.path + "/s.lua")
        var words = [command, data, "--leverage", plugin, "--format", format]
        switch command {
        case "map": words += ["--signal", rule]
        case "explain": words += ["--at", "90000..110000"]
        case "merge":
            let part = folder.path + "/a.liqpart"
            #expect(try Program.run(["map", data, "--leverage", plugin, "--out", part]).status == 0)
            words = ["merge", part, "--format", format]
        default: break
        }
        let run = try Program.run(words)
        #expect(run.status == 0, "\(run.errors)")
        check(run.text, "\(command) \(format)")
        check(run.errors, "\(command) \(format), messages")
        if format == "csv" {
            let rows = run.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            let widths = Set(rows.map { $0.split(separator: ",", omittingEmptySubsequences: false).count })
            #expect(widths.count == 1, "one table: \(rows.prefix(3))")
            // Of the columns of text only the explanation's first two are none of numbers.
            #expect(rows.dropFirst().allSatisfy { Double($0.split(separator: ",").last ?? "") != nil })
        }
    }

    @Test(arguments: [
        ["plugins"], ["plugin", "explain"], ["plugin", "check"], ["map", "DATA", "--leverage"],
        ["map", "DATA", "--json", "--leverage"],
    ])
    func `messages, lists and errors hold no line of a plugin's own`(words: [String]) throws {
        let (folder, data) = try folder()
        for file in ["p.lua", "s.lua", "failing.lua"] {
            var words = words.map { $0 == "DATA" ? data : $0 }
            if words != ["plugins"] { words.append(folder.path + "/" + file) }
            let run = try Program.run(words, environment: ["LIQ_PLUGIN_PATH": folder.path])
            check(run.text, "\(words[0]) \(file)")
            check(run.errors, "\(words[0]) \(file), messages")
        }
    }

    @Test(arguments: [
        #"return { kind = "leverage", params = { t = { type = "string", default = "a\nlow,high" } }"#,
        #"override"#,
    ])
    func `a parameter's text is one line, or refused`(source: String) throws {
        let folder = try TemporaryFolder()
        let run = " run = function(bar, ladder, params) return ladder end }"
        let isOverride = source == "override"
        let plain = #"return { kind = "leverage", params = { t = { type = "string", default = "a" } },"#
        let plugin = try folder.write("p.lua", isOverride ? plain + run : source + "," + run)
        let data = try folder.write("bars.csv", MadeUpMarket.bars(60))
        let words = ["map", data, "--leverage", plugin + (isOverride ? ":t=a\nb" : ""), "--format", "csv"]
        let result = try Program.run(words)
        #expect(result.status == (isOverride ? 64 : 78), "\(result.errors)")
        #expect(result.errors.contains("must be one line without control characters"), "\(result.errors)")
        #expect(result.text.isEmpty)
    }

    @Test func `texts that a spreadsheet would take for formulas are marked, numbers are not`() throws {
        let run = try Program.run(
            ["-c", #"return { { a = "=1+1", b = -5, c = "@x", d = "-", e = "-7" } }"#, "--output", "csv"])
        #expect(run.text.contains("'=1+1,-5,'@x,-,-7"), "\(run.text) \(run.errors)")
    }

    @Test func `a position's file cannot make lines either`() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "account.json",
            #"{"wallet": 1000, "positions": [{"venue": "binance", "symbol": "BTC\nUSDT\u001b[31m\u202e","#
                + #" "side": "long", "entry": 100, "quantity": 1}]}"#)
        for format in [[], ["--json"]] {
            let run = try Program.run(["price", "--account", file] + format)
            check(run.text, "price --account \(format)")
            check(run.errors, "price --account \(format), messages")
        }
    }
}
