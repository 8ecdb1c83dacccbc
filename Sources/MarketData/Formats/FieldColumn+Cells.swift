import Glibc

extension FieldColumn {
    /// What a column's cells looked like last time, which they will again; it changes speed, never a result.
    struct Habit {
        /// Digits behind the point; 0 where cells have none.
        var decimals = 1
        var isLong = false
        var isSigned = false
    }

    /// What a column's cells turned out to be.
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
