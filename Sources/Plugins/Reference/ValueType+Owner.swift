package import Engine

extension ValueType {
    /// A value with the members of an owner.
    package static func object(_ owner: FunctionPage.Owner) -> ValueType {
        ValueType(owner.rawValue, "liq." + owner.rawValue, members: owner.rawValue)
    }

    /// A list of values with the members of an owner.
    package static func list(of owner: FunctionPage.Owner) -> ValueType {
        ValueType("list", "liq.\(owner.rawValue)[]", members: owner.rawValue)
    }
}
