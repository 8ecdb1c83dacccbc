/// Texts in one piece of memory; where the file has a dictionary of them, each is there once.
package struct ParquetTexts: Sendable {
    /// All texts, one behind the other, in UTF-8.
    package internal(set) var bytes: [UInt8] = []
    /// Where in ``bytes`` the texts begin, and where the last one ends.
    package internal(set) var starts: [UInt32] = [0]
    /// For each row the number of its text; `nil` where the text of each row has the row's number.
    package internal(set) var entries: [UInt32]?

    /// How many texts are kept.
    package var entryCount: Int { starts.count - 1 }

    /// The number of a row's text: what a reader makes of a text can be kept by it. Of a null it says nothing.
    package func entry(of row: Int) -> Int { entries.map { Int($0[row]) } ?? row }

    /// Where in ``bytes`` a row's text lies.
    package func range(of row: Int) -> Range<Int> {
        let entry = entry(of: row)
        // A row group of nulls only may have no text at all.
        guard entry < entryCount else { return 0..<0 }
        return Int(starts[entry])..<Int(starts[entry + 1])
    }

    /// A row's text.
    package subscript(row: Int) -> String { String(decoding: bytes[range(of: row)], as: UTF8.self) }
}
