import PlainText

/// Files that are no text that liq reads, known by their first bytes, and what to do with them.
enum OtherFormats {
    /// The number of bytes that tell: a tar archive has its mark behind the name of its first member.
    static let headLength = 512

    private struct Format {
        let name: String
        let mark: [UInt8]
        var offset = 0
        let hint: String
    }

    private static let table =
        "write it as Parquet: python3 -c 'import pandas as p; p.read_feather(\"x.feather\").to_parquet(\"x.parquet\")'"
    private static let formats: [Format] = [
        Format(
            name: "a Parquet file within an archive", mark: Array("PAR1".utf8),
            hint: "unpack it: Parquet is compressed in itself, and read from files alone"),
        Format(name: "a Feather file", mark: Array("FEA1".utf8), hint: table),
        Format(name: "a Feather (Arrow) file", mark: Array("ARROW1".utf8), hint: table),
        Format(name: "an Arrow stream", mark: [0xFF, 0xFF, 0xFF, 0xFF], hint: table),
        Format(name: "an HDF5 file", mark: [0x89, 0x48, 0x44, 0x46], hint: table),
        Format(
            name: "an Excel file (xls)", mark: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
            hint: "save it as CSV"),
        Format(
            name: "compressed with bzip2", mark: Array("BZh".utf8),
            hint: "unpack it with bunzip2 -k; gzip, zstd and zip are read"),
        Format(
            name: "compressed with xz", mark: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0],
            hint: "unpack it with xz -dk; gzip, zstd and zip are read"),
        Format(
            name: "a 7z archive", mark: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], hint: "unpack it into a folder"),
        Format(
            name: "a tar archive", mark: Array("ustar".utf8), offset: 257,
            hint: "unpack it into a folder with tar -xf, and name the folder"),
        Format(
            name: "a SQLite database", mark: Array("SQLite format 3".utf8),
            hint: "write a table as CSV: sqlite3 -csv -header FILE 'select * from TABLE'"),
    ]

    /// An error that names the format; `nil` where the bytes are of none of them.
    static func refusal(_ head: some Collection<UInt8>, file: String) -> DataError? {
        for format in formats where head.dropFirst(format.offset).starts(with: format.mark) {
            // Three letters are a short mark: a digit and the mark of a block follow them.
            if format.mark.count == 3, !head.dropFirst(4).starts(with: [0x31, 0x41, 0x59]) { continue }
            return DataError(.badInput, file: file, "is \(format.name), which is not read", hint: format.hint)
        }
        return nil
    }

    /// An error for a zip archive that is an Excel workbook.
    static func refusal(_ members: [ZipDirectory.Member], file: String) -> DataError? {
        guard members.contains(where: { $0.name == "xl/workbook.xml" || $0.name == "xl/workbook.bin" }) else {
            return nil
        }
        return DataError(
            .badInput, file: file, "is an Excel workbook (xlsx), which is not read", hint: "save it as CSV")
    }

    /// Whether a member of an archive only describes others to the system that packed them.
    static func isSystemFile(_ name: String) -> Bool {
        let parts = name.split(separator: "/")
        return parts.contains("__MACOSX")
            || parts.last.map { $0.hasPrefix("._") || $0 == ".DS_Store" } ?? false
    }
}
