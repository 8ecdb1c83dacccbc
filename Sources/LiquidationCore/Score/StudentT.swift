/// Student's t with six degrees of freedom, centred and of unit scale.
///
/// Liquidations of a bar have heavy tails: a fact of the data, so that the freedom is fixed; a fitted one is fragile. With
/// an even number the distribution has a closed form.
enum StudentT {
    /// Degrees of freedom.
    static let freedom = 6.0
    /// The logarithm of the density at zero: log(15 / (16 √6)).
    static let logPeak = -0.960_418_255_751_598_6

    /// The logarithm of the density.
    static func logDensity(_ x: Double) -> Double {
        logPeak - (freedom + 1) / 2 * Elementary.log(1 + x * x / freedom)
    }

    /// The probability of being below `x`, to full relative precision in the lower tail.
    static func below(_ x: Double) -> Double {
        let tail = farther(than: abs(x)) / 2
        return x < 0 ? tail : 1 - tail
    }

    /// The probability of being farther from zero than `x` on either side.
    private static func farther(than x: Double) -> Double {
        let cosine = freedom / (freedom + x * x)
        let sine = (1 - cosine).squareRoot()
        // 1 − sin·(1 + cos²/2 + 3/8 cos⁴), where the sum is the begin of the series of 1/sin. Far out the rest of that series is
        // all that is left, and is summed itself.
        guard cosine < 0.25 else { return 1 - sine * (1 + cosine * (0.5 + 0.375 * cosine)) }
        var (sum, term, order) = (0.0, 0.3125 * cosine * cosine * cosine, 3.0)
        while term > sum * 1e-17 {
            sum += term
            term *= cosine * (2 * order + 1) / (2 * order + 2)
            order += 1
        }
        return sine * sum
    }
}
