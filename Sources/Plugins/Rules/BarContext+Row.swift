import Engine

extension BarContext {
    /// The bars as plugins see them: made at the first use, shared by all plugins of a run.
    var row: BarRow {
        if let known = rows as? BarRow { return known }
        let made = BarRow(series, interval: interval)
        rows = made
        return made
    }
}
