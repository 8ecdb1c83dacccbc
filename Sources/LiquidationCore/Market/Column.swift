/// A column of numbers with one cell a bar, some of which may be missing.
///
/// A missing cell is `nil` to every reader; it is never zero.
public struct Column: Sendable {
    /// The cells; a missing one is NaN, which a present one can never be.
    let storage: [Double]
    /// How many cells hold a number.
    public let presentCount: Int

    /// A column in which every cell may be missing.
    ///
    /// - Parameter cells: one a bar, finite where present.
    /// - Throws: ``CoreError`` `.notFinite` for NaN and infinities.
    public init(_ cells: [Double?]) throws(CoreError) {
        var storage: [Double] = []
        storage.reserveCapacity(cells.count)
        for cell in cells { storage.append(cell ?? .nan) }
        for (index, cell) in cells.enumerated() {
            guard cell?.isFinite ?? true else {
                throw CoreError(.notFinite, "cell \(index + 1) must be finite, was \(storage[index])")
            }
        }
        self.init(missingAsNaN: storage)
    }

    /// A column whose missing cells are already marked with NaN: the form that readers build.
    ///
    /// - Parameter cells: finite numbers, NaN where missing; an infinity counts as missing.
    public init(missingAsNaN cells: [Double]) {
        // Most columns are complete: one more in the exponent reaches the sign bit only from infinity and NaN.
        var signs: UInt64 = 0
        for cell in cells { signs |= cell.magnitude.bitPattern &+ (1 << 52) }
        guard signs >> 63 == 1 else {
            (presentCount, storage) = (cells.count, cells)
            return
        }
        presentCount = cells.count { $0.isFinite }
        storage = cells.contains(where: \.isInfinite) ? cells.map { $0.isFinite ? $0 : .nan } : cells
    }

    /// How many bars the column spans.
    public var count: Int { storage.count }

    /// Whether every cell holds a number.
    public var isComplete: Bool { presentCount == storage.count }

    /// The number of one bar, `nil` where missing.
    public subscript(index: Int) -> Double? {
        let cell = storage[index]
        return cell.isFinite ? cell : nil
    }

    /// The cells with NaN where missing: for copying into a numeric buffer, never for arithmetic.
    public var missingAsNaN: [Double] { storage }

    /// The column of a range of bars.
    ///
    /// - Complexity: O(n).
    public subscript(range: Range<Int>) -> Column { Column(missingAsNaN: Array(storage[range])) }
}
