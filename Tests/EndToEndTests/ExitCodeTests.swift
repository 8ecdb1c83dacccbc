import Foundation
import TestSupport
import Testing

@Suite("Exit codes and messages") struct ExitCodeTests {
    /// A run and what it must end with.
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let status: Int32
        let words: [String]

        init(_ status: Int32, _ arguments: [String], _ words: String...) {
            (self.status, self.arguments, self.words) = (status, arguments, words)
        }

        var testDescription: String { "\(status): liq \(arguments.joined(separator: " "))" }
    }

    private static let map = ["map", Program.days, "--lookback", "1d"]

    static let usage = [
        Case(64, map + ["--levrage", "retail"], "--levrage", "Did you mean '--leverage'"),
        Case(64, ["mop", Program.days], "no command 'mop'", "did you mean 'map'"),
        Case(64, map + ["--buckets", "10", "--step", "5"], "either --step 5 or --buckets 10, not both"),
        Case(64, map + ["--buckets", "many"], "many", "--buckets"),
        Case(64, map + ["--buckets", "0"], "1 to 1,000,000", "was 0"),
        Case(64, map + ["--step=-5"], "step", "-5"),
        Case(64, ["map", Program.days, "--lookback", "soon"], "--lookback", "30d", "was 'soon'"),
        Case(64, map + ["--within", "none"], "--within", "was 'none'"),
        Case(64, map + ["--width", "20"], "--width", "60 to 400", "was 20"),
        Case(64, map + ["--model", "balancd"], "no model 'balancd'", "did you mean 'balanced'"),
        Case(78, map + ["--split", "odd"], "no split plugin 'odd'"),
        Case(64, map + ["--format", "jsn"], "no format 'jsn'", "did you mean 'json'"),
        Case(64, map + ["--out", "map.xyz"], "map.xyz", ".txt, .json, .csv or .liqpart"),
        Case(64, map + ["--leverage", "neutral"], "neutral", "kind funding", "leverage plugin"),
        Case(64, map + ["--leverage", "retail:x=1"], "retail", "no parameter 'x'"),
        Case(64, map + ["--leverage", "measured:medan=4"], "'medan'", "did you mean 'median'"),
        Case(
            64, ["heatmap", Program.days, "--format", "coinglass"], "no format 'coinglass'",
            "a heatmap is written as text, json, csv or columns"),
        Case(64, ["heatmap", Program.days, "--side", "up"], "--side must be long or short", "was 'up'"),
        Case(
            64, ["heatmap", Program.days, "--rungs", "50..20"], "--rungs must be a leverage", "was '50..20'"),
        Case(64, ["heatmap", Program.days, "--rungs", "500"], "no rung near 500.0x", "from 1.2x to 150.0x"),
        Case(64, ["heatmap", Program.days, "--columns", "0"], "--columns", "was 0"),
        Case(64, ["synth", "--out", "/tmp", "--start", "May"], "--start", "'May'"),
        Case(64, ["map"], "<data>"),
    ]

    static let inputs = [
        Case(66, ["map", "no/such/data"], "no/such/data", "no such file or folder"),
        Case(66, ["run", "no-such-script.lua"], "no-such-script.lua"),
        Case(66, map + ["--leverage", "./no-such-plugin.lua"], "no-such-plugin.lua"),
        Case(66, ["-c", "liq.load 'no/such/data'"], "-c:1:", "no/such/data"),
        Case(73, map + ["--out", "/no/such/folder/map.json"], "cannot write", "/no/such/folder/map.json"),
        Case(73, ["synth", "--out", "/proc/no/folder", "--days", "1"], "cannot make", "/proc/no"),
        Case(78, map + ["--leverage", "reatil"], "no leverage plugin 'reatil'", "did you mean 'retail'"),
        Case(78, map + ["--signal", "mesured"], "no signal plugin 'mesured'", "plugins"),
    ]

    static let scripts = [
        Case(1, ["-c", "error('out of cheese')"], "-c:1: out of cheese"),
        Case(1, ["-c", "x = = 1"], "-c:1: unexpected symbol near '='"),
        Case(1, ["-c", "\nlocal t\nprint(t.x)"], "-c:3: attempt to index a nil value (local 't')"),
        Case(
            1, ["-c", "liq.load('\(Program.days)'):map{levrage = 'x'}"], "-c:1:", "did you mean 'leverage'"),
        Case(78, ["-c", "liq.load('\(Program.days)'):map{leverage = 'reatil'}"], "-c:1:", "'reatil'"),
        Case(1, ["-c", "liq.load('\(Program.days)'):map{buckets = 5, step = 5}"], "-c:1:", "not both"),
    ]

    @Test(arguments: usage + inputs + scripts) func `an error has its code and its words`(run: Case) throws {
        let shell = try Program.run(run.arguments)
        #expect(shell.status == run.status, "\(shell.errors)")
        #expect(shell.text == "")
        for word in run.words { #expect(shell.errors.contains(word), "\(shell.errors)") }
    }

    @Test(arguments: [["--version"], ["--help"], ["map", "--help"], ["-c", "1"], ["plugins"]])
    func `what is done ends with 0`(arguments: [String]) throws {
        let shell = try Program.run(arguments)
        #expect(shell.status == 0)
        #expect(!shell.output.isEmpty)
        #expect(shell.errors == "")
    }

    @Test func `a script's error names file and line and the calls before it`() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(
            "deep.lua",
            "local function inner()\n  error(\"broken\")\nend\nlocal function outer()\n  inner()\nend\nouter()\n"
        )
        let shell = try Program.run(["run", script])
        #expect(shell.status == 1)
        #expect(shell.errors.hasPrefix("liq: \(script):2: broken\n"))
        #expect(shell.errors.contains("  2 |   error(\"broken\")\n    |   ^^^^^\n"))
        #expect(shell.errors.contains("  in function 'inner' (called at \(script):5)\n"), "\(shell.errors)")
        #expect(shell.errors.contains("  in function 'outer' (called at \(script):7)\n"))
    }

    @Test(arguments: [
        ("time,open,high,low,close\n1746057600000,2,3\n", "bars.csv:2: 3 columns, 5 expected"),
        ("time,open,high,low,close\n1746057600000,1,0.5,1,1\n", "bars.csv:2"),
        ("time,open,high,low,close\n1746057600000,1,1,1,abc\n", "abc"),
        ("time,open,high,low\n1746057600000,1,1,1\n", "close"),
        ("", "bars.csv"),
    ]) func `bad data ends with 65 and names file and line`(text: String, words: String) throws {
        let folder = try TemporaryFolder()
        let shell = try Program.run(["map", try folder.write("bars.csv", text)])
        #expect(shell.status == 65, "\(shell.errors)")
        #expect(shell.errors.contains(words), "\(shell.errors)")
        #expect(shell.text == "")
    }

    @Test func `arguments reach the script`() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write("say.lua", "print(#arg, arg[1], arg[2])\n")
        let output = try Program.output(["run", script, "--", "BTCUSDT", "--seven"])
        #expect(String(decoding: output, as: UTF8.self) == "2\tBTCUSDT\t--seven\n")
    }

    @Test func `the console in a pipe stops at the first error with its code`() throws {
        let runs: [(input: String, status: Int32, output: String, words: String)] = [
            ("1\nerror('no')\n2\n", 1, "1\n", "stdin:2: no"),
            ("1\nliq.load 'no/such'\n2\n", 66, "1\n", "no/such"),
            ("1\nfor i = 1, 2 do\n", 1, "1\n", "'end' expected"),
            ("1\n:hlep\n2\n", 64, "1\n", "no command ':hlep'"),
            ("1\n:quit\n2\n", 0, "1\n", ""),
            ("1\n2", 0, "1\n2\n", ""),
        ]
        for run in runs {
            let shell = try Program.run([], input: run.input)
            #expect(shell.status == run.status, "\(run.input)")
            #expect(shell.text == run.output, "\(run.input)")
            #expect(
                run.words.isEmpty ? shell.errors == "" : shell.errors.contains(run.words), "\(shell.errors)")
        }
    }

    @Test(arguments: ["-c 'print(1)'", "-c 1", "- <<< 'print(1)'", "<<< '1'", "map examples/data/BTCUSDT"])
    func `output that cannot be written ends with 74`(command: String) throws {
        let run = try Shell(
            ["bash", "-c", "\(Program.path) \(command) > /dev/full"], environment: Program.environment)
        #expect(run.status == 74)
        #expect(run.errors.contains("cannot write to standard output: No space left on device"))
    }

    @Test func `a load of too many rows ends with 75 and tells how to allow more`() throws {
        let few = try Program.run(["map", Program.days], environment: ["LIQ_MAX_ROWS": "1000"])
        #expect(few.status == 75)
        #expect(few.errors.contains("more than 1000 rows to keep in memory"))
        #expect(few.errors.contains("LIQ_MAX_ROWS=2000 allows twice as many"))
        #expect(try Program.run(["map", Program.days], environment: ["LIQ_MAX_ROWS": "100000"]).status == 0)
        let wrong = try Program.run(["map", Program.days], environment: ["LIQ_MAX_ROWS": "many"])
        #expect(wrong.status == 65)
        #expect(wrong.errors.contains("LIQ_MAX_ROWS: must be a whole number above zero, was 'many'"))
    }

    @Test
    func
        `data without open interest is mapped by volume, and a model that needs it names the option that does not`()
        throws
    {
        let folder = try TemporaryFolder()
        let bars = (0..<40).map { "\(1_704_067_200_000 + 3_600_000 * $0),100,110,90,\(100 + $0 % 7),50" }
        let path = try folder.write(
            "bars.csv", (["time,open,high,low,close,volume"] + bars).joined(separator: "\n") + "\n")
        let run = try Program.run(["map", path])
        #expect(run.status == 0)
        #expect(run.text.contains("the data has no open interest"), "\(run.text)")
        let refused = try Program.run(["map", path, "--model", "balanced"])
        #expect(refused.status == 65)
        #expect(refused.errors.contains("--option flow=volume*0.02"), "\(refused.errors)")
        #expect(try Program.run(["map", path, "--option", "flow=volume*0.02"]).status == 0)
    }

    @Test(arguments: ["map examples/data/BTCUSDT", "plugins", "doctor", "-c 1"])
    func `a plugin folder that is not there ends with 66`(command: String) throws {
        let words = command.split(separator: " ").map(String.init) + ["--plugins", "/nonexistent"]
        let run = try Program.run(words)
        #expect(run.status == 66)
        #expect(run.errors.contains("cannot read the plugin folder /nonexistent"))
    }

    @Test(.enabled(if: geteuid() == 0, "only root can take /proc away"))
    func
        `without /proc it says so instead of doing nothing`() throws
    {
        let script = "umount -l /proc || exit 99; exec \"$0\" map \(Program.days)"
        let run = try Shell(["unshare", "-m", "sh", "-c", script, Program.path])
        // Where the sandbox of the tests forbids it, there is nothing to see.
        guard !run.errors.contains("unshare:"), run.status != 99 else { return }
        #expect(run.status == 74)
        #expect(run.errors.contains("/proc is not mounted"), "\(run.errors)")
    }
}
