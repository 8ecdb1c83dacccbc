import Foundation
import TestSupport
import Testing

/// What scripts do with files, and how they end.
@Suite("Files and ends of scripts") struct ScriptFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func run(_ code: String, _ more: [String] = [], input: String? = nil) throws -> Shell {
        try Program.run(["-c", code] + more, input: input)
    }

    /// What a line of Lua prints; its errors where it fails.
    private func text(_ code: String) throws -> String {
        let shell = try run(code)
        return shell.status == 0 ? shell.text : shell.errors
    }

    // MARK: exit

    @Test(arguments: [
        ("liq.exit(3)", 3), ("liq.exit()", 0), ("liq.exit(125)", 125), ("pcall(liq.exit, 4)", 4),
    ])
    func `a script ends with a code of its own, and nothing of it runs after`(call: String, code: Int32)
        throws
    {
        let source = "print 'before' \(call) print 'after' while true do end"
        for arguments in [["-c", source], ["run", try folder.write("x.lua", source)]] {
            let shell = try Program.run(arguments)
            #expect(shell.status == code, "\(shell.errors)")
            #expect(shell.text == "before\n" && shell.errors == "")
        }
        let console = try Program.run([], input: "print 'before'\n\(call)\nprint 'after'\n")
        #expect(console.status == code)
        #expect(console.text == "before\n")
    }

    @Test(arguments: ["126", "-1", "255", "0.5", "true", "'x'"])
    func `other codes are refused`(code: String) throws {
        let shell = try run("liq.exit(\(code))")
        #expect(shell.status == 1 && shell.errors.contains("exit"), "\(shell.errors)")
    }

    @Test func `what was printed before the exit has to be written`() throws {
        let shell = try Shell(
            ["bash", "-c", "\(Program.path) -c 'print(1) liq.exit(0)' > /dev/full"],
            environment: Program.environment)
        #expect(shell.status == 74)
    }

    // MARK: what is returned

    @Test func `what a script returns is written where a form is asked for, and else said to be lost`() throws
    {
        let path = try folder.write("x.lua", "return {1, 2}")
        let plain = try Program.run(["run", path])
        #expect(plain.status == 0 && plain.text == "")
        #expect(plain.errors.contains("note: the script returned a table: --output json"), "\(plain.errors)")
        #expect(try Program.run(["run", path, "--quiet"]).errors == "")
        let json = try Program.run(["run", path, "--output", "jsonl"])
        #expect(json.text == "1\n2\n" && json.errors == "")
        let nothing = try folder.write("y.lua", "return nil")
        #expect(try Program.run(["run", nothing]).errors == "")
    }

    // MARK: CSV

    @Test func `a table is read as rows with one type a column`() throws {
        let path = try folder.write(
            "x.csv",
            "# a comment\nid,x,name,ok,code,big\n1,0,\"a,\"\"b\"\"\",true,007,9007199254740993\n2,,,false,1,2\n3,1.5,c,true,2,3\n"
        )
        let code = """
            t = liq.read_csv("\(path)")
            print(#t, math.type(t[1].id), math.type(t[1].x), t[1].x, t[2].x, t[1].name, t[2].name, t[2].ok, t[1].code, t[1].big)
            c = liq.read_csv("\(path)", {columns = true})
            print(c.id:sum(), c.x[2] ~= c.x[2], #c.name, c.name[2] == "", c.code[1], c.big[1])
            """
        #expect(
            try text(code) == "3\tinteger\tfloat\t0.0\tnil\ta,\"b\"\tnil\tfalse\t007\t9007199254740993\n"
                + "6.0\ttrue\t3\ttrue\t007\t9007199254740993\n")
    }

    @Test(arguments: [
        ("", "file is empty"), ("# only\n", "there is no header"), ("a,a\n1,2\n", "column a appears twice"),
        ("a,\n1,2\n", "column 2 has no name"), ("a,b\n1\n", ":2: 1 columns, 2 expected"),
        ("a;b\n1;2\n", "columns are separated by ';'"), ("a,b\n\"1,2\n", "a quoted field does not end"),
        ("a\n\u{0}\n", "a zero byte"),
    ])
    func `a table that is none is refused with its line`(content: String, words: String) throws {
        let path = try folder.write("x.csv", content)
        let shell = try run("liq.read_csv('\(path)')")
        #expect(shell.status == 65 && shell.errors.contains(words), "\(shell.errors)")
    }

    @Test func `a table may be packed, and one that may be cut short has a note`() throws {
        let path = try folder.write("x.csv", "a\n1\n2")
        #expect(try text("print(select(2, liq.read_csv('\(path)')))").contains("no line feed ends line 3"))
        _ = try Shell(["gzip", "-k", path])
        #expect(try text("print(#liq.read_csv('\(path).gz'))") == "2\n")
        #expect(try run("liq.read_csv('/no/such.csv')").status == 66)
        let limit = try Program.run(
            ["-c", "liq.read_csv('\(path)')"], environment: ["LIQ_MAX_ROWS": "1"])
        #expect(limit.status == 75, "\(limit.errors)")
    }

    @Test func `what is written as CSV is read back the same`() throws {
        let path = folder.path + "/x.csv"
        let rows = "{{n = 1, x = 0.0, s = 'a,\"b'}, {n = -2, x = 1e300, s = 'ü'}}"
        let written = try run("return \(rows)", ["--output", "csv"])
        _ = try folder.write("x.csv", written.text)
        #expect(try run("return liq.read_csv('\(path)')", ["--output", "csv"]).text == written.text)
    }

    // MARK: JSON

    @Test func `JSON is read with its types`() throws {
        let path = try folder.write(
            "x.json",
            "{\"a\": [1, 2.0, null], \"b\": {\"c\": true, \"d\": null}, \"e\": \"\\u00fc\", \"n\": 12345678901234567890}"
        )
        let code = """
            t = liq.read_json("\(path)")
            print(math.type(t.a[1]), math.type(t.a[2]), t.a[3] ~= t.a[3], #t.a, t.b.c, t.b.d, t.e, t.n)
            """
        #expect(try text(code) == "integer\tfloat\ttrue\t3\ttrue\tnil\tü\t1.2345678901234567e+19\n")
        let lines = try folder.write("x.jsonl", "{\"n\": 1}\n\n{\"n\": 2}\n")
        #expect(try text("t = liq.read_json('\(lines)') print(#t, t[2].n)") == "2\t2\n")
        let numbers = try folder.write("y.jsonl", "1\nnull\n2.5")
        #expect(try text("t = liq.read_json('\(numbers)') print(#t, t[2] ~= t[2], t[3])") == "3\ttrue\t2.5\n")
        #expect(try text("print(liq.read_json('\(folder.write("z.json", "42"))'))") == "42\n")
    }

    @Test(arguments: [
        ("{\"a\": 1, \"a\": 2}", "a: the name is there twice"),
        ("[1, nan]", "[2]: 'nan' is no value of JSON"),
        ("[01]", "'01' is no value"), ("[1e999]", "too large for a number"), ("[1, 2", "ends early"),
        ("[\"a\", null]", "null in a list that holds more than numbers"), ("[1] [2]", "expected the end"),
    ])
    func `JSON that is none, or that Lua cannot hold, is refused`(content: String, words: String) throws {
        let path = try folder.write("x.json", content)
        let shell = try run("liq.read_json('\(path)')")
        #expect(shell.status == 65 && shell.errors.contains(words), "\(shell.errors)")
    }

    @Test func `a broken line of JSON lines is named`() throws {
        let path = try folder.write("x.jsonl", "{\"n\": 1}\n{\"n\": }\n")
        let shell = try run("liq.read_json('\(path)')")
        #expect(shell.status == 65 && shell.errors.contains("x.jsonl:2: "), "\(shell.errors)")
    }

    // MARK: writing and finding

    @Test func `a text is written as a whole, and never over what was read`() throws {
        let out = folder.path + "/out.txt"
        #expect(try text("liq.write('\(out)', 'a\\nü')") == "")
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "a\nü")
        let data = try folder.write("d/data.csv", MadeUpMarket.bars(50, funding: "0.0001"))
        let csv = try folder.write("t.csv", "a\n1\n")
        for code in [
            "liq.load('\(data)') liq.write('\(data)', 'x')",
            "liq.load('\(folder.path)/d') liq.write('\(data)', 'x')",
            "liq.load('\(data)'):map{}:save('\(data)')",
            "liq.read_csv('\(csv)') liq.write('\(csv)', 'x')",
        ] {
            let shell = try run(code)
            #expect(
                shell.status == 77 && shell.errors.contains("would replace its own input"), "\(shell.errors)")
        }
        let script = try folder.write("x.lua", "liq.write('\(folder.path)/x.lua', '')")
        #expect(try Program.run(["run", script]).errors.contains("would replace its own input"))
        #expect(try run("liq.write('/no/such/x', '')").status == 73)
        #expect(try run("liq.write('\(out)', '\\xff')").errors.contains("not UTF-8"))
        #expect(try run("liq.write('-', '')").errors.contains("print writes to standard output"))
        #expect(try String(contentsOfFile: out, encoding: .utf8) == "a\nü")
    }

    @Test func `files are found by pattern, sorted`() throws {
        for name in ["b.csv", "a.csv", "a.txt", ".h.csv", "s/c.csv", "s/t/d.csv", "[x].csv"] {
            _ = try folder.write(name, "")
        }
        symlink(folder.path, folder.path + "/s/loop")
        func files(_ pattern: String) throws -> String {
            try text("print(table.concat(liq.files('\(folder.path)/\(pattern)'), ' '))")
                .replacing(folder.path + "/", with: "").replacing("\n", with: "")
        }
        #expect(try files("*.csv") == "[x].csv a.csv b.csv")
        #expect(try files("?.csv") == "a.csv b.csv")
        #expect(try files("**/*.csv") == "[x].csv a.csv b.csv s/c.csv s/t/d.csv")
        #expect(try files("s/**") == "s/c.csv s/t/d.csv")
        #expect(try files("[ab].*") == "a.csv a.txt b.csv")
        #expect(try files("*/") == "s")
        #expect(try files(".*") == ".h.csv")
        #expect(try files("a.csv") == "a.csv")
        #expect(try files("no*") == "")
    }

    @Test func `plugins have none of these`() throws {
        for name in ["exit", "read_json", "read_csv", "write", "files"] {
            let path = try folder.write(
                "bad.lua",
                "return {kind = 'leverage', run = function(bar, ladder) liq.\(name)('/tmp/x', 'y') return {1} end}"
            )
            let shell = try Program.run(["map", Program.data, "--leverage", path])
            #expect(shell.status == 78, "\(name): \(shell.errors)")
        }
    }
}
