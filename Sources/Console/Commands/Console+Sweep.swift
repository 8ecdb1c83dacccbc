import Charts
import Engine
import LuaRuntime
import Plugins
import Scripting

extension Console {
    /// Varies one thing about the map at hand; on a terminal each step is drawn in place as it comes.
    func sweep(_ text: String) throws {
        let sweep = Sweep(try SweepPlan(text), of: try mapAtHand(), in: session)
        var table = TextTable(sweep.columns)
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        let slider = entries.editor.map { Slider(sweep, $0.terminal, session.style) }
        var failure: (any Error)?
        slider?.begin()
        do {
            for value in sweep.plan.values {
                if session.interrupt.isUp { throw HostError(.interrupted, "interrupted") }
                let step = try sweep.step(value)
                table.append([step.label] + step.cells)
                slider?.show(step)
            }
            if let slider { entries.editor?.borrow { slider.run($0) } }
        } catch { failure = error }
        slider?.end()
        // What was done before an error or Ctrl-C is worth seeing.
        if !table.rows.isEmpty { show(sweep.title + "\n" + table.text(session.style)) }
        if sweep.isOfPrice, failure == nil {
            note("what lies between the price and each move; closing it would move the price further")
        }
        if settings["footer"] == "on" { note(footer.figures.text) }
        if let failure { throw failure }
    }
}
