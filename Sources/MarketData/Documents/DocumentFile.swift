/// A file that a script reads as it is: the bytes of its text, unpacked where it is compressed.
struct DocumentFile {
    /// Its text, checked to be UTF-8.
    let bytes: Bytes
    /// Where the text starts: behind a byte order mark.
    let start: Int
    /// The limits that it was read under.
    let limits: Limits

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for what cannot be read, is no text, changes while it is read, or is too large.
    init(_ path: String, largest: Int, limits given: Limits) throws(DataError) {
        var limits = given
        limits.bytes = largest
        self.limits = limits
        let stream = try FileStream(path, limits: limits)
        let head = try stream.bytes(OtherFormats.headLength)
        if let error = OtherFormats.refusal(head, file: path) { throw error }
        if ZipDirectory.matches(head) {
            throw DataError(
                .badInput, file: path, "is a zip archive", hint: "unpack it, or load it with liq.load")
        }
        let text: Bytes
        if Gzip.matches(head) {
            let contents = try Gzip.contents(of: stream, file: path, limits: limits)
            text = try Bytes.all(of: contents, file: path)
        } else if ZstdStream.matches(head) {
            text = try Bytes.all(of: ZstdStream(stream, file: path, limits: limits), file: path)
        } else {
            text = try Bytes.all(of: stream, file: path)
        }
        if let error = stream.changed() { throw error }
        bytes = text
        start = try TextEncoding.start(of: text, file: path)
        try TextEncoding.check(text.raw, offset: 0, file: path)
    }
}
