extension FunctionPage {
    /// The page of a function or method by its own name, whatever it belongs to.
    package static func named(_ name: String) -> FunctionPage? {
        all.first { $0.name == name && $0.form != .field }
    }

    /// The page of a member of a type, or of `liq`.
    package static func of(owner: String, _ name: String) -> FunctionPage? {
        all.first { $0.owner.rawValue == owner && $0.name == name }
    }
}
