import LiquidationCore

/// Rows of prices as CSV bytes.
struct PositionOutput: ~Copyable {
    /// The header line.
    static let header = "row,state,liquidation,shown,bankruptcy,tier,distance,note\n"

    private var bytes: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        (bytes, self.capacity) = (.allocate(capacity: capacity), capacity)
    }

    deinit { bytes.deallocate() }

    /// The bytes written since ``clear()``.
    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: bytes, count: count) }

    mutating func clear() { count = 0 }

    /// Adds a priced row.
    @inline(__always)
    mutating func add(row: Int, _ answer: PositionPricer.Answer, mark: Price, isAssumed: Bool) {
        reserve(256)
        count += ShortestDecimal.whole(UInt64(row), bytes + count)
        add(answer.state.bytes)
        let first = count
        add(answer.liquidation)
        let length = count - first
        if let shown = answer.shown, let price = answer.liquidation, shown == price {
            (bytes + count).update(from: bytes + first, count: length)
            count += length
        } else {
            add(answer.shown)
        }
        add(answer.bankruptcy)
        comma()
        count += ShortestDecimal.whole(UInt64(answer.tier + 1), bytes + count)
        comma()
        if let price = answer.liquidation {
            count += ShortestDecimal.write(price.value / mark.value - 1, to: bytes + count)
        }
        if answer.exceedsTable {
            add(",beyond_table\n")
        } else if isAssumed {
            add(",assumed_rate\n")
        } else {
            add(",\n")
        }
    }

    /// Adds a row that could not be priced.
    mutating func add(_ fault: PositionFault) {
        let note = fault.text.split(separator: "\"", omittingEmptySubsequences: false)
            .joined(separator: "\"\"")
        let line = "\(fault.row),error,,,,,,\"\(note)\"\n"
        reserve(line.utf8.count)
        for byte in line.utf8 {
            bytes[count] = byte
            count += 1
        }
    }

    @inline(__always)
    private mutating func add(_ price: Price?) {
        comma()
        if let price { count += ShortestDecimal.write(price.value, to: bytes + count) }
    }

    @inline(__always)
    private mutating func add(_ text: StaticString) {
        (bytes + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    @inline(__always)
    private mutating func comma() {
        bytes[count] = UInt8(ascii: ",")
        count += 1
    }

    @inline(__always)
    private mutating func reserve(_ room: Int) {
        if capacity - count < room { grow(room) }
    }

    private mutating func grow(_ room: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + room)
        larger.update(from: bytes, count: count)
        bytes.deallocate()
        (bytes, capacity) = (larger, capacity * 2 + room)
    }
}

extension LiquidationReport.State {
    /// The name in JSON, CSV and Lua.
    package var name: String {
        switch self {
        case .price: "price"
        case .none: "none"
        case .liquidatableNow: "liquidatable_now"
        case .outOfRange: "out_of_range"
        }
    }

    fileprivate var bytes: StaticString {
        switch self {
        case .price: ",price"
        case .none: ",none"
        case .liquidatableNow: ",liquidatable_now"
        case .outOfRange: ",out_of_range"
        }
    }
}
