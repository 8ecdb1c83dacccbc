extension LeverageMix {
    /// Log-normal around 3x (median 3, σ of the logarithm 1): what realised liquidations support.
    ///
    /// - Source: scores of maps against published liquidations of BTC and ETH, 2024-11 to 2026-02: a mix with
    ///   median 15x predicts 60 to 100 times the reported volume, one around 3x 3 to 11 times.
    public static func measured(on ladder: Ladder) -> LeverageMix {
        logNormal(on: ladder, median: 3, sigma: 1)
    }

    /// The same weight on every rung.
    public static func uniform(on ladder: Ladder) -> LeverageMix {
        LeverageMix(unchecked: ladder.leverages.map { _ in 1 })
    }

    /// Log-normal weights over a ladder.
    ///
    /// - Parameters:
    ///   - ladder: the rungs.
    ///   - median: the leverage that half of the weight lies below, were the ladder dense and endless.
    ///   - sigma: standard deviation of the leverage's logarithm, above zero.
    /// - Returns: weights whose largest is 1: only proportions matter, and far from the median all would vanish.
    public static func logNormal(on ladder: Ladder, median: Double, sigma: Double) -> LeverageMix {
        precondition(
            median > 0 && median.isFinite && sigma > 0, "median and sigma must be above zero, median finite")
        let distances = ladder.leverages.map { abs(Elementary.log($0) - Elementary.log(median)) / sigma }
        let least = distances.min() ?? 0
        return LeverageMix(
            unchecked: distances.map { $0 == least ? 1 : Elementary.exp((least - $0) * (least + $0) / 2) })
    }
}
