import Engine
import LiquidationCore
import LuaRuntime
import PlainText

extension PluginManifest {
    func write(_ writer: inout WireWriter) {
        for text in [kind.name, id, version, summary] { writer.put(text) }
        writer.put(ladder?.leverages) { $0.put($1) }
        writer.put(parameters.count)
        for parameter in parameters {
            for text in [parameter.name, parameter.kind.rawValue, parameter.unit, parameter.doc] {
                writer.put(text)
            }
            writer.put(parameter.minimum) { $0.put($1) }
            writer.put(parameter.maximum) { $0.put($1) }
            switch parameter.fallback {
            case .number(let number): (writer.put(UInt8(0)), writer.put(number)).0
            case .integer(let number): (writer.put(UInt8(1)), writer.put(number)).0
            case .boolean(let flag): (writer.put(UInt8(2)), writer.put(flag)).0
            case .string(let text): (writer.put(UInt8(3)), writer.put(text)).0
            }
        }
    }

    /// Reads a manifest that another process has checked, and checks what the program relies on.
    ///
    /// - Throws: ``EngineError`` where it is damaged.
    init(reading reader: inout WireReader, id wanted: String) throws(EngineError) {
        guard let kind = PluginKindDescriptor.kind(named: try reader.text()) else { throw WireReader.damaged }
        let (id, version, summary) = (try reader.text(), try reader.text(), try reader.text())
        guard id == wanted else { throw WireReader.damaged }
        var ladder: Ladder?
        if let leverages = try reader.optional({ reader throws(EngineError) in try reader.numbers() }) {
            guard let found = try? Ladder(leverages) else { throw WireReader.damaged }
            ladder = found
        }
        var parameters: [PluginParameter] = []
        for _ in 0..<min(100, try reader.count()) {
            let (name, type) = (try reader.text(), try reader.text())
            let (unit, doc) = (try reader.text(), try reader.text())
            let minimum = try reader.optional { reader throws(EngineError) in try reader.number() }
            let maximum = try reader.optional { reader throws(EngineError) in try reader.number() }
            let fallback: PluginParameter.Value =
                switch try reader.byte() {
                case 0: .number(try reader.number())
                case 1: .integer(try reader.integer())
                case 2: .boolean(try reader.flag())
                default: .string(try reader.text())
                }
            guard let type = PluginParameter.Kind(rawValue: type) else { throw WireReader.damaged }
            parameters.append(
                PluginParameter(
                    name: name, kind: type, unit: unit, fallback: fallback, minimum: minimum,
                    maximum: maximum,
                    doc: doc))
        }
        self.init(
            kind: kind, id: id, version: version.escapingControls(), summary: summary.escapingControls(),
            parameters: parameters, ladder: ladder)
    }
}
