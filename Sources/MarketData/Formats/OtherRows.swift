import PlainText

/// Rows that were passed over because they belong to others than the one that was asked for.
struct OtherRows {
    /// How many there were.
    private(set) var count = 0
    /// The first values that they have.
    private var values: [[UInt8]] = []

    /// More values than this are not listed.
    private static let shown = 12

    mutating func add(_ value: UnsafeBufferPointer<UInt8>, _ place: Int) {
        count += 1
        guard values.count < Self.shown, !values.contains(where: { $0.elementsEqual(value) }) else { return }
        values.append(Array(value.prefix(64)))
    }

    /// The error that no row was left; `nil` where none was passed over.
    func error(_ table: Table) -> DataError? {
        guard count > 0 else { return nil }
        let chosen = table.layout.fields.compactMap { field -> String? in
            guard case .chosen(let value) = field.rule else { return nil }
            return "\(Echo.plain(field.name.utf8))=\(Echo.plain(value))"
        }
        let there = values.map { Echo.plain($0) }.joined(separator: ", ")
        return DataError(
            .badInput, file: table.file, "no row has \(chosen.joined(separator: " and "))",
            hint: "there are \(there)\(values.count == Self.shown ? " and more" : "")")
    }
}
