package import Engine
package import LiquidationCore
import LuaRuntime
import MarketData
import PlainText

/// What a plugin says about itself.
package struct PluginManifest: Hashable, Sendable {
    /// What it decides.
    package var kind: PluginKind
    /// Its name among plugins; the file's name where it gives none.
    package var id: String
    /// Its version; `0` where it gives none.
    package var version: String
    /// A line of help.
    package var summary: String
    /// What can be set, by name.
    package var parameters: [PluginParameter]
    /// The rungs it is made for; the standard ladder where `nil`.
    package var ladder: Ladder?
    /// Which function answers.
    package var body = Body.run

    /// Which functions a plugin has.
    package enum Body: UInt8, Hashable, Sendable {
        /// `run` alone.
        case run
        /// `run_all` alone.
        case runAll
        /// Both: `run_all` answers, and `run` is not used.
        case both
    }
}

extension PluginManifest {
    /// The parameters of a run: as given, else by their defaults.
    ///
    /// - Parameter overrides: values by name, as written.
    /// - Returns: one value a parameter, in the order of ``parameters``.
    /// - Throws: ``EngineError`` `.usage` naming plugin, parameter, rule and value.
    func settle(_ overrides: [String: String]) throws(EngineError) -> [PluginSetting] {
        let known = parameters.map(\.name)
        for name in overrides.keys.sorted() where !known.contains(name) {
            let list = known.isEmpty ? "it has none" : "it has \(known.joined(separator: ", "))"
            throw EngineError(
                .usage, "plugin \(id) has no parameter '\(name.escapingControls())': \(list)",
                hint: Spelling.hint(for: name, among: known), subject: .name(name))
        }
        var settled: [PluginSetting] = []
        for parameter in parameters {
            do {
                let value = try overrides[parameter.name].map { text throws(EngineError) in
                    try parameter.value(of: text)
                }
                settled.append((parameter.name, value ?? parameter.fallback))
            } catch {
                throw EngineError(
                    .usage, "plugin \(id): \(error.message)", hint: error.hint, subject: error.subject)
            }
        }
        return settled
    }
}

/// A parameter that a plugin declares.
package struct PluginParameter: Hashable, Sendable {
    /// What values it takes.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Any finite number.
        case number
        /// A whole number.
        case integer
        /// A fraction, written `5%` or `0.05`.
        case percent
        /// A span of time, written `4h`; the plugin sees milliseconds.
        case duration
        /// true or false.
        case boolean
        /// Text.
        case string
    }

    /// A value of a parameter.
    package enum Value: Hashable, Sendable {
        /// Number or percent.
        case number(Double)
        /// Integer, or a duration in milliseconds.
        case integer(Int64)
        /// Boolean.
        case boolean(Bool)
        /// String.
        case string(String)
    }

    /// The name, as in `params.name`.
    package let name: String
    /// What values it takes.
    package let kind: Kind
    /// What a number counts, such as `x` or `bars`; empty where the type says it.
    package let unit: String
    /// The value where none is given.
    package let fallback: Value
    /// The smallest legal number.
    package let minimum: Double?
    /// The largest legal number.
    package let maximum: Double?
    /// A line of help.
    package let doc: String

    /// The value that a text stands for.
    ///
    /// - Throws: ``EngineError`` `.usage` naming parameter, rule and text.
    package func value(of text: String) throws(EngineError) -> Value {
        let value: Value? =
            switch kind {
            case .number: Double(text).map(Value.number)
            case .integer: Int64(text).map(Value.integer)
            case .percent: UnitText.fraction(text).map(Value.number)
            case .duration: UnitText.duration(text).map(Value.integer)
            case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : nil
            case .string: .string(text)
            }
        guard let value else {
            throw EngineError(
                .usage, "parameter \(name) takes \(kind.example), was '\(text)'", subject: .value(text))
        }
        return try checked(value)
    }

    /// The value itself where it lies in the declared range.
    ///
    /// - Throws: ``EngineError`` `.usage` naming parameter, range and value.
    package func checked(_ value: Value) throws(EngineError) -> Value {
        let number: Double
        switch value {
        case .number(let found): number = found
        case .integer(let found): number = Double(found)
        case .boolean: return value
        case .string(let text):
            // A text stands in every output's assumptions, and two that differ must not look alike there.
            guard PlainLine(text).text == text else {
                throw EngineError(
                    .usage,
                    "parameter \(name) must be one line without control characters, was '\(PlainLine(text))'",
                    subject: .value(text))
            }
            return value
        }
        guard number.isFinite, number >= minimum ?? -.infinity, number <= maximum ?? .infinity else {
            let range = "\(minimum.map { "\($0)" } ?? "−∞") to \(maximum.map { "\($0)" } ?? "∞")"
            throw EngineError(.usage, "parameter \(name) must lie in \(range), was \(number)")
        }
        return value
    }

    /// `number, x, 0 to 10, 1.5 by default`: what help says beside its name.
    package var contract: String {
        func bound(_ number: Double) -> String {
            text(
                of: kind == .integer || kind == .duration
                    ? .integer(Int64(exactly: number) ?? 0) : .number(number))
        }
        var parts = [kind.rawValue]
        if !unit.isEmpty { parts.append("in \(unit)") }
        switch (minimum, maximum) {
        case (nil, nil): break
        case (let least?, nil): parts.append("at least \(bound(least))")
        case (nil, let most?): parts.append("at most \(bound(most))")
        case (let least?, let most?): parts.append("\(bound(least)) to \(bound(most))")
        }
        return (parts + ["\(text(of: fallback)) by default"]).joined(separator: ", ")
    }
}

extension PluginParameter.Kind {
    /// For messages.
    package var example: String {
        switch self {
        case .number: "a number"
        case .integer: "a whole number"
        case .percent: "a percentage such as 5%"
        case .duration: "a span of time such as 4h"
        case .boolean: "true or false"
        case .string: "a text"
        }
    }
}

extension PluginParameter {
    /// A value as people write it, with its unit: `1d`, `0.01%`.
    package func text(of value: Value) -> String {
        switch value {
        case .number(let number) where kind == .percent:
            // To nine digits: 0.07 · 100 is 7.000000000000001 as a double.
            return "\((number * 1e9).rounded() / 1e7)".droppingZeroFraction + "%"
        case .number(let number): return "\(number)".droppingZeroFraction
        case .integer(let span) where kind == .duration: return UnitText.text(milliseconds: span)
        case .integer(let number): return "\(number)"
        case .boolean(let flag): return "\(flag)"
        case .string(let text): return text
        }
    }
}
