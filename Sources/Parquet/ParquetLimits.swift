/// Limits beyond which a Parquet file is refused, so that a small hostile file can claim neither memory nor time.
package struct ParquetLimits: Sendable {
    /// Bytes of the description at the end of the file.
    package var footerBytes = 64 << 20
    /// Columns, those inside structs and lists included.
    package var columns = 10_000
    /// Groups inside one another in the schema.
    package var nesting = 32
    /// Row groups of a file.
    package var rowGroups = 1 << 20
    /// Rows of a file.
    package var rows = 1 << 40
    /// Rows of one row group: a column of one is decoded as a whole, at 8 bytes a value.
    package var rowsPerGroup = 64 << 20
    /// Bytes of the header of a page.
    package var headerBytes = 1 << 20
    /// Bytes of one page, packed or unpacked.
    package var pageBytes = 256 << 20
    /// The largest ratio of unpacked to packed size of pages above ``ratioFloor``.
    package var ratio = 1000
    /// Unpacked sizes of pages up to this are not held to ``ratio``: columns may be very regular.
    package var ratioFloor = 16 << 20
    /// Bytes that all texts of a column in one row group take together; at most 4 GB.
    package var textBytes = 1 << 30

    /// The limits that ``ParquetFile`` reads under unless told otherwise.
    package init() {}

    /// The number of bytes that a page of `packed` bytes may unpack to.
    func expansion(of packed: Int) -> Int {
        min(pageBytes, max(ratioFloor, packed.timesClamped(ratio)))
    }

    /// The number of bytes that all pages of a column of `packed` bytes may unpack to.
    func chunkExpansion(of packed: Int) -> Int {
        max(ratioFloor.timesClamped(16), packed.timesClamped(ratio))
    }
}

extension Int {
    /// The product, or the largest number where it is larger; both factors are zero or above.
    func timesClamped(_ factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
