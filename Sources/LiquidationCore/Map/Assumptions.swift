/// What a result rests on: printed with every output.
public struct Assumptions: Hashable, Sendable {
    /// A plugin or built-in model that took part.
    public struct Part: Hashable, Sendable {
        /// `leverage`, `funding`, `signal`, …
        public let kind: PlainLine
        /// Its id.
        public let id: PlainLine
        /// Its version; empty for a model of the session.
        public let version: PlainLine
        /// Where its code is from.
        public let origin: Origin
        /// Its parameters as they were used.
        public let parameters: [Pair]

        /// A part by its fields.
        public init(kind: String, id: String, version: String, origin: Origin, parameters: [Pair] = []) {
            (self.kind, self.id, self.version) = (PlainLine(kind), PlainLine(id), PlainLine(version))
            self.origin = origin
            self.parameters = parameters
        }
    }

    /// Where the code of a part is from.
    public enum Origin: Hashable, Sendable {
        /// A file, by the SHA-256 of its source in hexadecimal.
        case file(sha256: String)
        /// A model in Swift.
        case builtIn
        /// A model that a script declared: no source that another run could load.
        case session

        /// As outputs and parts name it: the hash, `built-in` or `session`.
        public var text: String {
            switch self {
            case .file(let sha256): sha256
            case .builtIn: "built-in"
            case .session: "session"
            }
        }

        /// The origin of a text.
        public init(text: String) {
            switch text {
            case "built-in": self = .builtIn
            case "session": self = .session
            default: self = .file(sha256: text)
            }
        }

        /// The first eight digits of a file's hash.
        public var shortHash: String? {
            if case .file(let sha256) = self { String(sha256.prefix(8)) } else { nil }
        }
    }

    /// A named value.
    public struct Pair: Hashable, Sendable {
        /// The name.
        public let name: PlainLine
        /// The value as text.
        public let value: PlainLine

        /// A pair by its fields.
        public init(_ name: PlainLine, _ value: PlainLine) { (self.name, self.value) = (name, value) }
    }

    /// Version of liq.
    public var engine: PlainLine
    /// The model's options.
    public var model: [Pair]
    /// The venue's tiers.
    public var margin: PlainLine
    /// Plugins and built-in models.
    public var parts: [Part]
    /// Symbol, span, bars, interval.
    public var data: [Pair]
    /// Per column: cells that are present, of how many.
    public var coverage: [Pair]
    /// Remarks: columns that are missing, bars that lacked a cell, warnings of the reader.
    public var notes: [PlainLine]

    /// The sentence that stands in every output.
    public static let disclaimer =
        "Estimated from market data: venues publish no positions. Read it as relative risk, not as exact money."

    /// Assumptions by their parts.
    public init(
        engine: PlainLine, model: [Pair], margin: PlainLine, parts: [Part], data: [Pair], coverage: [Pair],
        notes: [PlainLine]
    ) {
        (self.engine, self.model, self.margin, self.parts) = (engine, model, margin, parts)
        (self.data, self.coverage, self.notes) = (data, coverage, notes)
    }
}

extension Assumptions {
    /// Something that two results do not rest on alike.
    public struct Difference: Hashable, Sendable {
        /// What it is: an option, a kind of plugin, a fact of the data.
        public let name: PlainLine
        /// Its value for the one; `none` where it has none.
        public let before: PlainLine
        /// Its value for the other.
        public let after: PlainLine
    }

    /// What differs from other assumptions, in the order in which outputs say it; notes, which follow from it, left out.
    public func differences(from before: Assumptions) -> [Difference] {
        var differences: [Difference] = []
        func compare(_ name: PlainLine, _ before: PlainLine?, _ after: PlainLine?) {
            guard before != after else { return }
            let usual =
                MapModel.optionTable.first { $0.name == name.text }?.usual.map { PlainLine($0) } ?? "none"
            differences.append(Difference(name: name, before: before ?? usual, after: after ?? usual))
        }
        func compare(_ before: [Pair], _ after: [Pair]) {
            let names =
                before.map(\.name) + after.map(\.name).filter { name in !before.contains { $0.name == name } }
            for name in names {
                compare(
                    name, before.first { $0.name == name }?.value, after.first { $0.name == name }?.value)
            }
        }
        compare("engine", before.engine, engine)
        compare(before.data, data)
        compare(before.model, model)
        compare("venue's rule", before.margin, margin)
        var kinds: [PlainLine] = []
        for part in before.parts + parts where !kinds.contains(part.kind) { kinds.append(part.kind) }
        for kind in kinds {
            let (old, new) = (before.parts.filter { $0.kind == kind }, parts.filter { $0.kind == kind })
            guard old != new else { continue }
            // Version and hash are said only where nothing else tells them apart.
            let isSame = old.map(\.called) == new.map(\.called)
            func text(_ parts: [Part]) -> PlainLine? {
                parts.isEmpty
                    ? nil
                    : PlainLine(parts.map { isSame ? $0.calledInFull : $0.called }.joined(separator: ", "))
            }
            compare(kind, text(old), text(new))
        }
        compare(
            before.coverage.map { Pair("coverage of \($0.name)", $0.value) },
            coverage.map { Pair("coverage of \($0.name)", $0.value) })
        return differences
    }
}

extension Assumptions.Part {
    /// `retail` or `whales(median=3)`.
    fileprivate var called: String {
        let values = parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        return values.isEmpty ? id.text : "\(id)(\(values))"
    }

    fileprivate var calledInFull: String {
        ([called, version.text] + (origin.shortHash.map { [$0] } ?? [])).filter { !$0.isEmpty }
            .joined(separator: " ")
    }
}
