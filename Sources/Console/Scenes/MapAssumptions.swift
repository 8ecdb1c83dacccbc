import Charts
import LiquidationCore
import MarketData
import PlainText
import PluginHost

/// What a map rests on, one thing a line.
struct MapAssumptions {
    private let map: MapObject

    init(_ map: MapObject) { self.map = map }

    func text(_ style: TerminalStyle) -> String {
        let assumptions = map.document.assumptions
        var table = TextTable([.text(map.title), .text("")])
        func add(_ pairs: [Assumptions.Pair]) { for pair in pairs { table.append([pair.name, pair.value]) } }
        for part in assumptions.parts {
            let values = part.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
            table.append([part.kind, values.isEmpty ? part.id : "\(part.id) (\(values))"])
        }
        add(assumptions.model)
        table.append(["margin", assumptions.margin])
        add(assumptions.data)
        add(assumptions.coverage)
        for note in assumptions.notes { table.append(["note", note]) }
        table.append(["engine", assumptions.engine])
        return table.lines(TerminalStyle.plain(columns: 10_000, unicode: style.unicode))
            .flatMap { Self.wrap($0, style.columns) }.joined(separator: "\n")
    }

    /// A line that is too long goes on under its second column.
    private static func wrap(_ line: String, _ columns: Int) -> [String] {
        guard TextWidth.of(line) > columns else { return [line] }
        let first = line.prefix { $0 != " " }
        let lead = first + line.dropFirst(first.count).prefix { $0 == " " }
        return WrappedText.lines(
            line.dropFirst(lead.count), columns: columns, lead: String(lead),
            indent: min(TextWidth.of(lead), columns / 2))
    }
}
