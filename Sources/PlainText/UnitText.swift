/// Numbers with units as people write them: `30d`, `5%`.
package enum UnitText {
    /// A span of time in milliseconds: a number with `ms`, `s`, `m`, `h`, `d` or `w`.
    ///
    /// - Returns: `nil` where the text is not that, or the span is not above zero.
    package static func duration(_ text: String) -> Int64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number > 0,
            let unit = units[String(text.dropFirst(digits.count))]
        else { return nil }
        let milliseconds = (number * unit).rounded()
        return milliseconds >= 1 && milliseconds < 9e15 ? Int64(milliseconds) : nil
    }

    /// A fraction written as a percentage, `5%` or `-0.3 %`, or as the fraction itself, which is at most 1: a
    /// plain 5 is more likely to mean 5 % than 500 %.
    package static func fraction(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return number(text).flatMap { abs($0) <= 1 ? $0 : nil } }
        return number(String(text.dropLast()).trimmingSpaces).map { $0 / 100 }
    }

    /// A span in its largest whole unit: `4h`, `90m`, `30d`.
    package static func text(milliseconds: Int64) -> String {
        for (name, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
            as [(String, Int64)]
        where milliseconds != 0 && milliseconds % size == 0 {
            return "\(milliseconds / size)\(name)"
        }
        return "\(milliseconds)ms"
    }

    private static let units: [String: Double] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
    ]

    private static func number(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}

extension String {
    /// Without spaces at either end.
    package var trimmingSpaces: String {
        var text = Substring(self)
        while text.first == " " || text.first == "\t" { text.removeFirst() }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return String(text)
    }
}
