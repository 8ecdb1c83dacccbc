import PlainText

/// Steps of an axis that people like to read.
enum AxisStep {
    private static let mantissas: [Double] = [1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 7.5, 10]
    private static let coarse: [Double] = [1, 2, 2.5, 5, 10]

    /// The smallest round number that is at least `least`.
    ///
    /// Where `isCoarse`, only 1, 2, 2.5 and 5 times a power of ten, as for the labels of an axis.
    /// - Precondition: `least` is above zero and finite.
    static func round(atLeast least: Double, isCoarse: Bool = false) -> Double {
        precondition(least > 0 && least.isFinite, "a step must be above zero")
        var exponent = 0
        while exponent < 300, scale(exponent + 1) <= least { exponent += 1 }
        while exponent > -300, scale(exponent) > least { exponent -= 1 }
        let choices = isCoarse ? coarse : mantissas
        for mantissa in choices {
            let step = mantissa * 100 * scale(exponent) / 100
            if step >= least * (1 - 1e-12) { return step }
        }
        return scale(exponent + 1)
    }

    private static func scale(_ exponent: Int) -> Double {
        exponent >= 0 ? NumberText.power(exponent) : 1 / NumberText.power(-exponent)
    }
}
