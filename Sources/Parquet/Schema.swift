import PlainText

/// The columns of a file, from its schema: a tree that is stored as a list, children behind their parents.
///
/// - Source: apache/parquet-format, parquet.thrift (SchemaElement) and LogicalTypes.md.
struct Schema {
    /// The columns that the file is shown with.
    private(set) var columns: [ParquetColumn] = []
    /// How many columns a row group has, those inside lists included.
    private(set) var leaves = 0
    /// Bytes of a name; that of a member of a struct has those of the structs around it in it.
    private static let longestName = 4096

    private let limits: ParquetLimits
    private var elements: [SchemaElement] = []
    private var next = 1

    /// Reads a list of elements, which follows.
    init(_ reader: inout ThriftReader, _ field: ThriftReader.Field, limits: ParquetLimits)
        throws(ParquetError)
    {
        self.limits = limits
        for _ in 0..<(try reader.structs(field)) {
            elements.append(try SchemaElement(&reader))
            // Every group is there for a column.
            guard elements.count / max(1, limits.nesting) <= limits.columns else { throw tooMany }
        }
        guard let root = elements.first, let children = root.children, root.type == nil else {
            throw ParquetError(.badInput, "the schema has no root that holds its columns")
        }
        try walk(children, prefix: "", levels: 0, depth: 0)
        guard next == elements.count else {
            throw ParquetError(
                .badInput, "the schema holds \(elements.count.grouped) elements, its tree \(next.grouped)")
        }
        elements = []
    }

    private var tooMany: ParquetError {
        ParquetError(.limit, "there are more than \(limits.columns.grouped) columns")
    }

    private mutating func walk(
        _ count: Int, prefix: String, levels: Int, depth: Int
    ) throws(ParquetError) {
        for _ in 0..<count {
            let element = try take(depth)
            let name = prefix + element.name
            guard name.utf8.count <= Self.longestName else {
                throw ParquetError(
                    .limit,
                    "a column's name has more than \(Self.longestName.grouped) bytes: \(Echo.quoted(name.utf8))"
                )
            }
            let inner = levels + (element.repetition == 1 ? 1 : 0)
            let leaf = leaves
            if element.repetition == 2 || element.isList {
                try pass(element, depth)
                show(name, .unread(element.isMap ? "a map" : "a list"), nil, inner, leaf)
            } else if let children = element.children {
                try walk(children, prefix: name + ".", levels: inner, depth: depth + 1)
            } else {
                try pass(element, depth)
                let type = ColumnType(
                    type: element.type ?? -1, bytes: element.bytes, meaning: element.meaning)
                show(name, type.kind, type.storage, inner, leaf)
            }
        }
    }

    private mutating func show(
        _ name: String, _ kind: ParquetColumn.Kind, _ storage: Storage?, _ levels: Int, _ leaf: Int
    ) {
        columns.append(ParquetColumn(name: name, kind: kind, storage: storage, levels: levels, leaf: leaf))
    }

    /// Counts the columns in what has been taken.
    private mutating func pass(_ element: SchemaElement, _ depth: Int) throws(ParquetError) {
        guard let children = element.children else {
            leaves += 1
            guard leaves <= limits.columns else { throw tooMany }
            return
        }
        for _ in 0..<children { try pass(try take(depth + 1), depth + 1) }
    }

    private mutating func take(_ depth: Int) throws(ParquetError) -> SchemaElement {
        guard depth < limits.nesting else {
            throw ParquetError(
                .limit, "the schema has groups more than \(limits.nesting) deep inside one another")
        }
        guard next < elements.count else {
            throw ParquetError(
                .badInput, "the schema's groups say more members than its \(elements.count.grouped) elements")
        }
        next += 1
        return elements[next - 1]
    }
}
