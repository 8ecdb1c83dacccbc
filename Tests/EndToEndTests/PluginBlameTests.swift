import TestSupport
import Testing

/// What a plugin does to the ledger is its own fault, and says its name.
@Suite("Plugins that leave nothing to run") struct PluginBlameTests {
    static let plugins = [
        (
            "leverage",
            "run = function(bar, ladder) local w = {} for i = 1, #ladder do w[i] = 1e-320 end return w end",
            "too small to divide by"
        ),
        (
            "margin", "run = function(position, tier) return position.entry end",
            "(position.side says which of the two it is)"
        ),
    ]

    @Test(arguments: plugins, ["map", "heatmap", "explain"])
    func `a plugin that the ledger cannot take ends with 78 and its name`(
        plugin: (kind: String, run: String, words: String), command: String
    ) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("odd.lua", "return { kind = \"\(plugin.kind)\", \(plugin.run) }")
        var words = [command, Program.days, "--lookback", "1d", "--\(plugin.kind)", path]
        if command == "explain" { words += ["--at", "98000"] }
        let run = try Program.run(words)
        #expect(run.status == 78, "\(run.errors)")
        #expect(run.errors.contains("plugin odd"), "\(run.errors)")
        #expect(run.errors.contains(plugin.words), "\(run.errors)")
        #expect(run.text.isEmpty)
    }

    @Test(arguments: [[], ["--isolated"]])
    func `what a plugin prints is cut after a mebibyte, with a word about it`(options: [String]) throws {
        let folder = try TemporaryFolder()
        let run = "print((\"x\"):rep(5000)) local w = {} for i = 1, #ladder do w[i] = 1 end return w"
        let path = try folder.write(
            "loud.lua", "return { kind = \"leverage\", run = function(bar, ladder) \(run) end }")
        let result = try Program.run(["map", Program.days, "--leverage", path, "--format", "csv"] + options)
        #expect(result.status == 0)
        // 576 bars would print 2.9 MB.
        #expect((1 << 20..<1_200_000).contains(result.errors.utf8.count))
        #expect(result.errors.contains("plugin loud has printed 1 MiB"))
    }
}
