import PlainText

/// Reads the figures of one bracket and says what is wrong with one that is none.
struct TierCell {
    /// The file, for messages.
    let file: String
    /// The symbol, for messages.
    let market: String
    /// Which row of the symbol it is, counted from 1.
    let place: Int

    /// A number, finite and not negative, as a number or a string; `nil` where it is absent, null or empty.
    ///
    /// - Throws: ``DataError`` for anything else.
    func number(_ name: String, _ value: JSONValue?) throws(DataError) -> Double? {
        guard let value else { return nil }
        switch value {
        case .null: return nil
        case .string(let text), .word(let text): return try number(name, text: text)
        case .array: throw error("\(name) must be a number, was an array")
        case .object: throw error("\(name) must be a number, was an object")
        }
    }

    /// A number, finite and not negative; `nil` where the text is empty.
    ///
    /// - Throws: ``DataError`` for anything else.
    func number(_ name: String, text: String) throws(DataError) -> Double? {
        if text.isEmpty { return nil }
        let bytes = Array(text.utf8)
        let parsed = bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.flatMap { DecimalNumber.parse($0, buffer.count) }
        }
        guard let number = parsed else {
            throw error("\(name) must be a number, was \(Echo.quoted(text.utf8))")
        }
        guard number.isFinite else { throw error("\(name) is too large: \(Echo.plain(text.utf8))") }
        guard number >= 0 else { throw error("\(name) must not be negative, was \(Echo.plain(text.utf8))") }
        return number == 0 ? 0 : number
    }

    /// A number that must be there.
    ///
    /// - Throws: ``DataError`` where it is not, and as ``number(_:_:)-(String,JSONValue?)`` does.
    func needed(_ name: String, _ value: JSONValue?) throws(DataError) -> Double {
        guard let number = try number(name, value) else { throw error("\(name) is missing") }
        return number
    }

    /// An error of this row.
    func error(_ message: String, hint: String? = nil) -> DataError {
        let symbol = market.isEmpty ? "" : "\(Echo.plain(market.utf8)), "
        return DataError(.badInput, file: file, "\(symbol)tier \(place): \(message)", hint: hint)
    }
}
