// The times of rows: their unit, or the order of day and month, is that of the rows before.
extension RowReader {
    /// The instant of a time cell in milliseconds; `nil` where it breaks a rule, unit changes included.
    @inline(__always)
    mutating func instant(_ field: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
        guard case .value(let number) = WholeNumber.parse(field, length) else {
            if table.unit == nil || table.unit == .text, let value = TextTime.parse(field, length) {
                table.unit = .text
                return value
            }
            return dated(field, length) ?? fractional(field, length)
        }
        guard let unit = unit(of: Double(number)) else { return nil }
        switch unit {
        case .milliseconds: return number
        case .seconds: return number * 1000
        case .microseconds:
            return number % 1000 == 0 || mayCutTimes ? number / 1000 : nil
        case .nanoseconds: return number % 1_000_000 == 0 || mayCutTimes ? number / 1_000_000 : nil
        case .text, .dayFirst, .monthFirst: return nil
        }
    }

    /// An instant that begins with a day or a month, in the order that all rows have.
    private mutating func dated(_ field: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
        let said = table.layout.timeUnit
        guard [nil, .dayFirst, .monthFirst].contains(said),
            [nil, .dayFirst, .monthFirst].contains(table.unit),
            let date = DayMonthDate(field, length)
        else { return nil }
        dates.other = nil
        if said == nil, dates.order == nil {
            let (day, month) = (date.instant(.dayFirst), date.instant(.monthFirst))
            if let day, let month {
                (table.unit, dates.other) = (.dayFirst, month)
                return day
            }
            guard day != nil || month != nil else { return nil }
            dates.decide(day == nil ? .monthFirst : .dayFirst, &table, &lastTime)
        }
        table.unit = said ?? dates.order
        return table.unit.flatMap(date.instant)
    }

    /// Instants between others are cut to milliseconds; the opens of bars have to be whole ones.
    private var mayCutTimes: Bool { !table.layout.kind.isBars || table.layout.kind == .trades }

    /// An instant with a point: `1609459200.5` seconds, as programs write floats.
    private mutating func fractional(_ field: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
        guard let number = DecimalNumber.parse(field, length), let unit = unit(of: number) else { return nil }
        let milliseconds =
            switch unit {
            case .seconds: (number * 1000).rounded()
            case .milliseconds: number.rounded()
            case .microseconds: (number / 1000).rounded()
            case .nanoseconds: (number / 1_000_000).rounded()
            case .text, .dayFirst, .monthFirst: Double.nan
            }
        return Int64(exactly: milliseconds)
    }

    /// The unit of a number: that of the rows before, else by its size; `nil` where it is another, or none.
    @inline(__always)
    private mutating func unit(of number: Double) -> TimeUnit? {
        let found = table.layout.timeUnit ?? TimeUnit(instant: number)
        // A unit that is said must give a time after 2001 and before 2287.
        if let said = table.layout.timeUnit, said != TimeUnit(instant: number) { return nil }
        guard found == table.unit || table.unit == nil else { return nil }
        table.unit = found
        return found
    }
}
