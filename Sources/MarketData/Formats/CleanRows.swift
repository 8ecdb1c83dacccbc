import Glibc

/// Reads pieces of text in which every row is as it should be, fast; it gives up on all others.
///
/// It never judges: a piece that it gives up on goes to ``RowReader``, which finds out whether there is anything wrong
/// and says what. So rules and messages stand in one place, and the common case pays for none of them.
struct CleanRows: ~Copyable {
    private let layout: Layout
    private let limits: Limits
    private let masks = FieldColumn.makeMasks()
    private var habits: [FieldColumn.Habit]
    /// Whether a kept column can have blank cells.
    private(set) var mayBeBlank: [Bool]
    private var events: UnsafeMutablePointer<UInt32>
    private var cells: UnsafeMutablePointer<Double>
    private var capacity = 0
    private var rowCapacity = 0

    /// The number of rows in the piece.
    private(set) var rows = 0
    /// One instant a row, milliseconds UTC.
    private(set) var times: UnsafeMutablePointer<Int64>
    /// The unit of all times.
    private(set) var unit = TimeUnit.milliseconds
    /// The symbol that every row names; `nil` where rows name none.
    private(set) var symbol: UnsafeBufferPointer<UInt8>?
    /// The text of each column of ``CellRule/label`` that is not blank.
    private(set) var labels: [(field: Int, text: UnsafeBufferPointer<UInt8>)] = []
    /// Milliseconds from open to close, one a row; only where ``hasSpans``.
    private(set) var spans: UnsafeMutablePointer<Int64>
    /// Whether rows say when their bars close.
    private(set) var hasSpans = false

    init(_ layout: Layout, limits: Limits) {
        (self.layout, self.limits) = (layout, limits)
        habits = Array(repeating: FieldColumn.Habit(), count: layout.fields.count)
        mayBeBlank = Array(repeating: false, count: layout.slots.count)
        (events, cells) = (.allocate(capacity: 1), .allocate(capacity: 1))
        (times, spans) = (.allocate(capacity: 1), .allocate(capacity: 1))
    }

    deinit {
        masks.deallocate()
        events.deallocate()
        cells.deallocate()
        times.deallocate()
        spans.deallocate()
    }

    /// Cells from one column to the next.
    var stride: Int { rowCapacity }

    /// A kept column of the piece, in the order of the layout's slots, NaN where a cell is blank.
    func column(_ cell: Int) -> UnsafeMutablePointer<Double> { cells + cell * rowCapacity }

    /// Reads whole lines.
    ///
    /// - Parameters:
    ///   - text: with ``Bytes/padding`` readable bytes on both sides.
    ///   - first: where the first line starts.
    ///   - end: where the last line ends, its line break included.
    /// - Returns: whether all rows are good; else nothing of the piece has been read.
    mutating func read(_ text: UnsafePointer<UInt8>, from first: Int, to end: Int) -> Bool {
        guard first < end, end < Int(UInt32.max), text[end - 1] == UInt8(ascii: "\n"), !layout.needsCare
        else {
            return false
        }
        reserve(end - first)
        // Offsets count from 1, so that what stands before the first field is an offset too.
        let base = text - 1
        let offsets = events + 2
        let count = Events.find(in: base, from: first + 1, to: end + 1, offsets: offsets)
        offsets[-1] = UInt32(truncatingIfNeeded: first)
        offsets[-2] = UInt32(truncatingIfNeeded: first)
        guard let shape = RowShape(base, offsets, count, layout, limits) else { return false }
        rows = shape.rows
        return readColumns(base, offsets, shape) && RowChecks(layout).allHold(self)
    }

    private mutating func readColumns(
        _ text: UnsafePointer<UInt8>, _ offsets: UnsafePointer<UInt32>, _ shape: RowShape
    ) -> Bool {
        symbol = nil
        hasSpans = false
        labels.removeAll(keepingCapacity: true)
        var cell = 0
        for index in layout.fields.indices {
            let isTime = index == shape.timeField
            let column = FieldColumn(
                text: text, end: offsets + shape.event(of: index), before: isTime && shape.isSpaced ? 2 : 1,
                stride: shape.stride, rows: rows,
                mark: index == layout.fields.count - 1 ? shape.lastMark : UInt8(ascii: ","), masks: masks)
            let rule = layout.fields[index].rule
            switch rule {
            case .time:
                guard
                    let unit = column.times(
                        isSpaced: shape.isSpaced, mayCut: !layout.kind.isBars || layout.kind == .trades,
                        into: times)
                else { return false }
                self.unit = unit
            case .flag: guard column.flags(into: self.column(layout.cells[index])) else { return false }
            case .price, .mark, .quantity, .amount, .rate, .percent, .number:
                cell = layout.cells[index]
                let target = self.column(cell)
                guard let kind = column.numbers(&habits[index], into: target) else { return false }
                mayBeBlank[cell] = kind == .any
                guard isAllowed(target, rule, areDigits: kind == .digits) else { return false }
            case .whole: guard column.areWhole() else { return false }
            case .symbol:
                let (start, end) = column.range(0)
                let name = UnsafeBufferPointer(start: text + start, count: end - start)
                guard column.areSame(), Symbol.isValid(name) else { return false }
                symbol = name
            case .closeTime:
                guard let hasCells = column.closes(into: spans) else { return false }
                hasSpans = hasCells
            case .label:
                let (start, end) = column.range(0)
                guard column.areSame() else { return false }
                if start < end {
                    labels.append((index, UnsafeBufferPointer(start: text + start, count: end - start)))
                }
            case .ignored: guard column.isMarked() else { return false }
            case .side, .chosen, .clock: return false
            }
        }
        return !hasSpans || makeSpans()
    }

    /// Takes the opens off the closes; false where a bar closes before it opens.
    private func makeSpans() -> Bool {
        var sign: Int64 = 0
        for row in 0..<rows {
            spans[row] &-= times[row]
            sign |= spans[row]
        }
        return sign >= 0
    }

    /// Whether cells keep to their column's rule; blank ones are NaN, which prices and quantities may not be.
    private func isAllowed(_ cells: UnsafeMutablePointer<Double>, _ rule: CellRule, areDigits: Bool) -> Bool {
        if areDigits, rule != .rate, rule != .percent, rule != .number {
            // A number of digits alone is finite, so that its sign bit, and that of one less, tell all.
            let below: UInt64 = rule == .amount ? 0 : 1
            var signs: UInt64 = 0
            for row in 0..<rows {
                let bits = cells[row].bitPattern
                signs |= bits | (bits &- below)
            }
            if signs >> 63 == 0 { return true }
        }
        return (0..<rows).allSatisfy { row in
            let value = cells[row]
            switch rule {
            case .price, .quantity: return value > 0 && value < .infinity
            case .amount: return !(value < 0) && value != .infinity
            case .mark: return !(value <= 0) && value != .infinity
            case .percent: return !(abs(value) > 100 * limits.fundingRate)
            case .number: return abs(value) != .infinity
            default: return !(abs(value) > limits.fundingRate)
            }
        }
    }

    private mutating func reserve(_ bytes: Int) {
        guard bytes > capacity else { return }
        events.deallocate()
        cells.deallocate()
        times.deallocate()
        spans.deallocate()
        capacity = max(bytes, TextPieces.size)
        // Every field takes a byte at least, the one that ends it; rows are read in pairs.
        rowCapacity = capacity / layout.fields.count + 2
        events = .allocate(capacity: capacity + 10)
        cells = .allocate(capacity: rowCapacity * max(1, layout.slots.count))
        times = .allocate(capacity: rowCapacity)
        spans = .allocate(capacity: rowCapacity)
    }
}

/// The way the events of a piece of text fall into rows; the first row shows it, all others must have the same.
struct RowShape {
    /// Events of a row.
    let stride: Int
    /// The number of rows.
    let rows: Int
    /// The index of the time field.
    let timeField: Int
    /// Whether a space parts date and time, which is an event of its own.
    let isSpaced: Bool
    /// The byte that ends the last field: a line feed, or the carriage return before it.
    let lastMark: UInt8

    /// The event that ends a field of the first row.
    func event(of field: Int) -> Int { isSpaced && field >= timeField ? field + 1 : field }

    /// The shape of all rows; `nil` where they differ in it, or a line is long.
    ///
    /// - Parameters:
    ///   - text: what offsets refer to.
    ///   - offsets: the events; the one before the first line stands at -1.
    ///   - count: how many there are.
    ///   - layout: of the rows.
    ///   - limits: of lines and fields.
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

/// Finds the bytes that can part fields: everything up to the comma, and everything beyond ASCII.
///
/// Digits, points, signs, colons and letters all sort behind the comma, so clean rows have their separators as
/// events and nothing else; a quote, a zero byte or another alphabet shows up as an event too many. One signed
/// comparison of 64 bytes finds them all, which is what makes it worth finding them before any field is read.
enum Events {
    /// Writes the offsets of all events, in order.
    ///
    /// - Parameters:
    ///   - text: the bytes; ``Bytes/padding`` bytes behind `end` can be read.
    ///   - first: where to start.
    ///   - end: where to stop, at most 2³² - 1.
    ///   - offsets: room for `end - first` offsets and eight more.
    /// - Returns: how many were written.
    /// - Complexity: O(n), about ten bytes a nanosecond.
    static func find(
        in text: UnsafePointer<UInt8>, from first: Int, to end: Int,
        offsets: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let limit = SIMD16<Int8>(repeating: 45)
        var (position, count) = (first, 0)
        while position < end {
            let block = UnsafeRawPointer(text + position)
            var mask: UInt64 = 0
            mask |= bits(block.loadUnaligned(as: SIMD16<Int8>.self) .< limit)
            mask |= bits((block + 16).loadUnaligned(as: SIMD16<Int8>.self) .< limit) &<< 16
            mask |= bits((block + 32).loadUnaligned(as: SIMD16<Int8>.self) .< limit) &<< 32
            mask |= bits((block + 48).loadUnaligned(as: SIMD16<Int8>.self) .< limit) &<< 48
            if end &- position < 64 { mask &= (1 &<< UInt64(end &- position)) &- 1 }
            let base = UInt32(truncatingIfNeeded: position)
            // Most blocks have up to eight: writing eight whatever there are saves a branch that nobody can foresee.
            var next = count
            count &+= mask.nonzeroBitCount
            for _ in 0..<8 {
                offsets[next] = base &+ UInt32(truncatingIfNeeded: mask.trailingZeroBitCount)
                next &+= 1
                mask &= mask &- 1
            }
            while mask != 0 {
                offsets[next] = base &+ UInt32(truncatingIfNeeded: mask.trailingZeroBitCount)
                next &+= 1
                mask &= mask &- 1
            }
            position &+= 64
        }
        return count
    }

    /// One bit a lane: each byte keeps one bit of its own, a multiplication gathers eight of them.
    @inline(__always)
    private static func bits(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
        let lanes = unsafeBitCast(mask, to: SIMD2<UInt64>.self) & 0x8040_2010_0804_0201
        let (low, high) = (lanes.x &* 0x0101_0101_0101_0101, lanes.y &* 0x0101_0101_0101_0101)
        return low &>> 56 | high &>> 48 & 0xFF00
    }
}
