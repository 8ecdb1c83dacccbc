import Foundation
import Parquet
import Testing

/// A file of Fixtures/, which make_fixtures.py writes, and what the program that wrote it reads from it.
struct Fixture {
    /// What is expected of a column.
    struct Column: Decodable {
        let name: String
        let kind: String
        /// The values, `nil` for null; only of short files.
        let values: [String?]?
        /// The checksum of the values of longer files.
        let checksum: String?
    }

    /// What is expected of a file.
    struct Expected: Decodable {
        let rows: Int
        let columns: [Column]
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures")

    /// The names of all files.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".parquet") }.map { String($0.dropLast(8)) }.sorted()
    }()

    let name: String

    /// Its bytes.
    var bytes: [UInt8] {
        get throws { Array(try Data(contentsOf: Self.folder.appending(path: "\(name).parquet"))) }
    }

    /// What it holds.
    var expected: Expected {
        get throws {
            let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
            return try JSONDecoder().decode(Expected.self, from: data)
        }
    }
}

extension ParquetFile {
    /// The values of a column in all row groups as the fixtures write them.
    func tokens(_ column: Int) throws -> [String?] {
        try (0..<rowGroupCount).flatMap { group in
            let chunk = try read(column: column, rowGroup: group)
            #expect(chunk.count == rowCount(ofGroup: group))
            return (0..<chunk.count).map { chunk.token($0) }
        }
    }
}

extension ParquetChunk {
    fileprivate func token(_ row: Int) -> String? {
        if isNull(row) { return nil }
        guard case .numbers(let numbers) = values else {
            var text: [UInt8] = []
            #expect(append(row: row, to: &text))
            return String(decoding: text, as: UTF8.self)
        }
        return "\(numbers[row].isNaN ? 0x7FF8_0000_0000_0000 : numbers[row].bitPattern)"
    }
}

extension ParquetColumn.Kind {
    /// As the fixtures write it.
    var token: String {
        switch self {
        case .time(let unit, let isUTC): "time \(unit)" + (isUTC ? " utc" : "")
        case .number: "number"
        case .integer: "integer"
        case .unsigned: "unsigned"
        case .boolean: "boolean"
        case .text: "text"
        case .unread: "unread"
        }
    }
}

/// FNV-1a, 64 bits, of all texts, each behind a 1; a null is a 0.
func checksum(_ tokens: [String?]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for token in tokens {
        for byte in token.map({ [1] + Array($0.utf8) }) ?? [0] {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
    }
    return "\(hash)"
}
