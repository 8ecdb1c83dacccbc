import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Engine
import Plugins
import Scripting

/// The current map at each of several values of an option.
struct Sweep {
    /// One step.
    struct Step {
        let label: String
        /// Cells of the table after the label.
        let cells: [String]
        /// The picture of it.
        let map: MapResult
        /// What a script finds of it.
        let record: [(String, LuaValue)]
    }

    let plan: SweepPlan
    private let base: MapResult
    private let session: Session

    init(_ plan: SweepPlan, of base: MapResult, in session: Session) {
        (self.plan, self.base, self.session) = (plan, base, session)
    }

    /// The current map and its leverage.
    var title: String {
        let leverage = base.assumptions.parts.first { $0.kind == "leverage" }?.id
        return "\(base.title)\(leverage.map { " · leverage \($0)" } ?? "")"
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
                .text(plan.name), .number("longs"), .number("shorts"),
                .number("asymmetry ±\(NumberText.decimal(base.within * 100, upTo: 1)) %"),
                .number("cluster below"), .number("cluster above"),
            ]
    }

    /// A step by its value.
    ///
    /// - Throws: ``EngineError`` and ``LuaError`` as `map:with`.
    func step(_ value: String) throws -> Step {
        isOfPrice ? try move(value) : try variation(value)
    }

    /// A move of the price as a fraction of it: `-5%`, `+0.05`, or the price to go to, which is one near the price now.
    private func fraction(_ value: String) -> Double? {
        let now = base.map.price.value
        if let price = Double(value), let first = value.first, first.isNumber, now / 5 < price,
            price < now * 5
        {
            return price / now - 1
        }
        return UnitText.fraction(value)
    }

    private func move(_ value: String) throws -> Step {
        guard let move = fraction(value), move > -1, move < 10 else {
            throw EngineError(
                .usage, "a move of the price is per cent, a fraction or a price to go to, was '\(value)'",
                hint: ":sweep price -5%..+5% step 1%")
        }
        let map = base.map
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
            ], map: base,
            record: [
                ("move", .number(move)), ("price", .number(map.price.value * (1 + move))),
                ("long", .number(move < 0 ? closed : 0)), ("short", .number(move > 0 ? closed : 0)),
            ])
    }

    private var largest: (fall: Double, rise: Double) {
        let moves = plan.values.compactMap(fraction)
        return (min(moves.min() ?? 0, 0), max(moves.max() ?? 0, 0))
    }

    private func variation(_ value: String) throws -> Step {
        let table = try OptionList(setting(value)).table
        let source = "local map = ... return map:with \(table)"
        let answer = try session.state.call(
            session.state.load(source, chunk: "sweep"), [try session.value(base)])
        defer { session.map = base }
        guard case .object(let reference)? = answer.first, let made = reference.object as? MapResult else {
            preconditionFailure("map:with gives a map")
        }
        let (map, clusters) = (made.map, made.clusters)
        func largest(_ side: Side) -> String {
            guard let cluster = clusters.first(where: { $0.side == side }) else { return "none" }
            return "\(NumberText.price(cluster.peak)) \(NumberText.short(cluster.notional))"
        }
        let asymmetry = map.asymmetry(within: try Rate(made.within))
        return Step(
            label: value,
            cells: [
                NumberText.short(map.total(.long)), NumberText.short(map.total(.short)),
                asymmetry.map { NumberText.signed($0, unicode: session.style.unicode) } ?? "n/a",
                largest(.long), largest(.short),
            ], map: made,
            record: [
                ("value", .string(value)), ("long", .number(map.total(.long))),
                ("short", .number(map.total(.short))), ("asymmetry", asymmetry.map(LuaValue.number) ?? .nil),
                ("map", try session.passing(made)),
            ])
    }

    /// `NAME=VALUE` as `:assume` takes it; `leverage.sigma` is the parameter of the plugin that the map has.
    private func setting(_ value: String) throws -> String {
        let parts = plan.name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let kind = MapOption.named(parts[0])?.kind else {
            return "\(plan.name)=\(value)"
        }
        guard let choice = base.request?.plugins[kind] else {
            throw EngineError(
                .usage, "the map has no \(kind.name) plugin whose parameters could be varied",
                hint: ":assume \(kind.name)=… chooses one")
        }
        return "\(parts[0])=\(try choice.setting(parts[1], to: value).text)"
    }
}

/// What is varied, and the values it takes: `price -5%..+5% step 1%`, `leverage retail,uniform`, `leverage.sigma 1,2`.
struct SweepPlan: Hashable {
    /// `price`, an option of a map, or the parameter of a plugin that the map has.
    let name: String
    /// The values as they are typed after `NAME=`.
    let values: [String]

    /// The most steps of a sweep.
    static let limit = 200

    /// - Throws: ``EngineError`` `.usage` saying what is wrong.
    init(_ text: String) throws(EngineError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 2 else {
            throw EngineError(
                .usage, "sweep takes a name and values", hint: ":sweep price -5%..+5% step 1%")
        }
        name = words[0]
        let rest = words.dropFirst().joined(separator: " ")
        guard let dots = rest.firstRange(of: "..") else {
            values = rest.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            return
        }
        let ends = rest[dots.upperBound...].split(separator: " ").map(String.init)
        let isStepped = ends.count == 3 && ends[1] == "step"
        guard ends.count == 1 || isStepped, let low = Self.number(rest[..<dots.lowerBound]),
            let high = Self.number(ends[0]), low.unit == high.unit || low.value == 0
        else {
            throw EngineError(
                .usage, "values are a list, or A..B step S, was '\(rest)'", hint: "-5%..+5% step 1%")
        }
        let step = isStepped ? Self.number(ends[2]) : (value: (high.value - low.value) / 10, unit: high.unit)
        guard let step, step.unit == high.unit, step.value > 0, high.value > low.value else {
            throw EngineError(
                .usage, "a step above zero, in the unit of both ends, and ends that rise, was '\(rest)'")
        }
        let count = (high.value - low.value) / step.value
        guard count <= Double(Self.limit) else {
            throw EngineError(.limit, "a sweep of \(Int(min(count, 1e9)) + 1) steps: at most \(Self.limit)")
        }
        values = (0...Int((count + 1e-9).rounded(.down))).map { place in
            // Rounded to the decimals that were typed: not 0.30000000000000004.
            let value = ((low.value + Double(place) * step.value) * 1e9).rounded() / 1e9
            return "\(value == value.rounded() ? "\(Int(value))" : "\(value)")\(high.unit)"
        }
    }

    private static func number(_ text: some StringProtocol) -> (value: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        guard let value = Double(digits), abs(value) < 1e12 else { return nil }
        return (value, String(text.dropFirst(digits.count)).trimmingSpaces)
    }
}

/// The steps of a sweep on the alternate screen, drawn as they are computed; then ← and → go through them.
final class Slider {
    private let terminal: any EditorTerminal
    private let sweep: Sweep
    /// How pictures are drawn in the size that the terminal has now.
    private let currentStyle: () -> TerminalStyle
    private var steps: [Sweep.Step] = []
    private var place = 0

    init(_ sweep: Sweep, _ terminal: any EditorTerminal, _ style: @escaping () -> TerminalStyle) {
        (self.sweep, self.terminal, currentStyle) = (sweep, terminal, style)
    }

    /// Switches to the alternate screen.
    func begin() { terminal.write("\u{1B}[?1049h\u{1B}[?25l") }

    /// Switches back.
    func end() { terminal.write("\u{1B}[?25h\u{1B}[?1049l") }

    /// Shows a step as the newest.
    func show(_ step: Sweep.Step) {
        steps.append(step)
        place = steps.count - 1
        draw(isDone: steps.count == sweep.plan.values.count)
    }

    /// Draws the step again, in another size.
    func redraw() { if !steps.isEmpty { draw(isDone: true) } }

    /// Goes through the steps until the user has seen enough.
    func run(_ nextKey: () -> Key?) {
        guard !steps.isEmpty else { return }
        draw(isDone: true)
        while let key = nextKey() {
            switch key {
            case Key(.left), Key(.up), .character("h"), .character("k"): place = max(0, place - 1)
            case Key(.right), Key(.down), .character("l"), .character("j"):
                place = min(steps.count - 1, place + 1)
            case Key(.home): place = 0
            case Key(.end): place = steps.count - 1
            case Key(.enter), Key(.escape), .character("q"), .control("c"), .control("d"): return
            default: continue
            }
            draw(isDone: true)
        }
    }

    private func draw(isDone: Bool) {
        let (columns, rows) = terminal.size
        let (step, style) = (steps[place], currentStyle())
        var lines: [String]
        if sweep.isOfPrice {
            let table = TextTable(sweep.columns, rows: steps.map { [$0.label] + $0.cells }).lines(style)
            // As many rows around the current one as there is room for.
            let first = max(0, min(place - (rows - 4) / 2, steps.count - (rows - 4)))
            lines = [table[0]]
            lines += table.indices.dropFirst().filter { (first..<(first + rows - 4)).contains($0 - 1) }.map {
                $0 - 1 == place ? "\u{1B}[7m\(table[$0])\u{1B}[0m" : table[$0]
            }
        } else {
            let table = TextTable(sweep.columns, rows: [[step.label] + step.cells]).lines(style)
            let room = max(1, rows - table.count - 2)
            let picture = step.map.picture(style.with(rows: room)).split(
                separator: "\n", omittingEmptySubsequences: false)
            lines = table + [""] + picture.prefix(room - 1).map(String.init)
        }
        let status =
            isDone
            ? "\(sweep.plan.name) \(step.label), \(place + 1) of \(steps.count)   ← → go through them, Enter leaves"
            : "\(steps.count) of \(sweep.plan.values.count) …"
        lines.append(CompletionMenu.fit(status, columns - 1))
        terminal.write("\u{1B}[H\u{1B}[2J" + lines.joined(separator: "\r\n"))
    }
}

extension Console {
    /// Varies one option of the current map; on a terminal each step is drawn in place as it is computed.
    func sweep(_ text: String) throws {
        let sweep = Sweep(try SweepPlan(text), of: try mapAtHand(), in: session)
        var table = TextTable(sweep.columns)
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        // Within a paste nobody waits for the steps.
        let slider = entries.editor.flatMap { editor in
            editor.hasPaste ? nil : Slider(sweep, editor.terminal) { self.settings.style }
        }
        var failure: (any Error)?
        slider?.begin()
        var records: [LuaValue] = []
        do {
            for value in sweep.plan.values {
                if session.interrupt.isUp { throw EngineError(.interrupted, "interrupted") }
                let step = try sweep.step(value)
                table.append([step.label] + step.cells)
                records.append(.table(try session.state.makeTable(fields: step.record)))
                slider?.show(step)
            }
            if let slider { entries.editor?.borrow(drawing: slider.redraw) { slider.run($0) } }
        } catch { failure = error }
        slider?.end()
        try session.state.setGlobal("_", .table(try session.state.makeTable(array: records)))
        // The steps before an error or Ctrl-C are shown.
        if !table.rows.isEmpty {
            show(sweep.title + "\n" + table.text(session.style))
            let missing = table.columns.dropFirst(table.count(fitting: session.style)).map(\.title)
            if !missing.isEmpty { note("too narrow for: \(missing.joined(separator: ", "))") }
        }
        if sweep.isOfPrice, failure == nil {
            note("the notional between the price and each move; closing it would move the price further")
        }
        if settings["footer"] == "on" { note(footer.figures.text) }
        if let failure { throw failure }
    }
}
