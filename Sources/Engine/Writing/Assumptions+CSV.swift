import LiquidationCore
import MarketData

extension Assumptions {
    /// The first line of a CSV: engine and disclaimer, behind a `#`.
    var csvHead: String { "# \(engine). \(Assumptions.disclaimer)\n" }

    /// Everything else, in lines that start with `#`.
    var csvLines: String {
        var text = ""
        for pair in data + model { text += "# \(pair.name): \(pair.value)\n" }
        text += "# margin: \(margin)\n"
        for part in parts {
            let values = part.parameters.map { " \($0.name)=\($0.value)" }.joined()
            text += "# \(part.kind): \(part.id)\(values) \(part.version) sha256 \(part.hash)\n"
        }
        for note in notes { text += "# note: \(note)\n" }
        return text
    }
}
