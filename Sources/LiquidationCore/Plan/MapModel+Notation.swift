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
        case .volume(let share): "volume*\(share.plain)"
        }
    }

    init?(text: String) {
        if text == "openInterestChanges" {
            self = .openInterestChanges
        } else if case .volume(let share)? = MapModel.Turnover(text: text) {
            self = .volume(share: share)
        } else if let notation = Notation(text), notation.name == "openInterestBalance",
            notation.arguments.count == 1, let turnover = MapModel.Turnover(text: notation.arguments[0])
        {
            self = .openInterestBalance(turnover)
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
        }
    }

    init?(text: String) {
        guard let notation = Notation(text) else { return nil }
        let points = notation.arguments.count == 1 ? Int(notation.arguments[0]) : nil
        switch (notation.name, notation.arguments.count, points) {
        case ("typical", 0, _): self = .typical
        case ("close", 0, _): self = .close
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
