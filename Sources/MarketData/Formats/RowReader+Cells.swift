import PlainText

/// What single cells mean, and what is wrong with those that mean nothing.
extension RowReader {
    /// The instant of a time cell in milliseconds; `nil` where it breaks a rule, unit changes included.
    @inline(__always)
    mutating func instant(_ field: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
        guard case .value(let number) = WholeNumber.parse(field, length) else {
            guard table.unit == nil || table.unit == .text, let value = TextTime.parse(field, length) else {
                return nil
            }
            table.unit = .text
            return value
        }
        let unit = TimeUnit(magnitude: number)
        if unit != table.unit {
            guard table.unit == nil, unit == .milliseconds || unit == .microseconds else { return nil }
            table.unit = unit
        }
        if unit == .milliseconds { return number }
        return number % 1000 == 0 || table.layout.kind == .trades ? number / 1000 : nil
    }

    mutating func isSymbol(_ field: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let bytes = UnsafeBufferPointer(start: field, count: length)
        if let symbol = table.symbol { return symbol.utf8.elementsEqual(bytes) }
        guard Symbol.isValid(bytes) else { return false }
        table.symbol = String(decoding: bytes, as: UTF8.self)
        return true
    }

    func wrongCount(_ count: Int, _ isCut: Bool) -> String {
        if isCut, count < fields.count {
            let whole = table.layout.hasHeader ? "the header" : "a kline"
            return "cut short: fewer columns than \(whole) (\(count), \(fields.count) expected)"
        }
        return "\(count) column\(count == 1 ? "" : "s"), \(fields.count) expected"
    }

    mutating func refuse(_ index: Int, _ field: UnsafePointer<UInt8>, _ length: Int) {
        let bytes = UnsafeBufferPointer(start: field, count: length)
        let column = table.layout.fields[index]
        bad.add(
            place,
            "column \(Echo.plain(column.name.utf8)): "
                + CellProblem.text(of: bytes, column, unit: table.unit, symbol: table.symbol, limits))
    }
}
