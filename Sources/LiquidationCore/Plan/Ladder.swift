/// The leverages over which a model spreads positions: its rungs.
public struct Ladder: Hashable, Sendable {
    /// Leverages, strictly increasing, each at least 1; at least one.
    public let leverages: [Double]

    /// A ladder by its rungs.
    ///
    /// - Throws: ``CoreError`` `.outOfRange` for an empty ladder, more than 1,000 rungs, rungs that do not rise
    ///   or lie outside 1…1000.
    public init(_ leverages: [Double]) throws(CoreError) {
        guard (1...1000).contains(leverages.count) else {
            throw CoreError(.outOfRange, "a ladder has 1 to 1,000 rungs, was \(leverages.count)")
        }
        for i in leverages.indices {
            guard leverages[i].isFinite, (1...1000).contains(leverages[i]) else {
                throw CoreError(
                    .outOfRange, "rung \(i + 1) must be a leverage from 1 to 1000, was \(leverages[i])")
            }
            guard i == 0 || leverages[i] > leverages[i - 1] else {
                throw CoreError(
                    .outOfRange, "rung \(i + 1) must be above the one before, was \(leverages[i])")
            }
        }
        self.leverages = leverages
    }

    private init(unchecked leverages: [Double]) { self.leverages = leverages }

    /// 90 rungs from 1.2x to 150x, each 5.6 % above the one before: fine enough that the map of a calm market
    /// shows its entries and not the ladder.
    public static let standard: Ladder = {
        let step = Elementary.log(150 / 1.2) / 89
        return Ladder(unchecked: (0..<89).map { 1.2 * Elementary.exp(step * Double($0)) } + [150])
    }()

    /// How many rungs there are.
    public var count: Int { leverages.count }
}
