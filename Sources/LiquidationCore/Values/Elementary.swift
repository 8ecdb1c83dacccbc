/// Logarithm and exponential from arithmetic alone, so that every machine gives the same bits: the C library's
/// may differ in the last one. Within 2 ulp of the exact value over the ranges that prices and leverages need.
package enum Elementary {
    /// The natural logarithm of a finite number above zero.
    package static func log(_ x: Double) -> Double {
        precondition(x > 0 && x.isFinite, "log of a number that is not positive and finite")
        // x = 2^e · m with m within a factor √2 of 1; ln m = 2·atanh(z), z = (m − 1)/(m + 1), |z| < 0.172.
        var exponent = x.exponent
        var mantissa = x.significand
        if mantissa > 1.414_213_562_373_095_1 {
            mantissa /= 2
            exponent += 1
        }
        let z = (mantissa - 1) / (mantissa + 1)
        let square = z * z
        var sum = 0.0
        var divisor = 23.0
        while divisor >= 3 {
            sum = (sum + 1 / divisor) * square
            divisor -= 2
        }
        return Double(exponent) * ln2High + (2 * z + (2 * z * sum + Double(exponent) * ln2Low))
    }

    /// e to the power `x`; zero below −745, precondition at 709.
    package static func exp(_ x: Double) -> Double {
        precondition(x < 709, "exp would overflow")
        guard x > -745 else { return 0 }
        // x = k·ln2 + r with |r| ≤ 0.347; a Taylor polynomial of degree 17 is exact to the last bit there.
        let k = (x / ln2).rounded()
        let r = (x - k * ln2High) - k * ln2Low
        var sum = 1.0
        var degree = 17.0
        while degree >= 1 {
            sum = 1 + sum * r / degree
            degree -= 1
        }
        // In two steps, because 2^k alone leaves the range of normal numbers near the lower end.
        let half = Int(k) / 2
        return sum * power(of2: half) * power(of2: Int(k) - half)
    }

    /// The natural logarithm of two.
    static let ln2 = 0.693_147_180_559_945_3
    // ln2 in two parts: the high one has 21 zero bits at its end, so that its product with an exponent is exact.
    private static let ln2High = 6.931_471_803_691_238e-01
    private static let ln2Low = 1.908_214_929_270_587_7e-10

    private static func power(of2 exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }
}
