import FuzzRules
import Parquet

/// A Parquet file: what is read is whole, and the same when it is read again.
///
/// What does not begin like one is two bytes with the size of a description, then pages and the description: a file is
/// made around them, so that a change of size does not hide what comes after it.
@_cdecl("LLVMFuzzerTestOneInput") public func fuzzParquet(
    _ bytes: UnsafePointer<UInt8>?, _ count: Int
) -> CInt {
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    let mark = Array("PAR1".utf8)
    var file = input
    if !input.starts(with: mark), input.count > 2 {
        let size = min(input.count - 2, Int(input[0]) | Int(input[1]) << 8)
        file = mark + input.dropFirst(2)
        for byte in 0..<4 { file.append(UInt8(truncatingIfNeeded: size >> (8 * byte))) }
        file += mark
    }
    var limits = ParquetLimits()
    (limits.rowsPerGroup, limits.pageBytes, limits.textBytes) = (1 << 17, 1 << 21, 1 << 21)
    do { try read(file, limits) } catch {
        guard let error = error as? ParquetError else {
            fatalError("an error of type \(type(of: error)): \(error)")
        }
        FuzzRules.check("\(error)")
    }
    return 0
}

private func read(_ bytes: [UInt8], _ limits: ParquetLimits) throws {
    let file = try ParquetFile(reading: ParquetSource(bytes), limits: limits)
    let scratch = ParquetScratch()
    var budget = 1 << 19
    for (index, column) in file.columns.enumerated() {
        FuzzRules.require(column.name.utf8.count <= 1 << 16, "a name of \(column.name.utf8.count) bytes")
        for group in 0..<file.rowGroupCount {
            // Enough of one input: what is left takes time and shows nothing new.
            budget -= file.rowCount(ofGroup: group) + 64
            guard budget > 0 else { return }
            do {
                let chunk = try file.read(column: index, rowGroup: group, scratch: scratch)
                check(chunk, rows: file.rowCount(ofGroup: group))
                let again = try file.read(column: index, rowGroup: group)
                FuzzRules.require(text(of: chunk) == text(of: again), "it is read differently again")
            } catch let error as ParquetError {
                FuzzRules.check("\(error)")
            }
        }
    }
}

private func check(_ chunk: ParquetChunk, rows: Int) {
    FuzzRules.require(chunk.count == rows && chunk.valid?.count ?? rows == rows, "not all rows are there")
    let count: Int
    switch chunk.values {
    case .numbers(let values): count = values.count
    case .integers(let values), .times(let values): count = values.count
    case .unsigned(let values): count = values.count
    case .booleans(let values): count = values.count
    case .texts(let texts):
        count = texts.entries?.count ?? texts.entryCount
        for row in 0..<rows {
            let range = texts.range(of: row)
            FuzzRules.require(
                String(validating: texts.bytes[range], as: UTF8.self) != nil, "a text is not UTF-8")
            FuzzRules.require(
                !chunk.isNull(row) || texts.entries != nil || range.isEmpty, "a null has a text")
        }
    }
    FuzzRules.require(count == rows, "\(count) values in \(rows) rows")
}

private func text(of chunk: ParquetChunk) -> [UInt8] {
    var text: [UInt8] = []
    for row in 0..<min(chunk.count, 2000) { text.append(chunk.append(row: row, to: &text) ? 1 : 0) }
    return text
}
