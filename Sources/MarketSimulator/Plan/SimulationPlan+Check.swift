import LiquidationCore

extension SimulationPlan {
    /// - Throws: ``SimulationError`` for the first figure that breaks its rule.
    func check() throws(SimulationError) {
        try checkSymbol()
        try checkTimes()
        // A tick of 0.1 is too coarse for cheap coins, and 64-bit sums of ticks and lots too small for dear ones.
        try SimulationError.check("startPrice", startPrice.value, in: 500...5_000_000)
        try SimulationError.check("liquidationImpact", liquidationImpact, in: 0...2)
        try SimulationError.check("dailyTurnover", dailyTurnover, in: 0.1...50)
        // Above 125x the maintenance of some brackets would exceed the margin at opening.
        let top = leverage.rungs.map(\.leverage.value).max() ?? 1
        try SimulationError.check("highest leverage of the mix", top, in: 1...125)
        try traders.check()
        try checkScale()
        try checkRegimes()
        try squeeze?.check(name: "squeeze", planMinutes: days * 1440)
        try crash?.check(name: "crash", planMinutes: days * 1440)
    }

    private func checkSymbol() throws(SimulationError) {
        let isPlain = symbol.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        guard isPlain, (1...20).contains(symbol.utf8.count) else {
            throw SimulationError(
                .outOfRange, "symbol must be 1 to 20 capital letters and digits, was \(symbol)")
        }
    }

    private func checkTimes() throws(SimulationError) {
        try SimulationError.check("days", Double(days), in: 1...3700)
        try SimulationError.check("warmUpHours", Double(warmUpHours), in: 0...720)
        try checkDivisor("barMinutes", barMinutes, of: 1440, unit: "minutes in a day")
        try checkDivisor("stepSeconds", stepSeconds, of: 300, unit: "seconds in five minutes")
        try checkDivisor("fundingHours", fundingHours, of: 24, unit: "hours in a day")
        guard barMinutes * 60 % stepSeconds == 0 else {
            throw SimulationError(
                .misaligned, "stepSeconds must divide a bar of \(barMinutes) minutes, was \(stepSeconds)")
        }
        // From year 2000 to 2100: the dates of perpetuals, with room.
        guard (946_684_800_000...4_102_444_800_000).contains(start.milliseconds),
            start.milliseconds % 86_400_000 == 0
        else {
            throw SimulationError(
                .misaligned, "start must be a midnight UTC between 2000 and 2100, was \(start)")
        }
        guard stepCount <= 4_000_000 else {
            throw SimulationError(
                .tooLarge,
                "days, warmUpHours and stepSeconds make \(stepCount) steps; at most 4000000 are allowed")
        }
    }

    /// Keeps 64-bit sums of ticks and lots, memory and time within bounds.
    private func checkScale() throws(SimulationError) {
        let hours = Double(days * 24 + warmUpHours)
        let entries = traders.entriesPerHour * hours
        guard entries <= 1_000_000 else {
            throw SimulationError(
                .tooLarge, "entriesPerHour over \(hours) hours make \(entries) entries; at most 1000000")
        }
        let (sizes, times) = (traders.notionalSpread, traders.hoursSpread)
        let size = 3 * traders.medianNotional * Elementary.exp(sizes * sizes / 2)
        let stay = min(hours, traders.medianHours * Elementary.exp(times * times / 2))
        let interest = traders.entriesPerHour * stay * size
        guard interest <= 1e12 else {
            throw SimulationError(
                .tooLarge,
                "entriesPerHour, medianNotional and medianHours make an open interest of up to \(interest); "
                    + "at most 1e12")
        }
    }

    private func checkDivisor(
        _ name: String, _ value: Int, of whole: Int, unit: String
    ) throws(SimulationError) {
        guard value > 0, whole % value == 0 else {
            throw SimulationError(.misaligned, "\(name) must divide the \(whole) \(unit), was \(value)")
        }
    }

    private func checkRegimes() throws(SimulationError) {
        for regime in regimes { try regime.check() }
        guard regimes.contains(where: { $0.weight > 0 }) else {
            throw SimulationError(.invalidRegimes, "one regime must have a weight above zero")
        }
        guard Set(regimes.map(\.name)).count == regimes.count else {
            throw SimulationError(.invalidRegimes, "the names of regimes must differ")
        }
    }
}
