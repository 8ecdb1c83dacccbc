/// `exp` and `ln` from additions, multiplications and divisions alone.
///
/// The C library's versions may differ in the last bit from machine to machine; IEEE arithmetic does not. So the
/// same plan gives the same bytes everywhere. Both are good to a relative error of 1e-14, which is far more than
/// a random draw needs.
package enum PortableMath {
    private static let ln2 = 0.693_147_180_559_945_3
    // ln 2 in two parts: the first has enough zero bits at its end for `k · high` to be exact.
    private static let ln2High = 0.693_147_180_369_123_8
    private static let ln2Low = 1.908_214_929_270_587_7e-10

    /// e to the power of `x`; 0 below -700, where a draw no longer means anything.
    ///
    /// - Precondition: `x` is at most 700.
    /// - Complexity: O(1).
    package static func exponential(_ x: Double) -> Double {
        precondition(x <= 700, "exponent must be at most 700, was \(x)")
        guard x >= -700 else { return 0 }
        let k = (x / ln2).rounded()
        let r = (x - k * ln2High) - k * ln2Low
        // Taylor to the 14th power on |r| ≤ 0.35: the rest is below 1e-18.
        var sum = 1.0
        var n = 14.0
        while n >= 1 {
            sum = 1 + sum * r / n
            n -= 1
        }
        return Double(sign: .plus, exponent: Int(k), significand: sum)
    }

    /// The natural logarithm.
    ///
    /// - Precondition: `x` is a normal number above zero.
    /// - Complexity: O(1).
    package static func logarithm(_ x: Double) -> Double {
        precondition(x.isNormal && x > 0, "logarithm needs a number above zero, was \(x)")
        let isUpper = x.significand > 1.414_213_562_373_095_1
        let k = Double(x.exponent) + (isUpper ? 1 : 0)
        let m = isUpper ? x.significand / 2 : x.significand
        // ln m = 2 artanh(s) with |s| ≤ 0.172: the term in s²⁵ is below 1e-20.
        let s = (m - 1) / (m + 1)
        let square = s * s
        var sum = 0.0
        var n = 23.0
        while n >= 1 {
            sum = sum * square + 1 / n
            n -= 2
        }
        return k * ln2High + (2 * s * sum + k * ln2Low)
    }
}
