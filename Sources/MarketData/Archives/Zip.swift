import PlainText

/// Reads members of zip archives into memory; nothing is ever written to disk.
struct Zip {
    /// What the archive holds.
    let directory: ZipDirectory
    private let bytes: Bytes
    private let file: String
    private let limits: Limits

    /// Opens an archive and checks its whole directory.
    init(_ bytes: Bytes, file: String, limits: Limits) throws(DataError) {
        directory = try ZipDirectory(bytes, file: file, limits: limits)
        (self.bytes, self.file, self.limits) = (bytes, file, limits)
    }

    /// The contents of one member.
    ///
    /// - Throws: ``DataError`` where the local header contradicts the directory, the sizes or the checksum are wrong;
    ///   for a large member, the latter only while it is read.
    func contents(of member: ZipDirectory.Member) throws(DataError) -> any ByteStream {
        func damaged(_ what: String) -> DataError {
            DataError(.badInput, file: file, "archive member \(Echo.name(member.name)) \(what)")
        }
        let header = member.header
        guard header + 30 <= directory.start, bytes.number32(header) == 0x0403_4B50 else {
            throw damaged("has no header where the directory says")
        }
        let nameEnd = header + 30 + bytes.number16(header + 26)
        let start = nameEnd + bytes.number16(header + 28)
        guard start + member.compressed <= directory.start else {
            throw damaged("reaches beyond the archive")
        }
        guard bytes.raw[(header + 30)..<nameEnd].elementsEqual(member.name.utf8),
            bytes.number16(header + 8) == member.method, bytes.number16(header + 6) & 1 == 0
        else { throw damaged("is described in two ways") }
        let data = UnsafeRawBufferPointer(rebasing: bytes.raw[start..<(start + member.compressed)])
        if member.method == 8, member.size > limits.inOneGo {
            return try InflateStream(
                MemoryStream(bytes, start..<(start + member.compressed)),
                .raw(size: member.size, checksum: member.checksum), allowed: member.size,
                damaged: damaged("is damaged, or its size or checksum (CRC-32) is wrong"),
                tooLarge: damaged("expands to more than the \(member.size) bytes that the directory says"))
        }
        let contents = try expand(data, member, damaged)
        guard Deflate.checksum(contents) == member.checksum else {
            throw damaged("has a wrong checksum (CRC-32)")
        }
        return MemoryStream(contents)
    }

    private func expand(
        _ data: UnsafeRawBufferPointer, _ member: ZipDirectory.Member, _ damaged: (String) -> DataError
    ) throws(DataError) -> Bytes {
        do {
            if member.method == 8 { return try Deflate().inflate(data, size: member.size) }
            guard data.count == member.size else { throw damaged("is stored with two different sizes") }
            let copy = try Bytes(capacity: data.count) { output throws(Deflate.Fault) in
                output.copyMemory(from: data)
                return data.count
            }
            guard let copy else { throw Deflate.Fault.noMemory }
            return copy
        } catch let error as DataError {
            throw error
        } catch Deflate.Fault.tooLarge {
            throw damaged("expands to more than the \(member.size) bytes that the directory says")
        } catch Deflate.Fault.noMemory {
            throw DataError(.limit, file: file, "no memory for \(member.size) bytes")
        } catch {
            throw damaged("is damaged or shorter than the directory says")
        }
    }
}
