extension FunctionPage {
    /// The page of a function or method by its own name, whatever it belongs to; of several that with the most
    /// arguments by name.
    package static func named(_ name: String) -> FunctionPage? {
        all.filter { $0.name == name && $0.form != .field }
            .max { $0.namedArguments.count < $1.namedArguments.count }
    }

    /// The page of a member of a type, or of `liq`.
    package static func of(owner: String, _ name: String) -> FunctionPage? {
        all.first { $0.owner.rawValue == owner && $0.name == name }
    }
}
