/// One field of every row of a piece of clean text: where it starts and ends, and how to read it down the rows.
///
/// Going column by column instead of row by row keeps everything that a column's cells have in common out of the
/// loop: the rule, the number of decimals, the target. Every reader says `false` for whatever it does not expect, and
/// then has promised nothing: the careful reader decides what it means.
struct FieldColumn {
    /// The text that offsets refer to.
    let text: UnsafePointer<UInt8>
    /// The offset of the event that ends the field in the first row.
    let end: UnsafePointer<UInt32>
    /// Events between the one that ends the field and the one before it: one, two where a time holds a space.
    let before: Int
    /// Events of a row.
    let stride: Int
    /// How many rows there are, at least one.
    let rows: Int
    /// The byte that has to end the field.
    let mark: UInt8
    /// ``FieldColumn/makeMasks()``.
    let masks: UnsafePointer<UInt64>

    /// Words that keep the last `n - 32` of eight characters.
    static func makeMasks() -> UnsafeMutablePointer<UInt64> {
        let masks = UnsafeMutablePointer<UInt64>.allocate(capacity: 96)
        for index in 0..<96 {
            let kept = UInt64(min(8, max(0, index - 32)))
            masks[index] = kept == 0 ? 0 : UInt64.max << (64 - 8 * kept)
        }
        return masks
    }

    @inline(__always)
    private func mask(_ a: Int, _ b: Int) -> DigitPairs.Words {
        DigitPairs.Words(masks[a &+ 32], masks[b &+ 32])
    }

    /// A row's field.
    @inline(__always)
    func range(_ row: Int) -> (start: Int, end: Int) {
        let place = end + row &* stride
        return (Int(place[-before]) &+ 1, Int(place[0]))
    }

    /// Whether the field ends with its mark in every row.
    func isMarked() -> Bool {
        var odd: UInt8 = 0
        for row in 0..<rows { odd |= text[Int(end[row &* stride])] ^ mark }
        return odd == 0
    }

    /// Reads decimals that all have the same number of digits behind the point.
    ///
    /// - Parameters:
    ///   - decimals: digits behind the point, 1 to 8.
    ///   - isLong: whether there may be more than eight digits, up to fifteen.
    ///   - isSigned: whether there may be a minus sign.
    ///   - cells: one a row, and room for one more.
    /// - Returns: whether every field was such a decimal.
    @inline(__always)
    func decimals(
        _ decimals: Int, isLong: Bool, isSigned: Bool, into cells: UnsafeMutablePointer<Double>
    ) -> Bool {
        var pairs = DigitPairs()
        var odd: UInt8 = 0
        let power = SIMD2<Double>(repeating: DecimalNumber.powers[decimals])
        // Takes the whole part from a word that starts one character earlier, which closes the gap of the point.
        let whole = DigitPairs.Words(
            repeating: decimals >= 8 ? 0 : (UInt64(1) &<< UInt64(8 &* (8 &- decimals))) &- 1)
        let (least, spare) = (UInt(decimals + 2), UInt((isLong ? DigitPairs.digits : 8) - 1 - decimals))
        var (place, row) = (end, 0)
        while row < rows {
            let isPair = row &+ 1 < rows
            let other = isPair ? place + stride : place
            let (a, b) = (text + Int(place[0]), text + Int(other[0]))
            var lengthA = Int(place[0]) &- Int(place[-1]) &- 1
            var lengthB = Int(other[0]) &- Int(other[-1]) &- 1
            var sign = DigitPairs.Words()
            if isSigned {
                if (a - lengthA).pointee == UInt8(ascii: "-") { (lengthA, sign.x) = (lengthA &- 1, 1 &<< 63) }
                if (b - lengthB).pointee == UInt8(ascii: "-") { (lengthB, sign.y) = (lengthB &- 1, 1 &<< 63) }
            }
            guard UInt(bitPattern: lengthA) &- least <= spare, UInt(bitPattern: lengthB) &- least <= spare
            else { return false }
            odd |= (a[0] ^ mark) | (b[0] ^ mark)
            odd |= (a[-1 &- decimals] ^ UInt8(ascii: ".")) | (b[-1 &- decimals] ^ UInt8(ascii: "."))
            let behind = DigitPairs.load(a, b, -8)
            let low = pairs.digits(
                behind ^ ((DigitPairs.load(a, b, -9) ^ behind) & whole), mask(lengthA &- 1, lengthB &- 1))
            var numbers = DigitPairs.numbers(low)
            if isLong {
                let high = pairs.digits(DigitPairs.load(a, b, -17), mask(lengthA &- 9, lengthB &- 9))
                numbers = (DigitPairs.numbers(high) & 0xFFFF_FFFF) &* 100_000_000 &+ numbers
            }
            // Both are exact, so that the quotient is rounded once (Clinger 1990).
            var values = DigitPairs.doubles(numbers) / power
            if isSigned {
                let bits = unsafeBitCast(values, to: DigitPairs.Words.self) | sign
                values = unsafeBitCast(bits, to: SIMD2<Double>.self)
            }
            UnsafeMutableRawPointer(cells + row).storeBytes(of: values, as: SIMD2<Double>.self)
            place = other + stride
            row &+= 2
        }
        return pairs.isClean && odd == 0
    }

    /// Reads whole numbers of 1 to 16 digits.
    ///
    /// - Parameter take: gets a row, and the numbers of that and the next row; the last of them may be the next of none.
    /// - Returns: whether every field was such a number.
    @inline(__always)
    func integers(_ take: (Int, DigitPairs.Words) -> Void) -> Bool {
        var pairs = DigitPairs()
        var odd: UInt8 = 0
        var (place, row) = (end, 0)
        while row < rows {
            let isPair = row &+ 1 < rows
            let other = isPair ? place + stride : place
            let (a, b) = (text + Int(place[0]), text + Int(other[0]))
            let lengthA = Int(place[0]) &- Int(place[-1]) &- 1
            let lengthB = Int(other[0]) &- Int(other[-1]) &- 1
            guard UInt(bitPattern: lengthA) &- 1 < 16, UInt(bitPattern: lengthB) &- 1 < 16 else {
                return false
            }
            odd |= (a[0] ^ mark) | (b[0] ^ mark)
            let low = pairs.digits(DigitPairs.load(a, b, -8), mask(lengthA, lengthB))
            let high = pairs.digits(DigitPairs.load(a, b, -16), mask(lengthA &- 8, lengthB &- 8))
            take(row, DigitPairs.numbers(high, low))
            place = other + stride
            row &+= 2
        }
        return pairs.isClean && odd == 0
    }
}
