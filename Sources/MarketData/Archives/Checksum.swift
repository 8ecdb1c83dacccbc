import PlainText

/// The file that some publishers put beside each of theirs: `name.zip.CHECKSUM` with the SHA-256 of `name.zip`.
///
/// One line, the hash in hexadecimal, white space, the name: what `sha256sum` writes.
enum Checksum {
    /// What names of such files end in.
    static let ending = ".CHECKSUM"

    /// Compares a file with the checksum beside it; a missing one is fine.
    ///
    /// - Throws: ``DataError`` `.badInput` naming both where the checksum is of other bytes, of another file, or is
    ///   none.
    static func verify(_ path: String, limits: Limits) throws(DataError) {
        let beside = path + ending
        guard FileSystem.isThere(beside) else { return }
        let text = try Bytes.all(of: FileStream(beside, limits: limits), file: beside)
        let words = String(decoding: text.raw.prefix(4096), as: UTF8.self).split(
            whereSeparator: \.isWhitespace)
        guard let told = words.first?.lowercased(), told.utf8.count == 64, told.allSatisfy(\.isHexDigit),
            words.count <= 2
        else {
            throw DataError(.badInput, file: beside, "is not a SHA-256 and a file name")
        }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        // `sha256sum -b` puts a star before the name.
        if let other = words.dropFirst().first, other.drop(while: { $0 == "*" }) != name {
            throw DataError(
                .badInput, file: beside,
                "is the checksum of \(Echo.quoted(other.utf8)), not of \(Echo.quoted(name.utf8))")
        }
        let found = try sha256(path, limits: limits)
        guard found == told else {
            throw DataError(
                .badInput, file: path, "SHA-256 is \(found), but \(Echo.name(beside)) says \(told)",
                hint: "one of the two is damaged, fetch both again")
        }
    }

    private static func sha256(_ path: String, limits: Limits) throws(DataError) -> String {
        let stream = try FileStream(path, limits: limits)
        guard let room = Bytes(capacity: TextPieces.size) else {
            throw DataError(.limit, file: path, "no memory for a piece of it")
        }
        var hash = ContentHash()
        while true {
            let step = try stream.read(into: room.free)
            if step == 0 { return hash.finish() }
            hash.add(UnsafeRawBufferPointer(rebasing: room.free[..<step]))
        }
    }
}
