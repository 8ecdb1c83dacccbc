/// Cuts a line of CSV into fields (RFC 4180), one line at a time, without copying.
///
/// A line break always ends a row: no column of ours holds one, and a file can be cut at any line break.
struct RowSplitter: ~Copyable {
    /// The reason why a line cannot be cut.
    enum Fault: Equatable {
        case longLine, longField, manyColumns, openQuote, textAfterQuote

        /// The rule that the line breaks, for messages.
        func text(_ limits: Limits) -> String {
            switch self {
            case .longLine: "line longer than \(limits.line) bytes"
            case .longField: "field longer than \(limits.field) bytes"
            case .manyColumns: "more than \(limits.columns) columns"
            case .openQuote: "a quoted field does not end on its line"
            case .textAfterQuote: "text after a closing quote"
            }
        }
    }

    private let bounds: UnsafeMutablePointer<(start: Int, end: Int)>
    private let limits: Limits
    /// The number of fields in the line.
    private(set) var count = 0
    /// The start of the next line.
    private(set) var next = 0
    /// Whether the line ended with a line break.
    private(set) var isClosed = false

    /// A splitter that holds the fields of one line.
    init(limits: Limits) {
        self.limits = limits
        bounds = .allocate(capacity: limits.columns)
    }

    deinit { bounds.deallocate() }

    /// The range of a field, quotes left out.
    @inline(__always)
    subscript(index: Int) -> (start: Int, end: Int) { bounds[index] }

    /// Cuts the line that starts at `first`; on a fault too, ``next`` is the start of the line behind it.
    ///
    /// - Precondition: `first < end`, and ``Bytes/padding`` bytes behind `end` can be read.
    /// - Complexity: O(length of the line).
    mutating func split(_ text: UnsafePointer<UInt8>, from first: Int, end: Int) -> Fault? {
        count = 0
        isClosed = false
        var (i, start) = (first, first)
        while i < end {
            // Digits, points, signs and letters all sort behind the comma: eight of them are passed at once.
            let small = RowSplitter.upToComma(text + i)
            if small == 0 {
                i &+= 8
                continue
            }
            i &+= small.trailingZeroBitCount &>> 3
            guard i < end else { break }
            let byte = text[i]
            if byte == UInt8(ascii: ",") {
                guard count < limits.columns - 1 else { return skip(text, i, end, .manyColumns) }
                bounds[count] = (start, i)
                count &+= 1
                i &+= 1
                start = i
            } else if byte == UInt8(ascii: "\n") {
                break
            } else if byte == UInt8(ascii: "\""), i == start {
                guard let close = closingQuote(text, i + 1, end) else {
                    return skip(text, i, end, .openQuote)
                }
                i = close + 1
                let follower = i < end ? text[i] : UInt8(ascii: "\n")
                let isLineEnd = follower == 10 || (follower == 13 && (i + 1 >= end || text[i + 1] == 10))
                guard follower == UInt8(ascii: ",") || isLineEnd, count < limits.columns - 1 else {
                    return skip(text, i, end, .textAfterQuote)
                }
                bounds[count] = (start + 1, close)
                count &+= 1
                if isLineEnd { return finish(text, from: first, i + (follower == 13 ? 1 : 0), end) }
                i &+= 1
                start = i
            } else {
                i &+= 1
            }
        }
        i = min(i, end)
        let hasReturn = i > start && text[i - 1] == UInt8(ascii: "\r")
        bounds[count] = (start, hasReturn ? i - 1 : i)
        count &+= 1
        return finish(text, from: first, i, end)
    }

    /// The top bits of those of the next eight bytes that are commas or below; exact up to the first of them.
    @inline(__always)
    private static func upToComma(_ text: UnsafePointer<UInt8>) -> UInt64 {
        let word = UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
        return (word &- 0x2D2D_2D2D_2D2D_2D2D) & ~word & 0x8080_8080_8080_8080
    }

    private mutating func finish(_ text: UnsafePointer<UInt8>, from first: Int, _ i: Int, _ end: Int)
        -> Fault?
    {
        isClosed = i < end
        next = min(i, end) + (isClosed ? 1 : 0)
        guard i - first > limits.field else { return nil }
        if i - first > limits.line { return .longLine }
        for field in 0..<count where bounds[field].end - bounds[field].start > limits.field {
            return .longField
        }
        return nil
    }

    private func closingQuote(_ text: UnsafePointer<UInt8>, _ first: Int, _ end: Int) -> Int? {
        var i = first
        while i < end, text[i] != UInt8(ascii: "\n") {
            if text[i] == UInt8(ascii: "\"") {
                guard i + 1 < end, text[i + 1] == UInt8(ascii: "\"") else { return i }
                i += 1
            }
            i += 1
        }
        return nil
    }

    private mutating func skip(
        _ text: UnsafePointer<UInt8>, _ from: Int, _ end: Int, _ fault: Fault
    ) -> Fault {
        var i = from
        while i < end, text[i] != UInt8(ascii: "\n") { i += 1 }
        isClosed = i < end
        next = i + (isClosed ? 1 : 0)
        return fault
    }
}
