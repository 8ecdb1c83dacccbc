/// What a result rests on: printed with every output.
public struct Assumptions: Hashable, Sendable {
    /// A plugin or built-in model that took part.
    public struct Part: Hashable, Sendable {
        /// `leverage`, `funding`, `signal`, …
        public let kind: String
        /// Its id.
        public let id: String
        /// Its version; empty for a model of the session.
        public let version: String
        /// SHA-256 of its source in hexadecimal; `built-in` for a model in Swift.
        public let hash: String
        /// Its parameters as they were used.
        public let parameters: [Pair]

        /// A part by its fields.
        public init(kind: String, id: String, version: String, hash: String, parameters: [Pair] = []) {
            (self.kind, self.id, self.version, self.hash) = (kind, id, version, hash)
            self.parameters = parameters
        }
    }

    /// A named value.
    public struct Pair: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The value as text.
        public let value: String

        /// A pair by its fields.
        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// Version of liq.
    public var engine: String
    /// The model's options.
    public var model: [Pair]
    /// The venue's brackets.
    public var margin: String
    /// Plugins and built-in models.
    public var parts: [Part]
    /// Symbol, span, bars, interval.
    public var data: [Pair]
    /// Per column: cells that are present, of how many.
    public var coverage: [Pair]
    /// What a reader should know: columns that are missing, bars that lacked a cell, warnings of the reader.
    public var notes: [String]

    /// The sentence that stands in every output.
    public static let disclaimer =
        "Estimated from market data: venues publish no positions. Read it as relative risk, not as exact money."

    /// Assumptions by their parts.
    public init(
        engine: String, model: [Pair], margin: String, parts: [Part], data: [Pair], coverage: [Pair],
        notes: [String]
    ) {
        (self.engine, self.model, self.margin, self.parts) = (engine, model, margin, parts)
        (self.data, self.coverage, self.notes) = (data, coverage, notes)
    }
}
