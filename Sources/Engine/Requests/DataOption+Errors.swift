package import MarketData
import PlainText

extension DataOption {
    /// Sets it by a text: `time=date,open=o` for one of pairs.
    ///
    /// - Parameters:
    ///   - text: the value.
    ///   - options: get it.
    ///   - label: what it is called in errors; `nil` for the command line's name.
    /// - Throws: ``EngineError`` `.usage` with the rule and the value.
    package func set(
        _ text: String, in options: inout ReadOptions, called label: String? = nil
    ) throws(EngineError) {
        guard isOfPairs else { return try set("", to: text, in: &options, shown: text, called: label) }
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw refused(String(pair), label)
            }
            let name = String(pair[..<equals]).trimmingSpaces
            let value = String(pair[pair.index(after: equals)...]).trimmingSpaces
            try set(name, to: value, in: &options, shown: String(pair), called: label)
        }
    }

    /// Sets one pair.
    ///
    /// - Throws: as ``set(_:in:called:)``.
    package func set(
        _ name: String, to value: String, in options: inout ReadOptions, shown: String,
        called label: String? = nil
    ) throws(EngineError) {
        guard put(name, value, in: &options) else { throw refused(shown, label) }
    }

    private func refused(_ value: String, _ label: String?) -> EngineError {
        EngineError(
            .usage, "\(label ?? "--" + commandName) takes \(rule), was '\(value)'",
            subject: .value(value, of: name))
    }
}
