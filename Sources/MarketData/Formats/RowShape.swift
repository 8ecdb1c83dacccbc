/// How the events of a piece of text fall into rows; the first row shows it, all others must have the same.
struct RowShape {
    /// Events of a row.
    let stride: Int
    /// How many rows there are.
    let rows: Int
    /// Which field is the time.
    let timeField: Int
    /// Whether a space parts date and time, which is an event of its own.
    let isSpaced: Bool
    /// What ends the last field: a line feed, or the carriage return before it.
    let lastMark: UInt8

    /// The event that ends a field of the first row.
    func event(of field: Int) -> Int { isSpaced && field >= timeField ? field + 1 : field }

    /// - Parameters:
    ///   - text: what offsets refer to.
    ///   - offsets: the events; the one before the first line stands at -1.
    ///   - count: how many there are.
    ///   - layout: of the rows.
    ///   - limits: of lines and fields.
    /// - Returns: `nil` where rows differ in shape, or a line is long.
    init?(
        _ text: UnsafePointer<UInt8>, _ offsets: UnsafePointer<UInt32>, _ count: Int, _ layout: Layout,
        _ limits: Limits
    ) {
        let fields = layout.fields.count
        timeField = layout.fields.firstIndex { $0.rule == .time } ?? 0
        guard count >= fields else { return nil }
        isSpaced = text[Int(offsets[timeField])] == UInt8(ascii: " ")
        let last = fields - 1 + (isSpaced ? 1 : 0)
        guard last < count else { return nil }
        lastMark = text[Int(offsets[last])] == 13 ? 13 : 10
        stride = last + (lastMark == 13 ? 2 : 1)
        rows = count / stride
        guard rows * stride == count else { return nil }
        let longest = UInt32(clamping: min(limits.field, limits.line))
        var (odd, before, isLong): (UInt8, UInt32, Bool) = (0, offsets[-1], false)
        for row in 0..<rows {
            let end = offsets[row * stride + stride - 1]
            odd |= text[Int(end)] ^ 10
            isLong = isLong || end &- before > longest
            before = end
            if lastMark == 13, end &- offsets[row * stride + stride - 2] != 1 { return nil }
        }
        guard odd == 0, !isLong else { return nil }
    }
}
