import LiquidationCore
import MarketData

extension JSONText {
    /// Adds the members that every output carries: engine, data, model, margin, parts, notes.
    mutating func assumptions(_ assumptions: Assumptions) {
        string("engine", assumptions.engine)
        string("about", Assumptions.disclaimer)
        object("data") { json in
            json.pairs(assumptions.data)
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
                    json.string("sha256", part.hash)
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
            if let number = Double(pair.value), number.isFinite {
                self.number(pair.name, number)
            } else {
                string(pair.name, pair.value)
            }
        }
    }
}
