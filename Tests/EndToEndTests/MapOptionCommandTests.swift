import Engine
import Foundation
import TestSupport
import Testing

/// The options of commands are the rows of the table of map options.
@Suite("Options of map on the command line") struct MapOptionCommandTests {
    private struct Help: Decodable {
        struct Command: Decodable { let arguments: [Argument] }
        struct Argument: Decodable {
            struct Name: Decodable { let name: String }
            let kind: String
            let isOptional: Bool
            let sectionTitle: String?
            let preferredName: Name?
            let valueName: String?
            let abstract: String?
            let defaultValue: String?
        }
        let command: Command
    }

    @Test(arguments: MapOption.Place.allCases)
    func `each command has the rows of the table with their names, help and defaults`(place: MapOption.Place)
        throws
    {
        let text = try Program.output([place.rawValue, "--experimental-dump-help"])
        let help = try JSONDecoder().decode(Help.self, from: text)
        let found = help.command.arguments.filter { $0.sectionTitle == "Map" && $0.kind != "positional" }
        let rows = MapOption.rows(for: place)
        #expect(found.map { $0.preferredName?.name } == rows.map(\.commandName))
        for (option, row) in zip(found, rows) {
            #expect(option.isOptional && option.defaultValue == nil, "\(row.name)")
            #expect(option.abstract == row.commandHelp, "\(row.name)")
            #expect(option.kind == (row.type == .flag ? "flag" : "option"), "\(row.name)")
            if row.type != .flag { #expect(option.valueName == row.valueName, "\(row.name)") }
            #expect(row.fallback.isEmpty || option.abstract?.contains("by default \(row.fallback)") == true)
        }
    }

    @Test(arguments: [
        ["--lookback", "7d", "--lookback", "30d"], ["--step", "5", "--buckets", "10"],
        ["--option", "lag=1", "--option", "lag=2"], ["--split", "ratio", "--option", "split=even"],
        ["--range", "5e4..2e5", "--grid-of", "none.liqpart"],
    ]) func `two options that do not add up are an error that names both`(options: [String]) throws {
        let run = try Program.run(["map", Program.days] + options)
        #expect(run.status == 64)
        #expect(
            run.errors.contains(
                "either \(options[0]) \(options[1]) or \(options[2]) \(options[3]), not both"),
            "\(run.errors)")
    }

    @Test func `options of two kinds of maps are the same bytes from the command and from Lua`() throws {
        let folder = try TemporaryFolder()
        func file(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }
        let load = "liq.load('\(Program.days)')"
        let part = ["--lookback", "2d", "--range", "50000..200000", "--buckets", "400", "--by-rung"]
        _ = try Program.output(["map", Program.days, "--out", "\(folder.path)/a.liqpart"] + part)
        let gridOf = ["--lookback", "3d", "--grid-of", "\(folder.path)/a.liqpart", "--clusters", "2"]
        _ = try Program.output(["map", Program.days, "--out", "\(folder.path)/a.json"] + gridOf)
        let slice = ["--lookback", "2d", "--columns", "12", "--side", "short", "--rungs", "20..50"]
        _ = try Program.output(["heatmap", Program.days, "--out", "\(folder.path)/h.json"] + slice)
        let rung = ["--lookback", "2d", "--rungs", "25"]
        _ = try Program.output(["heatmap", Program.days, "--out", "\(folder.path)/r.json"] + rung)
        let closing = ["--lookback", "2d", "--closing", "oldestFirst"]
        _ = try Program.output(["map", Program.days, "--out", "\(folder.path)/c.json"] + closing)
        _ = try Program.output([
            "-c",
            """
            local btc, to = \(load), '\(folder.path)/lua-'
            btc:map{lookback = '2d', range = {50000, 200000}, buckets = 400, by_rung = true}:save(to .. 'a.liqpart')
            btc:map{lookback = '3d', grid_of = '\(folder.path)/a.liqpart', clusters = 2}:save(to .. 'a.json')
            btc:heatmap{lookback = '2d', columns = 12, side = 'short', rungs = '20..50'}:save(to .. 'h.json')
            btc:heatmap{lookback = '2d', rungs = 25}:save(to .. 'r.json')
            btc:map{lookback = '2d', options = {closing = 'oldestFirst'}}:save(to .. 'c.json')
            """,
        ])
        for name in ["a.liqpart", "a.json", "h.json", "r.json", "c.json"] {
            #expect(try file(name) == file("lua-\(name)"), "\(name)")
        }
        let one = try Program.output([
            "map", Program.days, "--lookback", "3d", "--leverage", "retail", "--clusters", "1",
        ])
        let two = try Program.output([
            "map", Program.days, "--lookback", "3d", "--leverage", "retail", "--clusters", "2",
        ])
        #expect(one != two)
    }

    @Test(arguments: [
        ("map{range = 50000}", "map: argument 'range' must be two rising prices, such as 50000..200000"),
        ("map{range = {2, 1}}", "must be two rising prices"),
        ("map{grid_of = 'none.liqpart'}", "none.liqpart"),
        ("map{grid_of = 5}", "map: argument 'grid_of' must be a text, was 5"),
        ("map{by_rung = 1}", "map: argument 'by_rung' must be true or false, was 1"),
        ("map{side = 'long'}", "map: argument 'side' only applies to heatmap"),
        ("map{columns = 5}", "map: argument 'columns' only applies to heatmap"),
        ("heatmap{by_rung = true}", "heatmap: argument 'by_rung' only applies to map"),
        ("heatmap{side = 'up'}", "heatmap: argument 'side' must be long or short"),
        ("heatmap{rungs = '50..20'}", "heatmap: argument 'rungs' must be a leverage from 1 to 1000"),
        ("heatmap{rungs = 500}", "no rung near 500.0x"),
        ("heatmap{columns = 200000}", "columns must lie in 1 to 100,000, was 200000"),
    ]) func `a wrong value in a script names the argument and its rule`(call: String, words: String) throws {
        let run = try Program.run(["-c", "liq.load('\(Program.days)'):\(call)"])
        #expect(run.status != 0 && run.errors.contains(words), "\(run.errors)")
    }

    @Test(arguments: [
        (["--layers", "rungs", "--format", "json"], "--layers divides the bars of a picture; json has none"),
        (["--layers", "rungs", "--format", "csv"], "--layers divides the bars of a picture; csv has none"),
        (["--layers", "rungs", "--view", "freshness"], "layers=rungs divides amounts"),
        (["--option", "lag=99999"], "open interest is to be 99,999 bars late, but there are 2,880"),
        (["--option", "births=2"], "births is a share of the volume, from 0 to 1, was 2"),
    ])
    func `an option that cannot act is an error that says why`(options: [String], message: String) throws {
        let run = try Program.run(["map", "examples/data/BTCUSDT"] + options)
        #expect(run.status == 64 && run.text.isEmpty, "\(run.status) \(run.errors)")
        #expect(run.errors.contains(message), "\(run.errors)")
    }
}
