import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import PluginHost

/// The map at hand at each of several values.
struct Sweep {
    /// One step.
    struct Step {
        let label: String
        /// Cells of the table behind the label.
        let cells: [String]
        /// The picture of it.
        let map: MapObject
    }

    let plan: SweepPlan
    private let base: MapObject
    private let session: Session

    init(_ plan: SweepPlan, of base: MapObject, in session: Session) {
        (self.plan, self.base, self.session) = (plan, base, session)
    }

    /// What is swept: the map at hand and its leverage.
    var title: String {
        let leverage = base.document.assumptions.parts.first { $0.kind == "leverage" }?.id
        return base.title + (leverage.map { " · leverage " + $0 } ?? "")
    }

    var isOfPrice: Bool { plan.name == "price" }

    /// The headings.
    var columns: [TextTable.Column] {
        isOfPrice
            ? [
                .number("move"), .number("price"), .number("longs closed"), .number("shorts closed"),
                .text(""),
            ]
            : [
                .text(plan.name), .number("longs"), .number("shorts"), .number("asymmetry"),
                .number("wall below"), .number("wall above"),
            ]
    }

    /// A step by its value.
    ///
    /// - Throws: ``HostError`` and ``LuaError`` as `map:with`.
    func step(_ value: String) throws -> Step {
        isOfPrice ? try move(value) : try variation(value)
    }

    private func move(_ value: String) throws -> Step {
        guard let move = UnitText.fraction(value), move > -1, move < 10 else {
            throw HostError(.usage, "a move of the price is a fraction or per cent, was '\(value)'")
        }
        let map = base.document.map
        let closed = MapPicture.forceClosed(on: map, by: move)
        let most = max(
            MapPicture.forceClosed(on: map, by: largest.fall),
            MapPicture.forceClosed(on: map, by: largest.rise))
        let mark = session.style.unicode ? (move < 0 ? "▓" : "░") : (move < 0 ? "#" : ":")
        let bar = String(repeating: mark, count: most > 0 ? Int((closed / most * 24).rounded()) : 0)
        return Step(
            label: NumberText.percent(move, unicode: session.style.unicode),
            cells: [
                NumberText.price(map.price.value * (1 + move)), move < 0 ? NumberText.short(closed) : "",
                move > 0 ? NumberText.short(closed) : "", bar,
            ], map: base)
    }

    private var largest: (fall: Double, rise: Double) {
        let moves = plan.values.compactMap(UnitText.fraction)
        return (min(moves.min() ?? 0, 0), max(moves.max() ?? 0, 0))
    }

    private func variation(_ value: String) throws -> Step {
        let table = try OptionList("\(plan.name)=\(value)").table
        let source = "local map = ... return map:with \(table)"
        let answer = try session.state.call(
            session.state.load(source, chunk: "sweep"), [try session.value(base)])
        defer { session.map = base }
        guard case .object(let reference)? = answer.first, let made = reference.object as? MapObject else {
            preconditionFailure("map:with gives a map")
        }
        let (map, clusters) = (made.document.map, made.document.clusters)
        func wall(_ side: Side) -> String {
            guard let wall = clusters.first(where: { $0.side == side }) else { return "none" }
            return "\(NumberText.price(wall.peak)) \(NumberText.short(wall.notional))"
        }
        let asymmetry = map.asymmetry(within: try Rate(made.document.within))
        return Step(
            label: value,
            cells: [
                NumberText.short(map.total(.long)), NumberText.short(map.total(.short)),
                asymmetry.map { NumberText.signed($0, unicode: session.style.unicode) } ?? "n/a",
                wall(.long),
                wall(.short),
            ], map: made)
    }
}
