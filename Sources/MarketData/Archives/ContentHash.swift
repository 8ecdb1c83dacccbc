/// SHA-256: says which bytes took part in a result, and whether they are the ones that a publisher means.
///
/// Written here because a cryptography package would double the time of a build for one function.
/// - Source: FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3, 6.2.
package struct ContentHash: ~Copyable {
    private var hash = ContentHash.initial
    private var count: UInt64 = 0
    /// Bytes that do not fill a block yet.
    private var rest: [UInt8] = []

    /// The hash of no bytes yet.
    package init() {}

    /// The hash of some bytes in lower-case hexadecimal, 64 digits.
    package static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var hash = ContentHash()
        Array(bytes).withUnsafeBytes { hash.add($0) }
        return hash.finish()
    }

    /// Adds bytes.
    ///
    /// - Complexity: O(n), some 300 MB a second.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        count += UInt64(bytes.count)
        var bytes = bytes[...]
        if !rest.isEmpty {
            let missing = bytes.prefix(64 - rest.count)
            rest.append(contentsOf: missing)
            bytes = bytes.dropFirst(missing.count)
            guard rest.count == 64 else { return }
            rest.withUnsafeBytes { ContentHash.compress($0, into: &hash) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = bytes.prefix(bytes.count & ~63)
        ContentHash.compress(UnsafeRawBufferPointer(rebasing: whole), into: &hash)
        rest.append(contentsOf: bytes.dropFirst(whole.count))
    }

    /// The hash in lower-case hexadecimal, 64 digits.
    package consuming func finish() -> String {
        let bits = count * 8
        var end: [UInt8] = [0x80]
        while (rest.count + end.count) % 64 != 56 { end.append(0) }
        for shift in stride(from: 56, through: 0, by: -8) {
            end.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift)))
        }
        end.withUnsafeBytes { add($0) }
        return hash.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    /// Takes whole blocks of 64 bytes.
    private static func compress(_ bytes: UnsafeRawBufferPointer, into hash: inout [UInt32]) {
        constants.withUnsafeBufferPointer { constants in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
                var h = SIMD8(hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7])
                for block in stride(from: 0, to: bytes.count, by: 64) {
                    for t in 0..<16 {
                        w[t] = UInt32(
                            bigEndian: bytes.loadUnaligned(fromByteOffset: block + 4 * t, as: UInt32.self))
                    }
                    for t in 16..<64 {
                        let s0 = rotate(w[t &- 15], 7) ^ rotate(w[t &- 15], 18) ^ (w[t &- 15] &>> 3)
                        let s1 = rotate(w[t &- 2], 17) ^ rotate(w[t &- 2], 19) ^ (w[t &- 2] &>> 10)
                        w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
                    }
                    h &+= rounds(h, w, constants)
                }
                for i in hash.indices { hash[i] = h[i] }
            }
        }
    }

    @inline(__always)
    private static func rounds(
        _ start: SIMD8<UInt32>, _ w: UnsafeMutableBufferPointer<UInt32>, _ k: UnsafeBufferPointer<UInt32>
    ) -> SIMD8<UInt32> {
        var (a, b, c, d) = (start[0], start[1], start[2], start[3])
        var (e, f, g, h) = (start[4], start[5], start[6], start[7])
        for t in 0..<64 {
            let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
            let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[t] &+ w[t]
            let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
            let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
            (h, g, f, e) = (g, f, e, d &+ t1)
            (d, c, b, a) = (c, b, a, t1 &+ t2)
        }
        return SIMD8(a, b, c, d, e, f, g, h)
    }

    @inline(__always)
    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word &>> count | word &<< (32 &- count)
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
