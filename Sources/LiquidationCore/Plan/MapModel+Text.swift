extension MapModel {
    /// The model as named options, in a fixed order: what outputs print as assumptions.
    public var options: [(name: String, value: String)] {
        [
            ("model", name), ("flow", flow.text), ("entry", entry.text), ("split", splitText),
            ("touch", touch.rawValue), ("bridge", bridge ? "on" : "off"), ("bracket", bracket.rawValue),
            ("position_size", "\(positionSize.value)"),
        ]
    }

    /// One line that says everything: equal models have equal text.
    public var text: String { options.map { "\($0.name)=\($0.value)" }.joined(separator: " ") }

    private var splitText: String {
        if case .openInterestBalance = flow { return "even" }
        return split.rawValue
    }
}

extension MapModel.Flow {
    fileprivate var text: String {
        switch self {
        case .openInterestChanges: "openInterestChanges"
        case .openInterestBalance(let turnover): "openInterestBalance(\(turnover.text))"
        }
    }
}

extension MapModel.Turnover {
    fileprivate var text: String {
        switch self {
        case .volume(let share): "volume*\(share)"
        case .range(let factor): "range*\(factor)"
        case .automatic(let share, let factor): "volume*\(share)|range*\(factor)"
        }
    }
}

extension MapModel.Entry {
    fileprivate var text: String {
        switch self {
        case .typical: "typical"
        case .close: "close"
        case .spread(let points): "spread(\(points))"
        }
    }
}
