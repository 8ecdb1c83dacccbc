/// The values of a column in one row group.
package struct ParquetChunk: Sendable {
    /// Values, one a row.
    package enum Values: Sendable {
        /// Numbers; NaN for a null.
        case numbers([Double])
        /// Whole numbers; 0 for a null.
        case integers([Int64])
        /// Whole numbers that may be larger than the others hold; 0 for a null.
        case unsigned([UInt64])
        /// Instants in the unit that the column's kind tells; 0 for a null.
        case times([Int64])
        /// Truth values; false for a null.
        case booleans([Bool])
        /// Texts; empty for a null.
        case texts(ParquetTexts)
    }

    /// The values.
    package let values: Values
    /// For each row whether it has a value; `nil` where all have, so that NaN is a NaN of the file.
    package let valid: [Bool]?
    /// How many rows there are.
    package let count: Int

    /// Whether a row has no value.
    package func isNull(_ row: Int) -> Bool { valid.map { !$0[row] } ?? false }

    /// Appends the value of a row as text: numbers in the shortest form that reads back as the same number, instants
    /// in their unit, `true` or `false`.
    ///
    /// - Returns: false for a null, which appends nothing.
    package func append(row: Int, to text: inout [UInt8]) -> Bool {
        if isNull(row) { return false }
        switch values {
        case .numbers(let numbers): text += "\(numbers[row])".utf8
        case .integers(let numbers), .times(let numbers): text += "\(numbers[row])".utf8
        case .unsigned(let numbers): text += "\(numbers[row])".utf8
        case .booleans(let flags): text += (flags[row] ? "true" : "false").utf8
        case .texts(let texts): text += texts.bytes[texts.range(of: row)]
        }
        return true
    }
}
