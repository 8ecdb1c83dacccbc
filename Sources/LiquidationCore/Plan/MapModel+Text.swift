extension MapModel {
    /// The model as named options, in a fixed order: what outputs print as assumptions.
    ///
    /// Options beyond those of the presets are listed where they deviate from what both presets have.
    public var options: [(name: String, value: String)] {
        Self.optionTable.compactMap { option in
            let value = option.read(self)
            return value == option.usual ? nil : (option.name, value)
        }
    }

    /// One line that says everything: equal models have equal text, and ``init(text:)`` reads it back.
    public var text: String {
        options.map { "\($0.name)=\(Self.escaped($0.value))" }.joined(separator: " ")
    }

    /// The model of a text.
    ///
    /// - Parameter text: `name=value` pairs with spaces between, in any order. The first eight options of
    ///   ``optionTable`` have to be there unless the model is that of a preset; the others stand at their usual
    ///   values.
    /// - Throws: ``CoreError`` `.invalidModel` naming the option that is unknown, twice there or missing.
    public init(text: String) throws(CoreError) {
        var pairs: [(name: String, value: String)] = []
        for word in text.split(separator: " ") {
            guard let equals = word.firstIndex(of: "=") else {
                throw CoreError(.invalidModel, "name=value expected, was '\(word)'")
            }
            let name = String(word[..<equals])
            guard !pairs.contains(where: { $0.name == name }) else {
                throw CoreError(.invalidModel, "option \(name) is there twice")
            }
            pairs.append((name, Self.unescaped(word[word.index(after: equals)...])))
        }
        let preset = pairs.first { $0.name == "model" }.flatMap { Self.preset(named: $0.value) }
        if preset == nil {
            let needed = Self.optionTable.filter { $0.usual == nil }.map(\.name)
            for name in needed where !pairs.contains(where: { $0.name == name }) {
                throw CoreError(
                    .invalidModel, "option \(name) is missing",
                    hint: "all of \(needed.joined(separator: ", ")) are needed unless model names a preset")
            }
        }
        self = preset ?? .reference
        for pair in pairs { try set(pair.name, to: pair.value) }
    }

    /// Sets an option by name.
    ///
    /// - Throws: ``CoreError`` `.invalidModel` naming the option and what it accepts.
    public mutating func set(_ name: String, to value: String) throws(CoreError) {
        guard let option = Self.optionTable.first(where: { $0.name == name }) else {
            let names = Self.optionTable.map(\.name).joined(separator: ", ")
            throw CoreError(.invalidModel, "no model option '\(name)'", hint: "there are \(names)")
        }
        guard option.write(&self, value) else {
            throw CoreError(
                .invalidModel, "option \(name) takes \(option.values), was '\(value)'", hint: option.summary)
        }
    }

    /// Spaces, controls and per cent signs as `%` and two hexadecimal digits a byte, so that a name stays a word.
    static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 <= 32 || $0 == 37 || $0 >= 127 }) else { return value }
        var bytes: [UInt8] = []
        for byte in value.utf8 {
            if byte <= 32 || byte == 37 || byte >= 127 {
                let digits = String(byte, radix: 16, uppercase: true)
                bytes += Array((digits.count == 1 ? "%0" : "%").utf8) + Array(digits.utf8)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func unescaped(_ value: Substring) -> String {
        var (bytes, rest) = ([UInt8](), value.utf8[...])
        while let byte = rest.popFirst() {
            if byte == 37, rest.count >= 2, let code = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
                bytes.append(code)
                rest.removeFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
