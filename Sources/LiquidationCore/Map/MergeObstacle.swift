/// Why two maps cannot be added.
public enum MergeObstacle: Hashable, Sendable, CustomStringConvertible {
    /// They were made in different ways; what differs.
    case plans(String)
    /// Their price axes differ.
    case grids(PriceGrid, PriceGrid)
    /// One is kept by rung, the other is not.
    case rungs
    /// A shard is in both.
    case twice(MapShard)
    /// Two shards of one market share a time.
    case overlap(MapShard, MapShard)

    /// In words.
    public var description: String {
        switch self {
        case .plans(let difference): "maps of different plans cannot be added: \(difference)"
        case .grids(let one, let other):
            "maps on different price axes cannot be added: \(Self.text(one)) and \(Self.text(other))"
        case .rungs: "one map is kept rung by rung and the other is not"
        case .twice(let shard): "shard '\(shard.name)' is in both: it would count twice"
        case .overlap(let one, let other):
            "shards '\(one.name)' and '\(other.name)' overlap: what they share would count twice"
        }
    }

    /// What to do about it.
    public var hint: String? {
        switch self {
        case .plans: "make both with the same model, ladder and plugins"
        case .grids: "make both with the same price axis"
        case .rungs: "make both in the same way"
        case .twice, .overlap: nil
        }
    }

    private static func text(_ grid: PriceGrid) -> String {
        "\(grid.count) buckets from \(grid.edges[0]) to \(grid.edges[grid.count])"
    }
}
