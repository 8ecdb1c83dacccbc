import LiquidationCore
import PlainText

/// A model on a scoreboard: what it is called, and the map that it makes.
package struct ScoredModel: Sendable {
    /// As it was written: `turnover`, `reference+retail`.
    package private(set) var name: String
    /// The map.
    let request: MapRequest
    /// Whether it was asked for; those that stand on every scoreboard are left out where they can't be made.
    package private(set) var isAskedFor: Bool

    /// A model as written: a preset, `+` and a leverage plugin behind it; either may be left out.
    ///
    /// - Parameters:
    ///   - text: `turnover`, `reference+retail`, `+pareto:exponent=1.2`.
    ///   - base: what holds beside.
    ///   - isAskedFor: whether it was asked for.
    /// - Throws: ``EngineError`` `.usage` for an unknown preset or a plugin that is written wrongly; what a pack throws.
    init(_ text: String, over base: MapRequest, isAskedFor: Bool = true) throws {
        guard !text.isEmpty, text != "+" else {
            throw EngineError(
                .usage, "a model's name is missing", hint: "such as turnover, reference+retail or +retail",
                subject: .value(text, of: "model"))
        }
        let parts = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        var request = base
        if !parts[0].isEmpty { try request.setModel(parts[0]) }
        if parts.count > 1 { request.plugins[.leverage] = try PluginChoice(parsing: parts[1]) }
        (name, self.request, self.isAskedFor) = (text, request, isAskedFor)
    }

    /// The same, left out where it cannot be made.
    package var whereItCanBeMade: ScoredModel {
        var model = self
        model.isAskedFor = false
        return model
    }

    /// What stands on every scoreboard: the default map, and what most tools do.
    private static let always = ["turnover", "reference+retail"]

    /// The models that are asked for, then those that stand on every scoreboard, none twice.
    ///
    /// - Throws: as ``init(_:over:isAskedFor:)``.
    package static func models(_ texts: [String], over base: MapRequest) throws -> [ScoredModel] {
        // What the data is of changes no model.
        let ofData = ["venue", "symbol", "step", "buckets"]
        let isPlain = MapOption.all.allSatisfy { option in
            ofData.contains(option.name) || option.read(base) == option.read(MapRequest())
        }
        var models: [ScoredModel] = []
        for text in texts.isEmpty && !isPlain ? [always[0]] : texts
        where !models.contains(where: { $0.name == text }) {
            models.append(try ScoredModel(text, over: base))
        }
        for text in always where !isPlain || !models.contains(where: { $0.name == text }) {
            var model = try ScoredModel(text, over: MapRequest(sharedWith: base), isAskedFor: false)
            if !isPlain { model.name += " (plain)" }
            models.append(model)
        }
        return models
    }
}

extension MapRequest {
    /// The default map of the same market: venue, symbol, axis and time of another.
    fileprivate init(sharedWith other: MapRequest) {
        self.init()
        (venue, symbol, grid, asOf, notes) = (other.venue, other.symbol, other.grid, other.asOf, other.notes)
    }
}
