import Charts
import Engine
import Plugins
import Scripting

/// The steps of a sweep on a screen of their own, drawn as they come; then ← and → go through them.
final class Slider {
    private let terminal: any EditorTerminal
    private let sweep: Sweep
    private let style: TerminalStyle
    private var steps: [Sweep.Step] = []
    private var place = 0

    init(_ sweep: Sweep, _ terminal: any EditorTerminal, _ style: TerminalStyle) {
        (self.sweep, self.terminal, self.style) = (sweep, terminal, style)
    }

    /// Takes the screen.
    func begin() { terminal.write("\u{1B}[?1049h\u{1B}[?25l") }

    /// Gives it back.
    func end() { terminal.write("\u{1B}[?25h\u{1B}[?1049l") }

    /// Shows a step as the newest.
    func show(_ step: Sweep.Step) {
        steps.append(step)
        place = steps.count - 1
        draw(isDone: steps.count == sweep.plan.values.count)
    }

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
        let step = steps[place]
        var lines: [String]
        if sweep.isOfPrice {
            let table = TextTable(sweep.columns, rows: steps.map { [$0.label] + $0.cells }).lines(style)
            // As many rows around the one at hand as there is room for.
            let first = max(0, min(place - (rows - 4) / 2, steps.count - (rows - 4)))
            lines = [table[0]]
            lines += table.indices.dropFirst().filter { (first..<(first + rows - 4)).contains($0 - 1) }.map {
                $0 - 1 == place ? "\u{1B}[7m\(table[$0])\u{1B}[0m" : table[$0]
            }
        } else {
            let picture = step.map.text(style).split(separator: "\n", omittingEmptySubsequences: false)
            let table = TextTable(sweep.columns, rows: [[step.label] + step.cells]).lines(style)
            lines = table + [""] + picture.prefix(max(0, rows - table.count - 3)).map(String.init)
        }
        let status =
            isDone
            ? "\(sweep.plan.name) \(step.label), \(place + 1) of \(steps.count)   ← → go through them, Enter leaves"
            : "\(steps.count) of \(sweep.plan.values.count) …"
        lines.append(CompletionMenu.fit(status, columns - 1))
        terminal.write("\u{1B}[H\u{1B}[2J" + lines.joined(separator: "\r\n"))
    }
}
