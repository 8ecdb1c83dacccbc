/// Collects the values of a column, page by page.
protocol ColumnBuilder {
    /// Takes the values that pages refer to by number.
    mutating func take(dictionary page: Page) throws(ParquetError)
    /// Adds the values of a page, and something empty for each null.
    mutating func add(_ page: Page, _ levels: Levels, _ values: UnsafeRawBufferPointer) throws(ParquetError)
}

extension ColumnBuilder {
    /// Reads all pages of a column in one row group.
    ///
    /// - Returns: for each row whether it has a value; `nil` where all have.
    mutating func read(_ pages: PageReader, rows: Int, levels most: Int) throws -> [Bool]? {
        var valid: [Bool]?
        var (done, hasDictionary) = (0, false)
        while done < rows {
            guard let page = try pages.next() else {
                throw ParquetError(
                    .badInput,
                    "the row group has \(rows.grouped) rows, the pages of this column \(done.grouped)")
            }
            if page.header.kind == .dictionary {
                guard !hasDictionary, done == 0 else {
                    throw ParquetError(.badInput, "a dictionary must come once, before the values")
                }
                guard [Encoding.plain, Encoding.plainDictionary].contains(page.header.encoding) else {
                    throw Encoding.unsupported(page.header.encoding, "the dictionary")
                }
                try take(dictionary: page)
                hasDictionary = true
                continue
            }
            guard page.header.count <= rows - done else {
                throw ParquetError(
                    .badInput,
                    "the page says \(page.header.count.grouped) values, the row group has "
                        + "\((rows - done).grouped) rows left")
            }
            if page.header.count == 0 { continue }
            let levels = try Levels(page, most: most)
            try add(page, levels, UnsafeRawBufferPointer(rebasing: page.values[levels.skipped...]))
            if !levels.flags.isEmpty {
                if valid == nil { valid = Array(repeating: true, count: done) }
                valid?.append(contentsOf: levels.flags)
            } else {
                valid?.append(contentsOf: repeatElement(true, count: page.header.count))
            }
            done += page.header.count
        }
        return valid
    }
}

extension Array where Element: BitwiseCopyable {
    /// Appends `count` elements, those that are there set by `body` one behind the other; it moves them to their rows.
    @inline(__always)
    mutating func append(
        _ levels: Levels, of count: Int, empty: Element,
        _ body: (UnsafeMutablePointer<Element>) throws(ParquetError) -> Void
    ) throws(ParquetError) {
        let old = self.count
        append(contentsOf: repeatElement(empty, count: count))
        guard levels.present > 0 else { return }
        try withUnsafeMutableBufferPointer { elements throws(ParquetError) in
            guard let start = elements.baseAddress else { return }
            try body(start + old)
            Self.spread(start + old, levels, empty)
        }
    }

    /// Moves elements to the rows that have a value, from the last on, so that none is overwritten before it moves.
    private static func spread(_ elements: UnsafeMutablePointer<Element>, _ levels: Levels, _ empty: Element)
    {
        var source = levels.present
        for row in levels.flags.indices.reversed() {
            if levels.flags[row] {
                source &-= 1
                elements[row] = elements[source]
            } else {
                elements[row] = empty
            }
        }
    }
}
