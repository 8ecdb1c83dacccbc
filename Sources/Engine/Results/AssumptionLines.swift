import Charts
import LiquidationCore
import PlainText

/// The assumptions as the last lines of a picture, wrapped to its width.
struct AssumptionLines {
    private let paragraphs: [String]

    init(_ assumptions: Assumptions, signals: [Signal]) {
        var paragraphs = signals.map { signal in
            let price = signal.price.map { " at \($0)" } ?? ""
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
            let hash = part.hash.count == 64 ? " " + part.hash.prefix(8) : ""
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
