/// What maps must share to be added, apart from the price axis: engine, model, ladder, leverage and funding
/// rules.
///
/// The venue, its margin tiers and its own options are no part of it: they differ from shard to shard.
public struct MergeKey: Hashable, Sendable {
    /// The engine that made the map, `liq 0.1.0`.
    public let engine: PlainLine
    /// The model as it was asked for, before data decides what it leaves open.
    public let model: MapModel
    /// The rungs.
    public let ladder: Ladder
    /// The plugins that shape the ledger, with the hash of their source and their parameters.
    public let parts: [Assumptions.Part]

    /// A key by its parts.
    public init(engine: PlainLine, model: MapModel, ladder: Ladder, parts: [Assumptions.Part]) {
        (self.engine, self.model, self.ladder, self.parts) = (engine, model, ladder, parts)
    }

    /// The canonical text: equal keys have equal text. One line each for engine, model and rungs, then one for each
    /// part; words between spaces, what is not plain in a word written as `%` and two hexadecimal digits a byte.
    public var text: String {
        lines.map { "\($0.name) \($0.value)\n" }.joined()
    }

    /// The lines of ``text`` as pairs; the options of the model one by one, for messages.
    private var lines: [Assumptions.Pair] {
        let rungs = ladder.leverages.map { "\($0)" }.joined(separator: " ")
        return [
            .init("engine", "\(MapModel.escaped(engine.text))"), .init("model", "\(model.text)"),
            .init("rungs", "\(rungs)"),
        ]
            + parts.map { part in
                let words =
                    [part.kind.text, part.id.text, part.version.text, part.origin.text]
                    + part.parameters.map { "\($0.name)=\($0.value)" }
                return .init("part", PlainLine(words.map(MapModel.escaped).joined(separator: " ")))
            }
    }

    /// The key of a canonical text.
    ///
    /// - Throws: ``CoreError`` `.invalidModel` where the text is none, or not in its canonical form.
    public init(text: String) throws(CoreError) {
        func bad(_ what: String) -> CoreError { CoreError(.invalidModel, "the plan \(what)") }
        var rest = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        func value(_ name: String) throws(CoreError) -> Substring {
            guard let line = rest.popFirst(), line.hasPrefix(name + " ") else {
                throw bad("lacks its line '\(name)'")
            }
            return line.dropFirst(name.count + 1)
        }
        engine = PlainLine(MapModel.unescaped(try value("engine")))
        model = try MapModel(text: String(try value("model")))
        var leverages: [Double] = []
        for word in try value("rungs").split(separator: " ") {
            guard let leverage = Double(plain: word) else { throw bad("has '\(word)' among its rungs") }
            leverages.append(leverage)
        }
        ladder = try Ladder(leverages)
        var parts: [Assumptions.Part] = []
        while rest.count > 1 {
            let words = try value("part").split(separator: " ", omittingEmptySubsequences: false)
                .map(MapModel.unescaped)
            guard words.count >= 4 else { throw bad("has a part of \(words.count) words, needs four") }
            var parameters: [Assumptions.Pair] = []
            for word in words.dropFirst(4) {
                guard let equals = word.firstIndex(of: "=") else {
                    throw bad("has a parameter '\(word)' without a value")
                }
                parameters.append(
                    .init("\(word[..<equals])", "\(word[word.index(after: equals)...])"))
            }
            parts.append(
                .init(
                    kind: words[0], id: words[1], version: words[2], origin: .init(text: words[3]),
                    parameters: parameters))
        }
        self.parts = parts
        guard self.text == text else { throw bad("is not in its canonical form") }
    }

    /// The first thing in which two keys differ, in words: `flow: volume*0.2 and volume*0.3`; `nil` where they agree.
    public func difference(from other: MergeKey) -> String? {
        guard self != other else { return nil }
        func pairs(_ key: MergeKey) -> [Assumptions.Pair] {
            let options = key.model.options.map { Assumptions.Pair(PlainLine($0.name), PlainLine($0.value)) }
            return [.init("engine", key.engine)] + options + key.lines.dropFirst(2)
        }
        let (mine, others) = (pairs(self), pairs(other))
        for index in 0..<max(mine.count, others.count) {
            let (one, two) = (mine.dropFirst(index).first, others.dropFirst(index).first)
            if one == two { continue }
            guard let one, let two, one.name == two.name else {
                let found = [one, two].map { $0.map { "\($0.name) \($0.value)" } ?? "nothing" }
                return "\(found[0]) and \(found[1])"
            }
            return "\(one.name): \(one.value) and \(two.value)"
        }
        return "model"
    }
}
