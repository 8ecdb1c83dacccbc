/// The prices at which a bar's positions were entered, with their weights.
struct EntryPoints {
    let count: Int
    /// Sum of the weights.
    let weight: Double
    /// Whether all weigh one.
    let isEven: Bool
    private let first: Double
    private let step: Double

    init(_ entry: MapModel.Entry, low: Double, high: Double, close: Double) {
        switch entry {
        case .typical: self.init(at: (high + low + close) / 3)
        case .close: self.init(at: close)
        case .spread(1), .triangular(1): self.init(at: (low + high) / 2)
        case .spread(let points):
            self.init(points, from: low, to: high, weight: Double(points), isEven: true)
        case .triangular(let points):
            let half = points / 2
            let weight = half * (half + 1) + (points % 2 == 1 ? half + 1 : 0)
            self.init(points, from: low, to: high, weight: Double(weight), isEven: false)
        }
    }

    /// One of several prices at even distances from low to high; the middle where there is one.
    static func evenly(_ index: Int, of count: Int, low: Double, high: Double) -> EntryPoints {
        guard count > 1 else { return EntryPoints(at: (low + high) / 2) }
        return EntryPoints(at: low + Double(index) * ((high - low) / Double(count - 1)))
    }

    private init(at price: Double) { (count, weight, isEven, first, step) = (1, 1, true, price, 0) }

    private init(_ points: Int, from low: Double, to high: Double, weight: Double, isEven: Bool) {
        (count, self.weight, self.isEven) = (points, weight, isEven)
        (first, step) = (low, (high - low) / Double(points - 1))
    }

    func price(_ point: Int) -> Double { first + Double(point) * step }

    func weight(_ point: Int) -> Double { isEven ? 1 : Double(min(point + 1, count - point)) }
}
