import Charts
import LiquidationCore
import MarketData
import PlainText

/// The assumptions as the last lines of a picture, wrapped to its width.
struct AssumptionLines {
    private let paragraphs: [String]

    init(_ assumptions: Assumptions, signals: [Signal]) {
        var paragraphs = signals.map { signal in
            let price = signal.price.map { " at \(NumberText.price($0))" } ?? ""
            let note = signal.note.map { ": \($0)" } ?? ""
            let strength = (signal.strength * 100).rounded() / 100
            return "signal \(signal.rule): \(signal.name) \(signal.side?.rawValue ?? "")\(price), "
                + "strength \(strength)\(note)"
        }
        // A rule that was asked and says nothing is an answer, too.
        for part in assumptions.parts where part.kind == "signal" {
            if !signals.contains(where: { $0.rule == part.id }) {
                paragraphs.append("signal \(part.id): none")
            }
        }
        let model = assumptions.model.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        let parts = assumptions.parts.map { part in
            let values = part.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
            let hash = part.origin.shortHash.map { " " + $0 } ?? ""
            return "\(part.kind) \(part.id)\(values.isEmpty ? "" : "(\(values))") \(part.version)\(hash)"
        }
        paragraphs.append("\(assumptions.engine) · \(model) · \(parts.joined(separator: " · "))")
        paragraphs.append("margin: \(assumptions.margin)")
        paragraphs += assumptions.notes.map { "note: \($0)" }
        self.paragraphs = paragraphs
    }

    func text(_ style: TerminalStyle) -> String {
        paragraphs.flatMap { paragraph in
            WrappedText.lines(
                style.unicode ? paragraph : ASCIIText.of(paragraph), columns: style.columns, indent: 2)
        }.map { $0 + "\n" }.joined()
    }
}

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
            text += "# \(part.kind): \(part.id)\(values) \(part.version) sha256 \(part.origin.text)\n"
        }
        for note in notes { text += "# note: \(note)\n" }
        return text
    }
}

extension JSONText {
    /// Adds the members that every output carries: engine, data, model, margin, parts, notes.
    mutating func assumptions(_ assumptions: Assumptions) {
        string("engine", assumptions.engine)
        string("about", Assumptions.disclaimer)
        object("data") { json in
            for pair in assumptions.data where pair.name == "symbol" { json.string("symbol", pair.value) }
            json.pairs(assumptions.data.filter { $0.name != "symbol" })
            json.object("coverage") { $0.pairs(assumptions.coverage) }
        }
        object("assumptions") { json in
            json.pairs(assumptions.model)
            json.string("margin", assumptions.margin)
        }
        array("parts") { json in
            for part in assumptions.parts {
                json.object { json in
                    json.string("kind", part.kind)
                    json.string("id", part.id)
                    json.string("version", part.version)
                    json.string("sha256", part.origin.text)
                    json.object("parameters") { $0.pairs(part.parameters) }
                }
            }
        }
        array("notes") { json in
            for note in assumptions.notes { json.string(nil, note) }
        }
    }

    private mutating func pairs(_ pairs: [Assumptions.Pair]) {
        for pair in pairs {
            let text = pair.value.text
            // A setting is no column: it is written as it is shown. `007` and `0x10` are texts.
            if let whole = Int64(text), "\(whole)" == text {
                integer(pair.name.text, whole)
            } else if let number = Double(text), ShortestDecimal.text(number) == text {
                self.number(pair.name.text, number)
            } else {
                string(pair.name.text, pair.value)
            }
        }
    }
}
