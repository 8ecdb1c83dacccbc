package import MarketData
import PlainText

extension DataOption {
    /// Sets it by a text: `time=date,open=o` for one of pairs.
    ///
    /// - Throws: ``EngineError`` `.usage` with the rule and the value.
    package func set(_ text: String, in options: inout ReadOptions) throws(EngineError) {
        guard isOfPairs else { return try set("", to: text, in: &options, shown: text) }
        for pair in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                throw refused(String(pair))
            }
            let name = String(pair[..<equals]).trimmingSpaces
            let value = String(pair[pair.index(after: equals)...]).trimmingSpaces
            try set(name, to: value, in: &options, shown: String(pair))
        }
    }

    /// Sets one pair.
    ///
    /// - Throws: as ``set(_:in:)``.
    package func set(
        _ name: String, to value: String, in options: inout ReadOptions, shown: String
    ) throws(EngineError) {
        guard put(name, value, in: &options) else { throw refused(shown) }
    }

    private func refused(_ value: String) -> EngineError {
        EngineError(
            .usage, "--\(commandName) takes \(rule), was '\(value)'", subject: .value(value, of: name))
    }
}
