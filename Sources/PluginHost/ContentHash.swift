/// SHA-256 of a plugin's source: says which text took part in a result.
///
/// Written here because a cryptography package would double the time of a build for one function.
/// - Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3, 6.2.
package enum ContentHash {
    /// The hash of some bytes in lower-case hexadecimal, 64 digits.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var message = Array(bytes)
        let bits = UInt64(message.count) * 8
        message.append(0x80)
        while message.count % 64 != 56 { message.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            message.append(UInt8(truncatingIfNeeded: bits >> shift))
        }
        var hash = initial
        for block in stride(from: 0, to: message.count, by: 64) {
            compress(message[block..<(block + 64)], into: &hash)
        }
        return hash.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private static func compress(_ block: ArraySlice<UInt8>, into hash: inout [UInt32]) {
        var w = [UInt32](repeating: 0, count: 64)
        for t in 0..<16 {
            for byte in 0..<4 { w[t] = w[t] << 8 | UInt32(block[block.startIndex + 4 * t + byte]) }
        }
        for t in 16..<64 {
            let s0 = rotate(w[t - 15], 7) ^ rotate(w[t - 15], 18) ^ (w[t - 15] >> 3)
            let s1 = rotate(w[t - 2], 17) ^ rotate(w[t - 2], 19) ^ (w[t - 2] >> 10)
            w[t] = w[t - 16] &+ s0 &+ w[t - 7] &+ s1
        }
        var v = hash
        for t in 0..<64 {
            let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
            let choice = (v[4] & v[5]) ^ (~v[4] & v[6])
            let t1 = v[7] &+ s1 &+ choice &+ constants[t] &+ w[t]
            let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
            let majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2])
            v = [t1 &+ s0 &+ majority, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
        }
        for i in hash.indices { hash[i] &+= v[i] }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    private static let primes: [UInt64] = {
        (2...311).filter { n in !(2..<n).contains { n % $0 == 0 } }.map(UInt64.init)
    }()

    /// The first 32 bits of the fractions of the square roots of the first 8 primes.
    private static let initial: [UInt32] = primes.prefix(8).map { fraction(of: $0, power: 2) }

    /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = primes.map { fraction(of: $0, power: 3) }

    /// floor(2^32 · n^(1/power)) mod 2^32, by bisection in whole numbers.
    private static func fraction(of n: UInt64, power: Int) -> UInt32 {
        var (low, high) = (UInt128(0), UInt128(1) << 40)
        let target = UInt128(n) << (32 * UInt128(power))
        while high - low > 1 {
            let middle = (low + high) / 2
            let value = (1..<power).reduce(middle) { product, _ in product * middle }
            if value <= target { low = middle } else { high = middle }
        }
        return UInt32(truncatingIfNeeded: low)
    }
}
