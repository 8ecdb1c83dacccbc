import LiquidationCore
import PlainText

/// The terms of a position as a command, a script or a file gives them: by name, numbers or texts.
///
/// One reader for all three, so that the same mistake is told in the same words.
package struct PriceFields {
    /// A value as it was given.
    package enum Value: Hashable, Sendable {
        /// A number.
        case number(Double)
        /// A text, which may hold a number.
        case text(String)
    }

    private var values: [String: Value]
    private let label: (String) -> String
    private let code: EngineError.Code

    /// Terms.
    ///
    /// - Parameters:
    ///   - values: by name.
    ///   - code: of errors.
    ///   - label: how a name stands in messages: `--entry`, `argument 'entry'`.
    package init(
        _ values: [String: Value], code: EngineError.Code, label: @escaping (String) -> String
    ) { (self.values, self.code, self.label) = (values, code, label) }

    /// The value of a name as it was given.
    package subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// How a name stands in messages.
    func label(_ name: String) -> String { label(name) }

    /// An error about a value.
    func refused(_ name: String, _ rule: String, hint: String? = nil) -> EngineError {
        let shown =
            switch values[name] {
            case .number(let value): "\(value)".droppingZero
            case .text(let text): "'\(text)'"
            case nil: "nothing"
            }
        let text: String? = if case .text(let text) = values[name] { text } else { nil }
        return EngineError(
            code, "\(label(name)) \(rule), was \(shown)", hint: hint, subject: .value(text, of: name))
    }

    /// The venue that is named.
    func venue() throws(EngineError) -> Venue {
        let id = try needed("venue", try text("venue"), hint: "'liq venues' lists them")
        return try PriceMarket.venue(id, code: code)
    }

    /// An error without a value.
    func error(_ message: String, hint: String? = nil) -> EngineError {
        EngineError(code, message, hint: hint)
    }

    /// A text.
    package func text(_ name: String) throws(EngineError) -> String? {
        guard let value = values[name] else { return nil }
        guard case .text(let text) = value, !text.isEmpty else { throw refused(name, "must be a text") }
        return text
    }

    /// A finite number.
    package func number(_ name: String) throws(EngineError) -> Double? {
        guard let value = values[name] else { return nil }
        let number: Double? =
            switch value {
            case .number(let number): number
            case .text(let text): Self.plain(text)
            }
        guard let number, number.isFinite else { throw refused(name, "must be a finite number such as 0.5") }
        return number
    }

    /// A number above zero.
    package func positive(_ name: String) throws(EngineError) -> Double? {
        guard let value = try number(name) else { return nil }
        guard value > 0 else { throw refused(name, "must be above zero") }
        return value
    }

    /// A fraction from 0 to below 1: `0.0005` or `0.05%`.
    package func fraction(_ name: String) throws(EngineError) -> Double? {
        guard let value = values[name] else { return nil }
        let fraction: Double? =
            switch value {
            case .number(let number): number
            case .text(let text): UnitText.fraction(text)
            }
        guard let fraction, fraction >= 0, fraction < 1 else {
            throw refused(name, "must be a fraction from 0 to below 1 such as 0.005 or 0.5%")
        }
        return fraction
    }

    /// One of some words.
    package func choice(_ name: String, _ words: [String]) throws(EngineError) -> String? {
        guard let word = try text(name)?.lowercased() else { return nil }
        guard words.contains(word) else {
            throw refused(
                name, "must be \(words.dropLast().joined(separator: ", ")) or \(words.last ?? "")",
                hint: Spelling.hint(for: word, among: words))
        }
        return word
    }

    /// A day such as `2025-06-30`, midnight UTC.
    func day(_ name: String) throws(EngineError) -> Timestamp? {
        guard let text = try text(name) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.count) == [4, 2, 2], let year = Int64(parts[0]), let month = Int64(parts[1]),
            let day = Int64(parts[2]), let time = Timestamp(year: year, month: month, day: day)
        else { throw refused(name, "must be a day such as 2025-06-30") }
        return time
    }

    /// A value that must be there.
    package func needed<Value>(_ name: String, _ value: Value?, hint: String? = nil) throws(EngineError)
        -> Value
    {
        guard let value else { throw error("\(label(name)) is needed", hint: hint) }
        return value
    }

    /// Plain decimals alone: neither hexadecimal nor words.
    private static func plain(_ text: String) -> Double? {
        let isPlain = text.utf8.allSatisfy {
            (48...57).contains($0) || [UInt8(ascii: "."), 43, 45, 69, 101].contains($0)
        }
        return isPlain ? Double(text) : nil
    }
}

extension String {
    /// `5.0` as `5`.
    var droppingZero: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
