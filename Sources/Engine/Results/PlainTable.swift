import LiquidationCore
import MarketData
import PlainText

/// A table as CSV without comment lines, for readers that take none.
package struct PlainTable {
    /// A header and rows.
    package let bytes: [UInt8]
    /// What the comment lines would say, as JSON, format `liq.table` version 1: the members are described in REPL.md.
    package let metadata: String

    /// A table with the members of its metadata.
    ///
    /// - Parameters:
    ///   - bytes: a header and rows.
    ///   - content: what the rows are of: `map`.
    ///   - members: adds what the comment lines would say.
    init(_ bytes: [UInt8], of content: String, _ members: (inout JSONText) -> Void) {
        self.bytes = bytes
        metadata = Self.metadata(of: content, members)
    }

    /// The metadata of rows that are written elsewhere.
    static func metadata(of content: String, _ members: (inout JSONText) -> Void) -> String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.table")
            json.integer("version", 1)
            json.string("content", content)
            members(&json)
        }
        return json.string
    }

    /// Where the metadata of a table goes.
    package static func metadataPath(of path: String) -> String { path + ".meta.json" }
}

/// The first columns of a plain table: they tell rows apart when tables of several files are put together.
package struct RowLabels {
    /// Names, each with a comma behind it.
    let header: String
    /// Cells, each with a comma behind it.
    let cells: [UInt8]

    /// No columns, for tables whose comment lines say it.
    static let none = RowLabels(header: "", cells: [])

    private init(header: String, cells: [UInt8]) { (self.header, self.cells) = (header, cells) }

    /// Symbol and model, with a time between them.
    ///
    /// - Parameters:
    ///   - symbol: what is traded.
    ///   - model: the model's options; its name is one.
    ///   - parts: plugins and built-in models; signal rules, which only read the map, are left out.
    ///   - time: the instant of all rows; `nil` where each row has its own in a column `time`.
    ///   - column: what the column of the instant is called.
    init(
        symbol: PlainLine, model: [Assumptions.Pair], parts: [Assumptions.Part], time: Timestamp? = nil,
        column: String = "time"
    ) {
        let name = model.first { $0.name == "model" }?.value.text
        let words = [name].compactMap(\.self) + parts.filter { $0.kind != "signal" }.map(\.label)
        let instant = time.map { "\($0.milliseconds)," } ?? ""
        header = "symbol,\(time == nil ? "" : column + ",")model,"
        cells = Array(
            "\(CSVField.text(symbol.text)),\(instant)\(CSVField.text(words.joined(separator: " "))),".utf8)
    }

    /// Those of a result by what it rests on.
    init(_ assumptions: Assumptions, time: Timestamp? = nil, column: String = "time") {
        self.init(
            symbol: assumptions.data.first { $0.name == "symbol" }?.value ?? "unknown",
            model: assumptions.model, parts: assumptions.parts, time: time, column: column)
    }
}

extension Assumptions.Part {
    /// `leverage=retail` or `leverage=whales(median=3)`.
    fileprivate var label: String {
        let values = parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ",")
        return values.isEmpty ? "\(kind)=\(id)" : "\(kind)=\(id)(\(values))"
    }
}

/// Rows of a table as bytes.
struct TableBytes {
    private(set) var bytes: [UInt8] = []

    /// Adds a row: labels, texts that are cells already, and numbers; a cell is empty where there is none.
    mutating func add(_ labels: RowLabels, texts cells: String = "", _ numbers: [Double?]) {
        bytes += labels.cells
        bytes += cells.utf8
        for (place, number) in numbers.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            if let number { ShortestDecimal.append(number, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Adds text as it stands.
    mutating func add(_ text: String) { bytes += text.utf8 }

    /// All of it.
    var text: String { String(decoding: bytes, as: UTF8.self) }
}
