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

    /// How many rows the piece had.
    private(set) var rows = 0
    /// One instant a row, milliseconds UTC.
    private(set) var times: UnsafeMutablePointer<Int64>
    /// The unit of all times.
    private(set) var unit = TimeUnit.milliseconds
    /// The symbol that every row names; `nil` where rows name none.
    private(set) var symbol: UnsafeBufferPointer<UInt8>?

    init(_ layout: Layout, limits: Limits) {
        (self.layout, self.limits) = (layout, limits)
        habits = Array(repeating: FieldColumn.Habit(), count: layout.fields.count)
        mayBeBlank = Array(repeating: false, count: layout.slots.count)
        (events, cells, times) = (.allocate(capacity: 1), .allocate(capacity: 1), .allocate(capacity: 1))
    }

    deinit {
        masks.deallocate()
        events.deallocate()
        cells.deallocate()
        times.deallocate()
    }

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
        guard first < end, end < Int(UInt32.max), text[end - 1] == UInt8(ascii: "\n") else { return false }
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
                        isSpaced: shape.isSpaced, mayCut: layout.kind == .trades, into: times)
                else { return false }
                self.unit = unit
            case .flag: guard column.flags(into: self.column(layout.cells[index])) else { return false }
            case .price, .mark, .quantity, .amount, .rate:
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
            case .ignored: guard column.isMarked() else { return false }
            }
        }
        return true
    }

    /// Whether cells keep to their column's rule; blank ones are NaN, which prices and quantities may not be.
    private func isAllowed(_ cells: UnsafeMutablePointer<Double>, _ rule: CellRule, areDigits: Bool) -> Bool {
        if areDigits, rule != .rate {
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
            default: return !(abs(value) > limits.fundingRate)
            }
        }
    }

    private mutating func reserve(_ bytes: Int) {
        guard bytes > capacity else { return }
        events.deallocate()
        cells.deallocate()
        times.deallocate()
        capacity = max(bytes, TextPieces.size)
        // Every field takes a byte at least, the one that ends it; rows are read in pairs.
        rowCapacity = capacity / layout.fields.count + 2
        events = .allocate(capacity: capacity + 10)
        cells = .allocate(capacity: rowCapacity * max(1, layout.slots.count))
        times = .allocate(capacity: rowCapacity)
    }
}
