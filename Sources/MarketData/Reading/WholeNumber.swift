/// Reads whole numbers, `-?digits`, with every overflow seen.
enum WholeNumber {
    /// What a text turned out to be.
    enum Result: Equatable { case value(Int64), tooLarge, notANumber }

    /// - Complexity: O(count).
    @inline(__always)
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Result {
        var i = 0
        let isNegative = count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative { i = 1 }
        guard i < count else { return .notANumber }
        guard count - i <= 18 else { return long(text, count, from: i, isNegative) }
        var value: Int64 = 0
        while i < count {
            guard text[i] &- 48 < 10 else { return .notANumber }
            value = value &* 10 &+ Int64(text[i] &- 48)
            i &+= 1
        }
        return .value(isNegative ? -value : value)
    }

    private static func long(
        _ text: UnsafePointer<UInt8>, _ count: Int, from first: Int, _ isNegative: Bool
    ) -> Result {
        var (value, overflowed): (Int64, Bool) = (0, false)
        for i in first..<count {
            guard text[i] &- 48 < 10 else { return .notANumber }
            let digit = Int64(text[i] - 48)
            let (tens, first) = value.multipliedReportingOverflow(by: 10)
            let (sum, second) =
                isNegative
                ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            value = sum
            overflowed = overflowed || first || second
        }
        return overflowed ? .tooLarge : .value(value)
    }
}
