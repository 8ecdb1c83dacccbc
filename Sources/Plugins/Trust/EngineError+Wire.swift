import Engine
import LuaRuntime
import PlainText

extension EngineError {
    private static let codes: [(name: String, code: Code)] = [
        ("usage", .usage), ("script", .script), ("invalid", .pluginInvalid), ("missing", .pluginMissing),
        ("limit", .limit), ("interrupted", .interrupted), ("input", .inputMissing), ("bad", .badInput),
    ]

    /// Puts an error into a message.
    func write(_ writer: inout WireWriter) {
        writer.put(Self.codes.first { $0.code == code }?.name ?? "invalid")
        writer.put(message)
        writer.put(hint) { $0.put($1) }
        writer.put(place) { writer, place in
            writer.put(place.chunk)
            writer.put(place.line)
            writer.put(place.message)
            writer.put(place.isSyntax)
            writer.put(place.host) { $0.put($1) }
        }
    }

    /// The error of a message.
    ///
    /// - Throws: ``EngineError`` where the message is damaged.
    init(reading frame: Frame) throws(EngineError) {
        var reader = WireReader(frame.bytes)
        let (name, message) = (try reader.text(), try reader.text())
        let hint = try reader.optional { reader throws(EngineError) in try reader.text() }
        let place = try reader.optional { reader throws(EngineError) in
            SourcePlace(
                chunk: try reader.text().escapingControls(), line: Int(try reader.integer()),
                message: try reader.text().escapingControls(), isSyntax: try reader.flag(),
                host: try reader.optional { reader throws(EngineError) in try reader.text() })
        }
        let code = Self.codes.first { $0.name == name }?.code ?? .pluginInvalid
        self.init(code, message.escapingControls(), hint: hint?.escapingControls(), place: place)
    }
}
