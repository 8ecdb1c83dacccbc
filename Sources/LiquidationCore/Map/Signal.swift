/// What a signal rule reads off a map.
public struct Signal: Hashable, Sendable {
    /// Id of the rule that gave it.
    public let rule: PlainLine
    /// What it is, in the rule's words.
    public let name: PlainLine
    /// The positions at risk, where it concerns one side.
    public let side: Side?
    /// How strong, 0 to 1.
    public let strength: Double
    /// The price it points at, quote per base.
    public let price: Double?
    /// A sentence for people.
    public let note: PlainLine?

    /// A signal by its fields.
    public init(
        rule: PlainLine, name: PlainLine, side: Side?, strength: Double, price: Double? = nil,
        note: PlainLine? = nil
    ) {
        (self.rule, self.name, self.side, self.strength) = (rule, name, side, strength)
        (self.price, self.note) = (price, note)
    }
}
