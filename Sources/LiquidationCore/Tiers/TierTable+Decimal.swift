extension TierTable {
    /// The amounts of ``continuousAmounts(floors:rates:)``, rounded once instead of at every bracket.
    ///
    /// Venues publish floors without decimals and rates of at most six: their sums are exact in whole millionths,
    /// so that the amounts are, to the last bit, the decimals that venues print.
    /// - Returns: one amount for each rate; those of ``continuousAmounts(floors:rates:)`` where a floor or a rate
    ///   has more decimals, or the sums are too large.
    /// - Precondition: as many floors as rates.
    public static func decimalAmounts(floors: [Double], rates: [Double]) -> [Double] {
        let plain = continuousAmounts(floors: floors, rates: rates)
        var (sum, below) = (0, 0)
        var amounts: [Double] = []
        for (floor, rate) in zip(floors, rates) {
            let millionths = (rate * 1e6).rounded()
            guard millionths / 1e6 == rate, let floor = Int(exactly: floor), rate < 1e6 else { return plain }
            let (step, isLarge) = floor.multipliedReportingOverflow(by: Int(millionths) - below)
            let (next, isTooLarge) = sum.addingReportingOverflow(amounts.isEmpty ? 0 : step)
            guard !isLarge, !isTooLarge, next.magnitude < 1 << 53 else { return plain }
            (sum, below) = (next, Int(millionths))
            amounts.append(Double(sum) / 1e6)
        }
        return amounts
    }
}
