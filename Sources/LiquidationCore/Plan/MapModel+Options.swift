extension MapModel {
    /// An option as it is set by name: from a command line, a script or a saved text.
    public struct Option: Sendable {
        /// Its name.
        public let name: String
        /// What it accepts, as in a usage line.
        public let values: String
        /// What it does, in a line.
        public let summary: String
        /// The value that the texts of models leave out, where there is one.
        let usual: String?
        let read: @Sendable (MapModel) -> String
        /// Sets it, or returns false.
        let write: @Sendable (inout MapModel, String) -> Bool

        fileprivate init(
            _ name: String, _ values: String, _ summary: String, usual: String? = nil,
            _ read: @escaping @Sendable (MapModel) -> String,
            _ write: @escaping @Sendable (inout MapModel, String) -> Bool
        ) {
            (self.name, self.values, self.summary, self.usual) = (name, values, summary, usual)
            (self.read, self.write) = (read, write)
        }
    }

    /// Every option, in the order of ``options``.
    public static let optionTable: [Option] = [
        Option("model", "a name", "what the model is called", { $0.name }, { put($1, in: &$0.name) }),
        Option(
            "flow", "openInterestChanges | openInterestBalance(TURNOVER) | volume*SHARE",
            "what makes positions appear and go; TURNOVER is volume*SHARE, range*FACTOR or both with a | between",
            { $0.flow.text }, { put(Flow(text: $1), in: &$0.flow) }),
        Option(
            "entry", "typical | close | spread(POINTS) | triangular(POINTS)",
            "where in its bar a position was entered", { $0.entry.text },
            { put(Entry(text: $1), in: &$0.entry) }),
        Option(
            "split", "ratio | taker | even | damped(SHARE)",
            "longs and shorts of what opens; a balance on open interest is always even",
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
            "bracket", names(of: Bracket.self), "which margin bracket holds a position",
            { $0.bracket.rawValue }, { put(Bracket(rawValue: $1), in: &$0.bracket) }),
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
    ]

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
