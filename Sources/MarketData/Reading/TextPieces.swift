/// Hands out the text of a file in pieces of whole lines, so that memory stays flat however long the file is.
///
/// A line break ends a row wherever it stands, so the pieces can be read one by one. Blank lines at the end of the
/// text are left out; a line longer than a piece makes its piece longer.
final class TextPieces {
    /// Bytes of a piece: text, positions and numbers of one piece fit into the second cache together.
    static let size = 64 << 10

    /// The name of the file for messages.
    let file: String
    private let stream: any ByteStream
    /// The bytes behind the last piece, read already.
    private let rest: Bytes
    private var isAtEnd = false
    /// How many bytes all pieces so far had.
    private var offset = 0
    /// Whether a file without a piece has bytes all the same: blank lines.
    private(set) var hasBlankLines = false

    /// - Throws: ``DataError`` `.limit` when memory is short.
    init(_ stream: any ByteStream, file: String) throws(DataError) {
        guard let rest = Bytes(capacity: TextPieces.size) else { throw TextPieces.noMemory(file) }
        (self.stream, self.file, self.rest) = (stream, file, rest)
    }

    /// Some whole lines.
    struct Piece {
        /// The text.
        let bytes: Bytes
        /// How many bytes of the file stand before it.
        let offset: Int
    }

    /// Room for a piece.
    func makeRoom() throws(DataError) -> Bytes {
        guard let bytes = Bytes(capacity: TextPieces.size) else { throw TextPieces.noMemory(file) }
        return bytes
    }

    /// About how many bytes come in all.
    var expectedBytes: Int { stream.expectedBytes }

    /// The next lines.
    ///
    /// - Parameter room: is overwritten.
    /// - Returns: `nil` at the end.
    func next(into room: Bytes) throws(DataError) -> Piece? {
        room.truncate(to: 0)
        guard room.append(rest.raw) else { throw TextPieces.noMemory(file) }
        rest.truncate(to: 0)
        while true {
            try fill(room)
            if let end = lines(in: room) {
                let behind = UnsafeRawBufferPointer(rebasing: room.raw[end...])
                guard rest.append(behind) else { throw TextPieces.noMemory(file) }
                room.truncate(to: end)
                break
            }
            if isAtEnd { break }
            guard room.grow(to: 2 * room.count) else { throw TextPieces.noMemory(file) }
        }
        guard room.count > 0 else { return nil }
        defer { offset += room.count }
        return Piece(bytes: room, offset: offset)
    }

    /// Adds everything that is left, blank lines included, to a piece: for formats that are not read by lines.
    func addRest(to room: Bytes) throws(DataError) {
        guard room.append(rest.raw) else { throw TextPieces.noMemory(file) }
        rest.truncate(to: 0)
        while !isAtEnd {
            try fill(room)
            guard isAtEnd || room.grow(to: max(stream.expectedBytes, 2 * room.count)) else {
                throw TextPieces.noMemory(file)
            }
        }
    }

    private func fill(_ room: Bytes) throws(DataError) {
        while !isAtEnd, room.free.count > 0 {
            let step = try stream.read(into: room.free)
            if step == 0 { isAtEnd = true } else { room.add(step) }
        }
    }

    /// Where the last whole line that is not blank ends; `nil` where more must be read to know.
    private func lines(in room: Bytes) -> Int? {
        let text = room.start
        func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
        var last = room.count
        if !isAtEnd {
            while last > 0, text[last - 1] != 10 { last -= 1 }
        }
        while last > 0, isBreak(text[last - 1]) { last -= 1 }
        // Only blank lines: they count when a row follows, and are nothing at the end.
        if last == 0 {
            guard isAtEnd else { return nil }
            hasBlankLines = hasBlankLines || room.count > 0
            return 0
        }
        while last < room.count, text[last] == 13 { last += 1 }
        return min(room.count, last + 1)
    }

    private static func noMemory(_ file: String) -> DataError {
        DataError(.limit, file: file, "no memory for a line")
    }
}
