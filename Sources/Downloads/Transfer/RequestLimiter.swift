/// Keeps requests below a venue's limits, wherever the span of time begins that the venue looks at.
///
/// A request counts from its start until a span after its end: it has reached the venue at some time between, so that
/// no span of the venue's can hold more than what counts at once here.
struct RequestLimiter {
    private let limits: [RequestLimit]
    private var spent: [Spending] = []
    private var next = 0

    private struct Spending {
        let id: Int
        let cost: RequestCost
        /// Seconds of a clock that is never set; `nil` while it is under way.
        var end: Double?
    }

    init(_ limits: [RequestLimit]) { self.limits = limits }

    /// Seconds until a request may start; 0 for now, infinity while another has to end first.
    func wait(for costs: [RequestCost], now: Double) -> Double {
        costs.map { cost in
            guard let limit = limits.first(where: { $0.group == cost.group }) else { return 0 }
            var room = limit.amount - min(cost.weight, limit.amount)
            let counted = spent.filter { spending in
                spending.cost.group == cost.group && spending.end.map { now - $0 < limit.span } ?? true
            }
            room -= counted.reduce(0) { $0 + $1.cost.weight }
            guard room < 0 else { return 0 }
            for spending in counted.sorted(by: { $0.end ?? .infinity < $1.end ?? .infinity }) {
                room += spending.cost.weight
                if room >= 0 { return (spending.end ?? .infinity) + limit.span - now }
            }
            return .infinity
        }.max() ?? 0
    }

    /// Counts a request that starts.
    ///
    /// - Returns: what ``finish(_:now:)`` takes.
    mutating func start(_ costs: [RequestCost]) -> Int {
        next += 1
        for cost in costs { spent.append(Spending(id: next, cost: cost)) }
        return next
    }

    /// Says that a request has ended, well or not.
    mutating func finish(_ id: Int, now: Double) {
        for index in spent.indices where spent[index].id == id { spent[index].end = now }
        let longest = limits.map(\.span).max() ?? 0
        spent.removeAll { $0.end.map { now - $0 > longest } ?? false }
    }

    /// Takes what the venue says it has counted, which includes what others at the same address have spent.
    mutating func observe(_ used: Int, of group: String, now: Double) {
        guard let limit = limits.first(where: { $0.group == group }) else { return }
        let own = spent.filter { $0.cost.group == group && $0.end.map { now - $0 < limit.span } ?? true }
            .reduce(0) { $0 + $1.cost.weight }
        if used > own { spent.append(Spending(id: 0, cost: RequestCost(group, used - own), end: now)) }
    }
}
