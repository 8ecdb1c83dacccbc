import PlainText

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
        guard let start = bytes.baseAddress else { return }
        constants.withUnsafeBufferPointer { constants in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
                guard let w = words.baseAddress, let k = constants.baseAddress else { return }
                var state = SIMD8(hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], hash[6], hash[7])
                for block in stride(from: 0, to: bytes.count, by: 64) {
                    expand(start + block, k, into: w)
                    state &+= rounds(state, w)
                }
                for i in hash.indices { hash[i] = state[i] }
            }
        }
    }

    /// The message schedule of a block, each word with its constant added.
    @inline(__always)
    private static func expand(
        _ block: UnsafeRawPointer, _ k: UnsafePointer<UInt32>, into w: UnsafeMutablePointer<UInt32>
    ) {
        for t in 0..<16 {
            w[t] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 &* t, as: UInt32.self))
        }
        for t in 16..<64 {
            let s0 = rotate(w[t &- 15], 7) ^ rotate(w[t &- 15], 18) ^ (w[t &- 15] &>> 3)
            let s1 = rotate(w[t &- 2], 17) ^ rotate(w[t &- 2], 19) ^ (w[t &- 2] &>> 10)
            w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
        }
        for t in 0..<64 { w[t] &+= k[t] }
    }

    @inline(__always)
    private static func rounds(_ start: SIMD8<UInt32>, _ w: UnsafeMutablePointer<UInt32>) -> SIMD8<UInt32> {
        var (a, b, c, d) = (start[0], start[1], start[2], start[3])
        var (e, f, g, h) = (start[4], start[5], start[6], start[7])
        // Eight rounds at a time, each with the names one further on, so that nothing has to be moved.
        for t in stride(from: 0, to: 64, by: 8) {
            round(a, b, c, &d, e, f, g, &h, w[t])
            round(h, a, b, &c, d, e, f, &g, w[t &+ 1])
            round(g, h, a, &b, c, d, e, &f, w[t &+ 2])
            round(f, g, h, &a, b, c, d, &e, w[t &+ 3])
            round(e, f, g, &h, a, b, c, &d, w[t &+ 4])
            round(d, e, f, &g, h, a, b, &c, w[t &+ 5])
            round(c, d, e, &f, g, h, a, &b, w[t &+ 6])
            round(b, c, d, &e, f, g, h, &a, w[t &+ 7])
        }
        return SIMD8(a, b, c, d, e, f, g, h)
    }

    @inline(__always)
    private static func round(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ word: UInt32
    ) {
        let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        let t1 = h &+ s1 &+ (g ^ (e & (f ^ g))) &+ word
        let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        d &+= t1
        h = t1 &+ s0 &+ ((a & b) | (c & (a | b)))
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

/// The file that some publishers put beside each of theirs: `name.zip.CHECKSUM` with the SHA-256 of `name.zip`.
///
/// One line, the hash in hexadecimal, white space, the name: what `sha256sum` writes.
enum Checksum {
    /// The ending of the names of such files.
    static let ending = ".CHECKSUM"

    /// Compares a file with the checksum beside it; a missing one is fine.
    ///
    /// - Throws: ``DataError`` `.badInput` naming both where the checksum is of other bytes, of another file, or is
    ///   none.
    static func verify(_ path: String, limits: Limits) throws(DataError) {
        let beside = path + ending
        guard FileSystem.isThere(beside) else { return }
        let text = try Bytes.all(of: FileStream(beside, limits: limits), file: beside)
        let words = String(decoding: text.raw.prefix(4096), as: UTF8.self).split(
            whereSeparator: \.isWhitespace)
        guard let told = words.first?.lowercased(), told.utf8.count == 64, told.allSatisfy(\.isHexDigit),
            words.count <= 2
        else {
            throw DataError(.badInput, file: beside, "is not a SHA-256 and a file name")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        // `sha256sum -b` puts a star before the name.
        if let other = words.dropFirst().first, other.drop(while: { $0 == "*" }) != name {
            throw DataError(
                .badInput, file: beside,
                "is the checksum of \(Echo.quoted(other.utf8)), not of \(Echo.quoted(name.utf8))")
        }
        let found = try sha256(path, limits: limits)
        guard found == told else {
            throw DataError(
                .badInput, file: path, "SHA-256 is \(found), but \(Echo.name(beside)) says \(told)",
                hint: "one of the two is damaged, fetch both again")
        }
    }

    private static func sha256(_ path: String, limits: Limits) throws(DataError) -> String {
        let stream = try FileStream(path, limits: limits)
        guard let room = Bytes(capacity: TextPieces.size) else {
            throw DataError(.limit, file: path, "no memory for a piece of it")
        }
        var hash = ContentHash()
        while true {
            let step = try stream.read(into: room.free)
            if step == 0 { return hash.finish() }
            hash.add(UnsafeRawBufferPointer(rebasing: room.free[..<step]))
        }
    }
}
