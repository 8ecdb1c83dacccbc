/// How a value of fixed length becomes an element of an array.
protocol Codec {
    associatedtype Slot: BitwiseCopyable
    /// Bytes of a value.
    var width: Int { get }
    /// What stands for a null.
    var empty: Slot { get }
    /// Whether values may be written as differences.
    var isWhole: Bool { get }
    /// The element for a value, which may lie at any address.
    func slot(_ value: UnsafeRawPointer) throws(ParquetError) -> Slot
}

/// Whole numbers as they are stored, widened.
struct WholeCodec<Stored: FixedWidthInteger & BitwiseCopyable, Slot: FixedWidthInteger & BitwiseCopyable>:
    Codec
{
    var width: Int { MemoryLayout<Stored>.size }
    var empty: Slot { 0 }
    var isWhole: Bool { true }

    func slot(_ value: UnsafeRawPointer) -> Slot {
        Slot(truncatingIfNeeded: Stored(littleEndian: value.loadUnaligned(as: Stored.self)))
    }
}

/// Decimals and numbers of 16 bits; NaN for a null.
struct NumberCodec: Codec {
    /// How the bytes stand for a number.
    enum Form { case half, decimal32, decimal64, decimal }

    let width: Int
    let form: Form
    var scale = 0

    var empty: Double { .nan }
    var isWhole: Bool { form == .decimal32 || form == .decimal64 }

    func slot(_ value: UnsafeRawPointer) -> Double {
        switch form {
        case .half: DecimalNumber.half(UInt16(littleEndian: value.loadUnaligned(as: UInt16.self)))
        case .decimal32: DecimalNumber.number(Int64(WholeCodec<Int32, Int64>().slot(value)), scale: scale)
        case .decimal64: DecimalNumber.number(WholeCodec<Int64, Int64>().slot(value), scale: scale)
        case .decimal: DecimalNumber.number(UnsafeRawBufferPointer(start: value, count: width), scale: scale)
        }
    }
}

/// Binary numbers of 64 bits.
struct DoubleCodec: Codec {
    var width: Int { 8 }
    var empty: Double { .nan }
    var isWhole: Bool { false }

    func slot(_ value: UnsafeRawPointer) -> Double {
        Double(bitPattern: UInt64(littleEndian: value.loadUnaligned(as: UInt64.self)))
    }
}

/// Binary numbers of 32 bits.
struct FloatCodec: Codec {
    var width: Int { 4 }
    var empty: Double { .nan }
    var isWhole: Bool { false }

    func slot(_ value: UnsafeRawPointer) -> Double {
        Double(Float(bitPattern: UInt32(littleEndian: value.loadUnaligned(as: UInt32.self))))
    }
}

/// Instants of 96 bits: nanoseconds of the day, then the Julian day.
struct OldInstantCodec: Codec {
    var width: Int { 12 }
    var empty: Int64 { 0 }
    var isWhole: Bool { false }

    /// Nanoseconds since 1970, whose Julian day is 2,440,588.
    func slot(_ value: UnsafeRawPointer) throws(ParquetError) -> Int64 {
        let ofDay = Int64(littleEndian: value.loadUnaligned(as: Int64.self))
        let day = UInt32(littleEndian: value.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        let (start, isFar) = (Int64(day) - 2_440_588).multipliedReportingOverflow(by: 86_400_000_000_000)
        let (sum, isFarther) = start.addingReportingOverflow(ofDay)
        guard !isFar, !isFarther else {
            throw ParquetError(
                .badInput,
                "an instant (INT96) lies on the Julian day \(Int(day).grouped), "
                    + "nanoseconds in 64 bits reach from 1677 to 2262")
        }
        return sum
    }
}
