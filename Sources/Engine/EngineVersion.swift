/// Version of liq, as every output names it.
package enum EngineVersion {
    /// Semantic version.
    package static let number = "0.1.0"
    /// `liq 0.1.0`.
    package static let text = "liq \(number)"
    /// The level of the contract with plugins; a plugin names the level it was written for.
    package static let api: Int64 = 1
}
