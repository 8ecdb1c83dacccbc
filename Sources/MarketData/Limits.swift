package import LiquidationCore
import PlainText

/// Limits beyond which a reader refuses its input.
package struct Limits: Sendable {
    /// Bytes of a file, and bytes that the members of one archive may expand to together.
    package var bytes = 2 << 30
    /// The largest ratio of expanded to compressed size; real csv.gz files reach 3 to 12.
    package var ratio = 200
    /// Expanded sizes up to this are not held to ``ratio``: small files may be very regular.
    package var ratioFloor = 1 << 20
    /// The expanded size above which a member is unpacked while it is read: slower, but in little memory.
    package var inOneGo = 64 << 20
    /// Rows that a load keeps in memory, of all files together; ``RowBudget/variable`` changes it for users.
    package var rows = RowBudget.usual
    /// Bytes of a JSON document, which is held as a whole; JSON lines are read piece by piece.
    package var document = 512 << 20
    /// Bytes without a line break in a text that is read by lines: no row is that long.
    package var unbroken = 4 << 20
    /// Members of one archive.
    package var members = 10_000
    /// Bytes of one line without its end.
    package var line = 64 << 10
    /// Bytes of one field.
    package var field = 1 << 10
    /// Columns of one row.
    package var columns = 512
    /// Arrays and objects inside one another in JSON.
    package var depth = 64
    /// The largest plausible absolute funding rate, a fraction: -0.0375 has been paid, 5.0 never.
    package var fundingRate = 0.05

    /// Called with the number of bytes just read, on any thread; false ends the reading with the error `.interrupted`.
    package var shouldContinue: @Sendable (Int) -> Bool = { _ in true }

    /// The instant of reading: it tells whether the last bar is finished.
    package var now: @Sendable () -> Timestamp = {
        Timestamp(milliseconds: Int64(SystemClock.calendar.nanoseconds / 1_000_000))
    }

    /// The limits that ``MarketData/load(_:)`` works under.
    package init() {}

    /// The number of bytes that `compressed` bytes may expand to.
    func expansion(of compressed: Int) -> Int {
        let (product, overflow) = compressed.multipliedReportingOverflow(by: ratio)
        return overflow ? bytes : min(bytes, max(ratioFloor, product))
    }
}
