import LiquidationCore

/// Seeded random numbers: xoshiro256** whose state is filled by SplitMix64.
///
/// - Source: Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021, and the public-domain
///   reference code at prng.di.unimi.it; Knuth, "The Art of Computer Programming" 2, 3.4.1 (polar method,
///   Poisson by products).
package struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)
    private var spare: Double?

    /// A stream by its seed.
    ///
    /// - Parameters:
    ///   - seed: any number.
    ///   - stream: streams of one seed are unrelated to each other.
    package init(seed: UInt64, stream: UInt64 = 0) {
        var word = seed &+ stream &* 0xD1B5_4A32_D192_ED03
        self.init(state: (Self.mix(&word), Self.mix(&word), Self.mix(&word), Self.mix(&word)))
    }

    /// A stream by the four words of its state.
    ///
    /// - Precondition: not all words are zero.
    package init(state: (UInt64, UInt64, UInt64, UInt64)) {
        precondition(state.0 | state.1 | state.2 | state.3 != 0)
        self.state = state
    }

    /// The next word of SplitMix64.
    package static func mix(_ word: inout UInt64) -> UInt64 {
        word &+= 0x9E37_79B9_7F4A_7C15
        var z = word
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = ((product << 7) | (product >> 57)) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = (state.3 << 45) | (state.3 >> 19)
        return result
    }

    /// A number in `0 ..< 1`, a multiple of 2⁻⁵³.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Whether an event of a probability happens.
    package mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// A draw from the standard normal distribution, by the polar method.
    package mutating func normal() -> Double {
        if let kept = spare {
            spare = nil
            return kept
        }
        while true {
            let (u, v) = (2 * uniform() - 1, 2 * uniform() - 1)
            let square = u * u + v * v
            guard square > 1e-300, square < 1 else { continue }
            let factor = (-2 * Elementary.log(square) / square).squareRoot()
            spare = v * factor
            return u * factor
        }
    }

    /// A draw whose logarithm is normal.
    ///
    /// - Parameters:
    ///   - median: half of the draws lie below it.
    ///   - spread: standard deviation of the logarithm.
    /// - Returns: a number above zero.
    package mutating func logNormal(median: Double, spread: Double) -> Double {
        median * Elementary.exp(spread * normal())
    }

    /// How many events happen where `mean` are expected.
    ///
    /// - Precondition: `mean` lies in 0...500.
    /// - Complexity: O(mean).
    package mutating func poisson(mean: Double) -> Int {
        precondition((0...500).contains(mean))
        let floor = Elementary.exp(-mean)
        var (count, product) = (0, uniform())
        while product > floor {
            count += 1
            product *= uniform()
        }
        return count
    }

    /// An index drawn by weight.
    ///
    /// - Precondition: weights are finite and not negative, and one is above zero.
    /// - Complexity: O(n).
    package mutating func index(weights: [Double]) -> Int {
        var left = uniform() * weights.reduce(0, +)
        var last = 0
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = index
            left -= weight
            if left < 0 { return index }
        }
        return last
    }
}
