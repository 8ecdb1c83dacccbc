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
            writer.put(place.subject) { $1.write(&$0) }
        }
        writer.put(subject) { $1.write(&$0) }
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
                host: try reader.optional { reader throws(EngineError) in try reader.text() },
                subject: try reader.optional(ErrorSubject.init(reading:)))
        }
        let subject = try reader.optional(ErrorSubject.init(reading:))
        let code = Self.codes.first { $0.name == name }?.code ?? .pluginInvalid
        self.init(
            code, message.escapingControls(), hint: hint?.escapingControls(), place: place, subject: subject)
    }
}

extension ErrorSubject {
    /// Puts a subject into a message.
    fileprivate func write(_ writer: inout WireWriter) {
        let (kind, place, texts): (Int, Int, [String?]) =
            switch self {
            case .value(let text, let argument): (0, 0, [text, argument])
            case .name(let name): (1, 0, [name, nil])
            case .member(let name): (2, 0, [name, nil])
            case .argument(let place, let function): (3, place, [function, nil])
            case .index: (4, 0, [nil, nil])
            case .call: (5, 0, [nil, nil])
            }
        writer.put(kind)
        writer.put(place)
        for text in texts { writer.put(text) { $0.put($1) } }
    }

    /// The subject of a message.
    ///
    /// - Throws: ``EngineError`` where the message is damaged.
    fileprivate init(reading reader: inout WireReader) throws(EngineError) {
        let (kind, place) = (try reader.integer(), Int(try reader.integer()))
        let first = try reader.optional { reader throws(EngineError) in try reader.text() }
        let second = try reader.optional { reader throws(EngineError) in try reader.text() }
        switch (kind, first) {
        case (0, _): self = .value(first, of: second)
        case (1, let name?): self = .name(name)
        case (2, let name?): self = .member(name)
        case (3, let name?): self = .argument(place, of: name)
        case (4, _): self = .index
        case (5, _): self = .call
        default: throw WireReader.damaged
        }
    }
}
