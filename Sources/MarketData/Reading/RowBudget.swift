import PlainText

/// Counts the rows that a load keeps in memory, over all of its files and threads, and ends it at a limit.
///
/// A small packed file can hold any number of rows. Trades do not count: bars are made of them as they come.
package final class RowBudget {
    /// The usual limit: nineteen years of minutes, or four months of seconds; about 1 GB.
    package static let usual = 10_000_000
    /// The environment variable that raises or lowers it.
    package static let variable = "LIQ_MAX_ROWS"

    private let limit: Int
    private let gate = Gate()
    private var used = 0

    init(_ limit: Int) { self.limit = limit }

    /// Counts rows that were kept.
    ///
    /// - Throws: ``DataError`` `.limit` where there are more than the limit.
    func take(_ rows: Int, file: String) throws(DataError) {
        let isOver = gate.enter {
            used += rows
            return used > limit
        }
        guard isOver else { return }
        throw DataError(
            .limit, file: file, "more than \(limit) rows to keep in memory",
            hint: "\(Self.variable)=\(2 * limit) allows twice as many; a million rows take about 100 MB")
    }

    /// The limit that the value of ``variable`` sets; the usual one where it is not set.
    ///
    /// - Throws: ``DataError`` `.badInput` for anything but a whole number above zero.
    package static func limit(_ value: String?) throws(DataError) -> Int {
        guard let value, !value.isEmpty else { return usual }
        guard let rows = Int(value), rows > 0, rows <= 1 << 40 else {
            throw DataError(
                .badInput, file: variable, "must be a whole number above zero, was \(Echo.quoted(value.utf8))"
            )
        }
        return rows
    }
}
