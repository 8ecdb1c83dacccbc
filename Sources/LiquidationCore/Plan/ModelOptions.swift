extension MapModel {
    /// An option as it is set by name: from a command line, a script or a saved text.
    public struct Option: Sendable {
        /// Its name.
        public let name: String
        /// What it accepts, as in a usage line.
        public let values: String
        /// What it does, in a line.
        public let summary: String
        /// What it was called in an earlier version, where the old name still works.
        public let oldName: String?
        /// The value that the texts of models leave out, where there is one.
        let usual: String?
        let read: @Sendable (MapModel) -> String
        /// Sets it, or returns false.
        let write: @Sendable (inout MapModel, String) -> Bool

        fileprivate init(
            _ name: String, _ values: String, _ summary: String, usual: String? = nil, oldName: String? = nil,
            _ read: @escaping @Sendable (MapModel) -> String,
            _ write: @escaping @Sendable (inout MapModel, String) -> Bool
        ) {
            (self.name, self.values, self.summary, self.usual) = (name, values, summary, usual)
            (self.oldName, self.read, self.write) = (oldName, read, write)
        }
    }

    /// Every option, in the order of ``options``.
    public static let optionTable: [Option] = [
        Option("model", "a name", "what the model is called", { $0.name }, { put($1, in: &$0.name) }),
        Option(
            "flow", "turnover(TURNOVER) | openInterestBalance(TURNOVER) | openInterestChanges | volume*SHARE",
            "what makes positions appear and go; TURNOVER is volume*SHARE, range*FACTOR, activity*PER_DAY, or two with a | between",
            { $0.flow.text }, { put(Flow(text: $1), in: &$0.flow) }),
        Option(
            "entry", "evenly | typical | close | spread(POINTS) | triangular(POINTS)",
            "where in its bar a position was entered", { $0.entry.text },
            { put(Entry(text: $1), in: &$0.entry) }),
        Option(
            "split", "ratio | taker | even | damped(SHARE)",
            "longs and shorts of what opens; a turnover and a balance on open interest are even unless a plugin splits",
            { $0.split.rawValue },
            { put(Split(rawValue: $1), in: &$0.split) }),
        Option(
            "touch", names(of: Touch.self),
            "whether a bar force-closes all that lies beyond its range, or only what lies within",
            { $0.touch.rawValue }, { put(Touch(rawValue: $1), in: &$0.touch) }),
        Option(
            "bridge", "on | off", "whether a bar's path starts at the close before it",
            { $0.bridge ? "on" : "off" }, { put(flag($1), in: &$0.bridge) }),
        Option(
            "tier", names(of: TierChoice.self), "which margin tier holds a position", oldName: "bracket",
            { $0.tier.rawValue }, { put(TierChoice(rawValue: $1), in: &$0.tier) }),
        Option(
            "position_size", "quote units", "assumed notional of one position at entry",
            { $0.positionSize.value.plain },
            { put(Double(plain: $1).flatMap { try? Notional($0) }, in: &$0.positionSize) }),
        Option(
            "closing", "proRata | youngestFirst | oldestFirst | halfLife(HOURS[,EXPONENT])",
            "which positions close first; a half-life is HOURS / leverage^EXPONENT", usual: "proRata",
            { $0.closing.text }, { put(Closing(text: $1), in: &$0.closing) }),
        Option(
            "trigger", names(of: Trigger.self), "which price force-closes", usual: "markOrLast",
            { $0.trigger.rawValue }, { put(Trigger(rawValue: $1), in: &$0.trigger) }),
        Option(
            "lag", "bars", "how many bars open interest is late", usual: "0", { "\($0.lag)" },
            { put(Int($1), in: &$0.lag) }),
        Option(
            "accrue", "on | off", "whether funding that is paid moves liquidation prices", usual: "off",
            { $0.accrue ? "on" : "off" }, { put(flag($1), in: &$0.accrue) }),
        Option(
            "contract", names(of: Contract.self), "what a contract is worth", usual: "linear",
            { $0.contract.rawValue }, { put(Contract(rawValue: $1), in: &$0.contract) }),
        Option(
            "kappa", names(of: Kappa.self),
            "where the amount of a turnover stands: in the model, or in the data's column turnover",
            usual: "constant", { $0.kappa.rawValue }, { put(Kappa(rawValue: $1), in: &$0.kappa) }),
        Option(
            "births", "a share",
            "how much of the volume enters along its own bar's path, counted apart from the map",
            usual: "0", { $0.births.plain }, { put(Double(plain: $1), in: &$0.births) }),
    ]

    /// The option of a name, its old one included.
    public static func option(named name: String) -> Option? {
        optionTable.first { $0.name == name || $0.oldName == name }
    }

    private static func put<Value>(_ value: Value?, in place: inout Value) -> Bool {
        guard let value else { return false }
        place = value
        return true
    }

    private static func names<Choice: CaseIterable & RawRepresentable<String>>(of: Choice.Type) -> String {
        Choice.allCases.map(\.rawValue).joined(separator: " | ")
    }

    private static func flag(_ text: String) -> Bool? { ["on": true, "off": false][text] }
}

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
            let written = String(word[..<equals])
            let name = Self.option(named: written)?.name ?? written
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
        guard let option = Self.option(named: name) else {
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

/// `name`, `name(a)` or `name(a,b)`: how choices with numbers are written.
struct Notation {
    let name: String
    let arguments: [String]

    init?(_ text: String) {
        guard let open = text.firstIndex(of: "(") else {
            (name, arguments) = (text, [])
            return
        }
        guard text.last == ")" else { return nil }
        name = String(text[..<open])
        let inner = text[text.index(after: open)..<text.index(before: text.endIndex)]
        arguments = inner.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// The numbers between the brackets; `nil` where one is not a plain finite number.
    var numbers: [Double]? {
        let numbers = arguments.compactMap { Double(plain: $0) }
        return numbers.count == arguments.count ? numbers : nil
    }
}

extension Double {
    /// A finite decimal number: no hexadecimal, no `inf`, no `nan`.
    init?(plain text: some StringProtocol) {
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text),
            value.isFinite
        else { return nil }
        self = value
    }

    /// As short as it reads back the same: `100000`, `0.5`.
    var plain: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}

extension MapModel.Flow {
    var text: String {
        switch self {
        case .openInterestChanges: "openInterestChanges"
        case .openInterestBalance(let turnover): "openInterestBalance(\(turnover.text))"
        case .turnover(let turnover): "turnover(\(turnover.text))"
        case .volume(let share): "volume*\(share.plain)"
        case .planned: "planned"
        }
    }

    init?(text: String) {
        if text == "openInterestChanges" {
            self = .openInterestChanges
        } else if text == "planned" {
            self = .planned
        } else if case .volume(let share)? = MapModel.Turnover(text: text) {
            self = .volume(share: share)
        } else if let notation = Notation(text), notation.name == "openInterestBalance",
            notation.arguments.count == 1, let turnover = MapModel.Turnover(text: notation.arguments[0])
        {
            self = .openInterestBalance(turnover)
        } else if let notation = Notation(text), notation.name == "turnover", notation.arguments.count == 1,
            let turnover = MapModel.Turnover(text: notation.arguments[0])
        {
            self = .turnover(turnover)
        } else {
            return nil
        }
    }
}

extension MapModel.Turnover {
    var text: String {
        switch self {
        case .volume(let share): "volume*\(share.plain)"
        case .range(let factor): "range*\(factor.plain)"
        case .automatic(let share, let factor): "volume*\(share.plain)|range*\(factor.plain)"
        case .activity(let perDay): "activity*\(perDay.plain)"
        case .either(let share, let perDay): "volume*\(share.plain)|activity*\(perDay.plain)"
        case .volumeAlone(let perDay): "volumeAlone*\(perDay.plain)"
        }
    }

    init?(text: String) {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false)
        func amount(_ part: Substring, of name: String) -> Double? {
            part.hasPrefix(name + "*") ? Double(plain: part.dropFirst(name.count + 1)) : nil
        }
        if parts.count == 1, let share = amount(parts[0], of: "volume") {
            self = .volume(share: share)
        } else if parts.count == 1, let factor = amount(parts[0], of: "range") {
            self = .range(factor: factor)
        } else if parts.count == 2, let share = amount(parts[0], of: "volume"),
            let factor = amount(parts[1], of: "range")
        {
            self = .automatic(share: share, factor: factor)
        } else if parts.count == 2, let share = amount(parts[0], of: "volume"),
            let perDay = amount(parts[1], of: "activity")
        {
            self = .either(share: share, perDay: perDay)
        } else if parts.count == 1, let perDay = amount(parts[0], of: "activity") {
            self = .activity(perDay: perDay)
        } else if parts.count == 1, let perDay = amount(parts[0], of: "volumeAlone") {
            self = .volumeAlone(perDay: perDay)
        } else {
            return nil
        }
    }
}

extension MapModel.Entry {
    var text: String {
        switch self {
        case .typical: "typical"
        case .close: "close"
        case .spread(let points): "spread(\(points))"
        case .triangular(let points): "triangular(\(points))"
        case .evenly: "evenly"
        }
    }

    init?(text: String) {
        guard let notation = Notation(text) else { return nil }
        let points = notation.arguments.count == 1 ? Int(notation.arguments[0]) : nil
        switch (notation.name, notation.arguments.count, points) {
        case ("typical", 0, _): self = .typical
        case ("close", 0, _): self = .close
        case ("evenly", 0, _): self = .evenly
        case ("spread", 1, let points?): self = .spread(points: points)
        case ("triangular", 1, let points?): self = .triangular(points: points)
        default: return nil
        }
    }
}

extension MapModel.Split {
    /// `ratio`, `taker`, `even` or `damped(0.5)`.
    public var rawValue: String {
        switch self {
        case .ratio: "ratio"
        case .taker: "taker"
        case .even: "even"
        case .damped(let share): "damped(\(share.plain))"
        }
    }

    /// A split by its text.
    public init?(rawValue: String) {
        guard let notation = Notation(rawValue), let numbers = notation.numbers else { return nil }
        switch (notation.name, numbers.count) {
        case ("ratio", 0): self = .ratio
        case ("taker", 0): self = .taker
        case ("even", 0): self = .even
        case ("damped", 1): self = .damped(numbers[0])
        default: return nil
        }
    }
}

extension MapModel.Closing {
    var text: String {
        switch self {
        case .proRata: "proRata"
        case .youngestFirst: "youngestFirst"
        case .oldestFirst: "oldestFirst"
        case .halfLife(let hours, let exponent): "halfLife(\(hours.plain),\(exponent.plain))"
        }
    }

    init?(text: String) {
        guard let notation = Notation(text), let numbers = notation.numbers else { return nil }
        switch (notation.name, numbers.count) {
        case ("proRata", 0): self = .proRata
        case ("youngestFirst", 0): self = .youngestFirst
        case ("oldestFirst", 0): self = .oldestFirst
        case ("halfLife", 1): self = .halfLife(hours: numbers[0], exponent: 0)
        case ("halfLife", 2): self = .halfLife(hours: numbers[0], exponent: numbers[1])
        default: return nil
        }
    }
}
