import Engine
import LiquidationCore

extension Signal {
    func write(_ writer: inout WireWriter) {
        writer.put(name)
        writer.put(side?.rawValue) { $0.put($1) }
        writer.put(strength)
        writer.put(price) { $0.put($1) }
        writer.put(note) { $0.put($1) }
    }

    /// The signals of a message.
    ///
    /// - Throws: ``HostError`` for what the rules of signals would not have let through.
    static func list(reading reader: inout WireReader, rule: String) throws(HostError) -> [Signal] {
        let count = try reader.count()
        guard count <= SignalRule.limit else { throw WireReader.damaged }
        var signals: [Signal] = []
        for _ in 0..<count {
            let name = try reader.text()
            let side = try reader.optional { reader throws(HostError) in try reader.text() }
            let strength = try reader.number()
            let price = try reader.optional { reader throws(HostError) in try reader.number() }
            let note = try reader.optional { reader throws(HostError) in try reader.text() }
            guard (0...1).contains(strength), price.map({ $0 > 0 && $0.isFinite }) ?? true,
                side.map({ Side(rawValue: $0) != nil }) ?? true
            else { throw WireReader.damaged }
            signals.append(
                Signal(
                    rule: rule, name: SignalRule.line(name), side: side.flatMap(Side.init(rawValue:)),
                    strength: strength, price: price, note: note.map(SignalRule.line)))
        }
        return signals
    }
}
