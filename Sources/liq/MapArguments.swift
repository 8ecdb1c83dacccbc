import Engine
import LiquidationCore
import MarketData
import Plugins
import Scripting

/// What a command was asked to make a map of: its data, and the words after each option.
struct MapArguments {
    let place: MapOption.Place
    var data: [String]
    /// By the name of the option's row.
    let words: [String: [String]]

    /// `venue.name=value` of `--option`, for one venue of several.
    private var venueSettings: [(venue: String, name: String, value: String)] {
        (words[Self.settings] ?? []).compactMap { pair in
            guard let equals = pair.firstIndex(of: "="), let dot = pair[..<equals].firstIndex(of: ".") else {
                return nil
            }
            return (
                String(pair[..<dot]), String(pair[pair.index(after: dot)..<equals]),
                String(pair[pair.index(after: equals)...])
            )
        }
    }

    private static let settings = "options"

    /// The data: paths with a venue before them are each a market of its own, all others together are one.
    ///
    /// - Parameter load: reads paths as one dataset.
    /// - Returns: the markets.
    /// - Throws: ``EngineError`` `.usage` for an unknown venue or option, and what `load` throws.
    func sources(_ load: ([String]) throws -> Dataset) throws -> [MapSource] {
        let ids = Set(Venue.all.map(\.id))
        var (plain, sources) = ([String](), [MapSource]())
        for word in data {
            let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
            let hasVenue = parts.count == 2 && (ids.contains(parts[0]) || data.count > 1)
            guard hasVenue else {
                plain.append(word)
                continue
            }
            _ = try MapSource.venue(parts[0])
            sources.append(MapSource(try load([parts[1]]), venue: parts[0]))
        }
        if !plain.isEmpty { sources.insert(MapSource(try load(plain)), at: 0) }
        for setting in venueSettings {
            guard let index = sources.firstIndex(where: { $0.venue == setting.venue }) else {
                throw EngineError(
                    .usage,
                    "--option \(setting.venue).\(setting.name): no data of '\(setting.venue)' is given",
                    hint: "data of a venue is written \(setting.venue)=PATH")
            }
            try sources[index].set(setting.name, to: setting.value)
        }
        return sources
    }

    /// Every file that is named to be read, a folder's own files left out.
    var inputs: [String] {
        // A word with an equals sign may be a venue's data or a file's name.
        let named = data.compactMap { word in
            word.firstIndex(of: "=").map { String(word[word.index(after: $0)...]) }
        }
        return data + named + MapOption.all.filter { $0.type == .path }.flatMap { words[$0.name] ?? [] }
    }

    /// The request that the options make.
    ///
    /// - Throws: ``EngineError`` `.usage` naming an option, its rule and its value, or two that do not add up.
    func request() throws -> MapRequest {
        var settings = MapSettings(.commandLine)
        for row in MapOption.rows(for: place) {
            for word in words[row.name] ?? []
            where (row.name != Self.settings || !isOfVenue(word)) && !isPair(row.name, word) {
                try settings.add(row.name, .word(word), in: place)
            }
        }
        return try settings.request()
    }

    /// Names of columns in files, which share an option with the number of columns.
    var pairs: [String] { (words[Self.columns] ?? []).filter { isPair(Self.columns, $0) } }

    private static let columns = "columns"

    private func isPair(_ option: String, _ word: String) -> Bool {
        option == Self.columns && word.contains("=")
    }

    private func isOfVenue(_ pair: String) -> Bool {
        pair.firstIndex(of: "=").map { pair[..<$0].contains(".") } ?? false
    }
}
