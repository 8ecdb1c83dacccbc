import Glibc

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
    /// The number of rows, at least one.
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

extension FieldColumn {
    /// The form that a column's cells had last time, and probably have again; it changes speed, never a result.
    struct Habit {
        /// Digits behind the point; 0 where cells have none.
        var decimals = 1
        var isLong = false
        var isSigned = false
    }

    /// The form in which a column's cells were found.
    enum Cells {
        /// Digits, a point and a sign, none of them blank.
        case digits
        /// Plain decimals of any form, and blank cells.
        case any
    }

    /// Reads numbers, whatever they look like; blank cells become NaN.
    ///
    /// - Returns: `nil` where a field is neither a plain decimal nor blank.
    func numbers(_ habit: inout Habit, into cells: UnsafeMutablePointer<Double>) -> Cells? {
        if sameDecimals(habit, into: cells) { return .digits }
        learn(&habit)
        if sameDecimals(habit, into: cells) { return .digits }
        return anyDecimals(into: cells) ? .any : nil
    }

    private func sameDecimals(_ habit: Habit, into cells: UnsafeMutablePointer<Double>) -> Bool {
        // Each combination is compiled on its own, so that none pays for another.
        switch (habit.decimals, habit.isLong, habit.isSigned) {
        case (0, _, false): integers(into: cells)
        // A digit, a point and eight more are long: what is short has at most seven behind the point.
        case (1...7, false, false): decimals(habit.decimals, isLong: false, isSigned: false, into: cells)
        case (1...8, true, false): decimals(habit.decimals, isLong: true, isSigned: false, into: cells)
        case (1...8, _, true): decimals(habit.decimals, isLong: true, isSigned: true, into: cells)
        default: false
        }
    }

    private func integers(into cells: UnsafeMutablePointer<Double>) -> Bool {
        var isExact = true
        let areDigits = integers { row, numbers in
            isExact = isExact && numbers.x < 1 << 52 && numbers.y < 1 << 52
            UnsafeMutableRawPointer(cells + row).storeBytes(
                of: DigitPairs.doubles(numbers), as: SIMD2<Double>.self)
        }
        return areDigits && isExact
    }

    /// Looks at the cells once.
    private func learn(_ habit: inout Habit) {
        habit = Habit(decimals: 0)
        for row in 0..<rows {
            let (start, end) = range(row)
            guard start < end else { continue }
            let point = memchr(text + start, Int32(UInt8(ascii: ".")), end - start)
            let decimals = point.map { UnsafeRawPointer(text + end) - UnsafeRawPointer($0) - 1 } ?? 0
            habit.decimals = max(habit.decimals, decimals)
            habit.isLong = habit.isLong || end - start > 9
            habit.isSigned = habit.isSigned || text[start] == UInt8(ascii: "-")
        }
    }

    private func anyDecimals(into cells: UnsafeMutablePointer<Double>) -> Bool {
        for row in 0..<rows {
            let (start, end) = range(row)
            if start == end {
                cells[row] = .nan
            } else {
                guard let value = DecimalNumber.parse(text + start, end &- start) else { return false }
                cells[row] = value
            }
        }
        return isMarked()
    }

    /// Reads instants as milliseconds, and the unit that all of them have.
    ///
    /// - Parameters:
    ///   - isSpaced: whether a space parts date and time.
    ///   - mayCut: whether microseconds that are no whole millisecond are cut; else they are refused.
    ///   - times: one a row, and room for one more.
    /// - Returns: `nil` where the unit changes or a field is no instant.
    func times(isSpaced: Bool, mayCut: Bool, into times: UnsafeMutablePointer<Int64>) -> TimeUnit? {
        if isSpaced { return clockTimes(into: times) ? .text : nil }
        let areNumbers = integers { row, numbers in
            UnsafeMutableRawPointer(times + row).storeBytes(of: numbers, as: DigitPairs.Words.self)
        }
        guard areNumbers else { return textTimes(into: times) ? .text : nil }
        var (least, most) = (times[0], times[0])
        for row in 0..<rows { (least, most) = (min(least, times[row]), max(most, times[row])) }
        // Units are ranges of size, so that the extremes speak for all.
        let unit = TimeUnit(magnitude: least)
        var isSame = unit == TimeUnit(magnitude: most)
        switch unit {
        case .milliseconds: return isSame ? unit : nil
        case .seconds where isSame && TimeUnit(instant: Double(least)) != nil:
            for row in 0..<rows { times[row] &*= 1000 }
            return unit
        case .microseconds:
            for row in 0..<rows {
                let time = times[row] / 1000
                isSame = isSame && (mayCut || time &* 1000 == times[row])
                times[row] = time
            }
            return isSame ? unit : nil
        default: return nil
        }
    }

    /// Reads the instants at which bars close as milliseconds, whatever the unit of all of them.
    ///
    /// - Returns: whether there are any: false where all are blank; `nil` where the careful reader has to look.
    func closes(into times: UnsafeMutablePointer<Int64>) -> Bool? {
        let areNumbers = integers { row, numbers in
            UnsafeMutableRawPointer(times + row).storeBytes(of: numbers, as: DigitPairs.Words.self)
        }
        guard areNumbers else {
            return (0..<rows).allSatisfy({ range($0).start == range($0).end }) && isMarked() ? false : nil
        }
        var (least, most) = (times[0], times[0])
        for row in 0..<rows { (least, most) = (min(least, times[row]), max(most, times[row])) }
        let unit = TimeUnit(magnitude: least)
        guard unit == TimeUnit(magnitude: most) else { return nil }
        if unit == .milliseconds { return true }
        guard unit == .microseconds else { return nil }
        for row in 0..<rows { times[row] /= 1000 }
        return true
    }

    private func textTimes(into times: UnsafeMutablePointer<Int64>) -> Bool {
        for row in 0..<rows {
            let (start, end) = range(row)
            guard let time = TextTime.parse(text + start, end - start) else { return false }
            times[row] = time
        }
        return isMarked()
    }

    /// `YYYY-MM-DD HH:MM:SS`: the date is read again only when it changes.
    private func clockTimes(into times: UnsafeMutablePointer<Int64>) -> Bool {
        var (year, rest, midnight): (UInt64, UInt32, Int64) = (0, 0, 0)
        for row in 0..<rows {
            let (start, end) = range(row)
            let cell = UnsafeRawPointer(text + start)
            guard end - start == 19, text[start + 10] == UInt8(ascii: " ") else {
                guard let time = TextTime.parse(text + start, end - start) else { return false }
                times[row] = time
                continue
            }
            let word = cell.loadUnaligned(as: UInt64.self)
            let next = cell.loadUnaligned(fromByteOffset: 7, as: UInt32.self)
            if word != year || next != rest {
                guard let date = TextTime.parse(text + start, 10) else { return false }
                (year, rest, midnight) = (word, next, date)
            }
            guard let clock = TextTime.clock(text + start + 11) else { return false }
            times[row] = midnight + clock
        }
        return isMarked()
    }

    /// Reads `true` and `false` as 1 and 0.
    func flags(into cells: UnsafeMutablePointer<Double>) -> Bool {
        for row in 0..<rows {
            let (start, end) = range(row)
            guard let flag = Flag.parse(text + start, end &- start) else { return false }
            cells[row] = flag ? 1 : 0
        }
        return isMarked()
    }

    /// Whether all fields are whole numbers or blank.
    func areWhole() -> Bool {
        if integers({ _, _ in }) { return true }
        for row in 0..<rows {
            let (start, end) = range(row)
            guard start < end else { continue }
            guard case .value = WholeNumber.parse(text + start, end - start) else { return false }
        }
        return isMarked()
    }

    /// Whether all fields are the same as in the first row.
    func areSame() -> Bool {
        let (first, firstEnd) = range(0)
        for row in 1..<max(1, rows) {
            let (start, end) = range(row)
            guard end - start == firstEnd - first, memcmp(text + start, text + first, end - start) == 0
            else { return false }
        }
        return isMarked()
    }
}

/// Turns the digits of two fields into numbers at once, without a loop over digits and without a branch.
///
/// Each field is loaded backwards from its end in words of eight characters, so that the last digit is always in the
/// same place whatever the length; a mask cuts away what stands before the field.
struct DigitPairs {
    /// One word of eight characters of each of two fields.
    typealias Words = SIMD2<UInt64>

    /// Sums up everything that was no digit; see ``isClean``.
    private var odd = Words()

    /// Whether every character so far was a digit.
    @inline(__always) var isClean: Bool { (odd.x | odd.y) & 0x8080_8080_8080_8080 == 0 }

    /// The longest mantissa in digits: below 2⁵², so that it becomes a `Double` by writing it into one's low bits.
    static let digits = 15

    /// Loads the eight characters at a distance from the ends of two fields.
    @inline(__always)
    static func load(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ distance: Int) -> Words {
        Words(
            UnsafeRawPointer(a + distance).loadUnaligned(as: UInt64.self).littleEndian,
            UnsafeRawPointer(b + distance).loadUnaligned(as: UInt64.self).littleEndian)
    }

    /// Characters as digits 0 to 9, those outside the mask as 0; what is no digit is remembered.
    @inline(__always)
    mutating func digits(_ characters: Words, _ mask: Words) -> Words {
        let digits = (characters ^ 0x3030_3030_3030_3030) & mask
        odd |= digits | (digits &+ 0x7676_7676_7676_7676)
        return digits
    }

    /// The numbers of eight digits each.
    @inline(__always)
    static func numbers(_ digits: Words) -> Words {
        let ones = unsafeBitCast(digits, to: SIMD8<UInt16>.self)
        let pairs = unsafeBitCast((ones & 0x00FF) &* 10 &+ (ones &>> 8), to: SIMD4<UInt32>.self)
        // Masks that take nothing away tell the compiler that 16 bits are enough to multiply.
        let fours = unsafeBitCast((pairs & 0x7F) &* 100 &+ (pairs &>> 16), to: Words.self)
        return (fours & 0xFFFF_FFFF) &* 10_000 &+ (fours &>> 32)
    }

    /// The numbers of up to sixteen digits, of which the first eight are in `high`.
    @inline(__always)
    static func numbers(_ high: Words, _ low: Words) -> Words {
        (numbers(high) & 0xFFFF_FFFF) &* 100_000_000 &+ numbers(low)
    }

    /// Whole numbers below 2⁵² as doubles, exactly.
    @inline(__always)
    static func doubles(_ numbers: Words) -> SIMD2<Double> {
        unsafeBitCast(numbers | 0x4330_0000_0000_0000, to: SIMD2<Double>.self) - 4_503_599_627_370_496
    }
}
