import ArgumentParser
import Engine

/// A command that makes a map, by what its options may be.
protocol MapPlace {
    /// Whose rows of the table of options it takes.
    static var place: MapOption.Place { get }
}

/// `liq map`.
enum OfMap: MapPlace { static var place: MapOption.Place { .map } }
/// `liq heatmap`.
enum OfHeatmap: MapPlace { static var place: MapOption.Place { .heatmap } }
/// `liq history`.
enum OfHistory: MapPlace { static var place: MapOption.Place { .history } }
/// `liq explain`.
enum OfExplain: MapPlace { static var place: MapOption.Place { .explain } }
/// `liq score`.
enum OfScore: MapPlace { static var place: MapOption.Place { .score } }

/// What a map is made of, as options: the data, and a row of ``MapOption/all`` each.
///
/// ArgumentParser finds options by reflection over a new value, then decodes each by its name. So this gives it the rows
/// as if they were properties, and no option has to be declared here.
struct MapOptions<Command: MapPlace>: ParsableArguments, CustomReflectable {
    /// The data and the words after each option.
    let arguments: MapArguments

    init() { arguments = MapArguments(place: Command.place, data: [], words: [:]) }

    private static var rows: [MapOption] { MapOption.rows(for: Command.place) }

    private static var data: Argument<[String]> {
        Argument(
            help: ArgumentHelp(
                "Files and folders of market data, read as one; several, each VENUE=PATH, are markets that are added on one grid.",
                valueName: "data"))
    }

    var customMirror: Mirror {
        let rows = Self.rows.map { row -> Mirror.Child in
            let name = NameSpecification.customLong(row.commandName)
            if row.type == .flag {
                return (row.name, Flag(wrappedValue: false, name: name, help: row.help))
            }
            // Lists, so that an option that is given twice is seen.
            return (
                row.name,
                Option<[String]>(
                    wrappedValue: [], name: name, help: row.help, completion: row.completion)
            )
        }
        return Mirror(self, children: [("data", Self.data)] + rows)
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let data = try values.decode(Argument<[String]>.self, forKey: Key(stringValue: "data")).wrappedValue
        var words: [String: [String]] = [:]
        for row in Self.rows {
            let key = Key(stringValue: row.name)
            if row.type == .flag {
                words[row.name] =
                    try values.decode(Flag<Bool>.self, forKey: key).wrappedValue ? ["true"] : []
            } else {
                words[row.name] = try values.decode(Option<[String]>.self, forKey: key).wrappedValue
            }
        }
        arguments = MapArguments(place: Command.place, data: data, words: words)
    }
}

extension MapOption {
    fileprivate var help: ArgumentHelp { ArgumentHelp(commandHelp, valueName: valueName) }

    fileprivate var completion: CompletionKind? {
        type == .path ? .file() : type.values.isEmpty ? nil : .list(type.values)
    }
}
