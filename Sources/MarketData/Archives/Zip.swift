import CDeflate
import PlainText

/// Reads members of zip archives into memory; nothing is ever written to disk.
struct Zip {
    /// The directory of the archive.
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

/// The central directory of a zip archive, checked before any member is touched.
struct ZipDirectory {
    /// One member as the directory describes it.
    struct Member {
        /// Its name, checked: relative, without "..", backslashes, drives and control characters.
        let name: String
        /// 0 stored, 8 deflated.
        let method: Int
        let checksum: UInt32
        let compressed: Int
        let size: Int
        /// The start of its local header.
        let header: Int
    }

    /// Files in byte order of their names; folders are left out.
    let members: [Member]
    /// The start of the directory: every member ends before.
    let start: Int

    /// Whether bytes begin like a zip archive, an empty one included.
    static func matches(_ head: [UInt8]) -> Bool {
        head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6])
    }

    /// Reads and checks the directory.
    ///
    /// - Throws: ``DataError`` `.badInput` for an unsafe or repeated name, a link, an encrypted or unknown member,
    ///   damage, data behind the end; `.limit` for too many members or too many bytes.
    init(_ bytes: Bytes, file: String, limits: Limits) throws(DataError) {
        func damaged(_ what: String) -> DataError {
            DataError(.badInput, file: file, "zip archive is damaged: \(what)")
        }
        guard let end = ZipDirectory.endRecord(bytes) else {
            throw damaged("no end record, or data behind it")
        }
        let (count, length, start) =
            (bytes.number16(end + 10), bytes.number32(end + 12), bytes.number32(end + 16))
        guard bytes.number32(end + 4) == 0, bytes.number16(end + 8) == count else {
            throw damaged("it is one part of several")
        }
        guard count < 0xFFFF, start < 0xFFFF_FFFF else {
            throw DataError(.badInput, file: file, "ZIP64 archives are not supported")
        }
        guard count <= limits.members else {
            throw DataError(
                .limit, file: file, "archive has \(count) members, above the limit of \(limits.members)")
        }
        guard start + length == end else { throw damaged("the directory is not where the end record says") }
        var (position, members, names): (Int, [Member], Set<String>) = (start, [], [])
        for _ in 0..<count {
            guard position + 46 <= end, bytes.number32(position) == 0x0201_4B50 else {
                throw damaged("the directory is cut short")
            }
            let nameLength = bytes.number16(position + 28)
            let nameStart = position + 46
            let next = nameStart + nameLength + bytes.number16(position + 30) + bytes.number16(position + 32)
            guard next <= end else { throw damaged("the directory is cut short") }
            let name = try ZipName.checked(bytes.raw[nameStart..<(nameStart + nameLength)], file: file)
            guard names.insert(name).inserted else {
                throw DataError(.badInput, file: file, "archive holds \(ZipName.shown(name)) twice")
            }
            let member = Member(
                name: name, method: bytes.number16(position + 10),
                checksum: UInt32(bytes.number32(position + 16)), compressed: bytes.number32(position + 20),
                size: bytes.number32(position + 24), header: bytes.number32(position + 42))
            try ZipDirectory.check(
                member, flags: bytes.number16(position + 8), mode: bytes.number16(position + 40), file: file)
            if !name.hasSuffix("/") { members.append(member) }
            position = next
        }
        guard position == end else { throw damaged("the directory holds more than its members") }
        try ZipDirectory.checkSizes(members, file: file, limits: limits)
        // One stream under many names would expand many times over.
        guard members.reduce(0, { $0 + $1.compressed }) <= start else { throw damaged("members overlap") }
        self.start = start
        self.members = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The start of the end record: the one whose comment reaches exactly to the end of the file.
    private static func endRecord(_ bytes: Bytes) -> Int? {
        guard bytes.count >= 22 else { return nil }
        let last = bytes.count - 22
        for position in stride(from: last, through: max(0, last - 0xFFFF), by: -1)
        where bytes.number32(position) == 0x0605_4B50
            && position + 22 + bytes.number16(position + 20) == bytes.count
        {
            return position
        }
        return nil
    }

    private static func check(_ member: Member, flags: Int, mode: Int, file: String) throws(DataError) {
        let shown = "archive member \(Echo.name(member.name))"
        let type = mode & 0o170000
        if type == 0o120000 { throw DataError(.badInput, file: file, "\(shown) is a symbolic link") }
        guard type == 0 || type == 0o100000 || (type == 0o040000 && member.name.hasSuffix("/")) else {
            throw DataError(.badInput, file: file, "\(shown) is not a regular file")
        }
        guard flags & 0b10_0000_0100_0001 == 0 else {
            throw DataError(.badInput, file: file, "\(shown) is encrypted")
        }
        guard member.method == 0 || member.method == 8 else {
            throw DataError(
                .badInput, file: file,
                "\(shown) is compressed by method \(member.method), only stored (0) and deflate (8) are read")
        }
    }

    private static func checkSizes(_ members: [Member], file: String, limits: Limits) throws(DataError) {
        var total = 0
        for member in members {
            total += member.size
            guard member.size <= limits.expansion(of: member.compressed) else {
                let ratio = member.size / max(1, member.compressed)
                throw DataError(
                    .limit, file: file,
                    "archive member \(Echo.name(member.name)) expands to \(member.size) bytes (ratio \(ratio):1), "
                        + "above the limit of \(limits.ratio):1 and \(limits.bytes) bytes")
            }
        }
        guard total <= limits.bytes else {
            throw DataError(
                .limit, file: file,
                "archive members expand to \(total) bytes, above the limit of \(limits.bytes)")
        }
    }
}

/// The names of archive members: shown, never used as paths, and refused all the same when they look like an escape.
enum ZipName {
    /// The name as text.
    ///
    /// - Throws: ``DataError`` for absolute names, "..", backslashes, drives, control characters, invalid UTF-8.
    static func checked(_ bytes: Slice<UnsafeRawBufferPointer>, file: String) throws(DataError) -> String {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw DataError(.badInput, file: file, "archive member \(Echo.quoted(bytes)): name is not UTF-8")
        }
        func refuse(_ why: String) -> DataError {
            DataError(.badInput, file: file, "archive member \(shown(name)) \(why)")
        }
        guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw refuse("has no plain name")
        }
        if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
            throw refuse("points outside the archive")
        }
        if name.contains("\\") || name.dropFirst().first == ":" {
            throw refuse("has a backslash or a drive in its name")
        }
        return name
    }

    /// A name in quotes, fit for a message.
    static func shown(_ name: String) -> String { Echo.quoted(name.utf8) }
}

/// Writes zip archives of one file, as exchanges publish them (APPNOTE 6.3.10, sections 4.3.7, 4.3.12, 4.3.16).
package enum ZipWriter {
    /// An archive with one member.
    ///
    /// Its time is 1980-01-01, the earliest there is, so that the same contents give the same bytes.
    /// - Parameters:
    ///   - name: of the member, ASCII.
    ///   - contents: below 4 GB.
    /// - Returns: `nil` when memory is short.
    /// - Complexity: O(contents).
    package static func archive(_ name: String, _ contents: [UInt8]) -> [UInt8]? {
        precondition(contents.count < UInt32.max && name.utf8.count < UInt16.max)
        guard let data = deflated(contents) else { return nil }
        let checksum = contents.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
        // Version 2.0, no flags, deflated, midnight of 1980-01-01, checksum, sizes, length of the name, no extras.
        let common =
            little(UInt16(20)) + little(UInt16(0)) + little(UInt16(8)) + little(UInt16(0))
            + little(UInt16(0x21))
            + little(checksum) + little(UInt32(data.count)) + little(UInt32(contents.count))
            + little(UInt16(name.utf8.count)) + little(UInt16(0))
        let start = little(UInt32(0x0403_4B50)) + common + Array(name.utf8) + data
        // Made by version 2.0 on Unix; no comment, part 0, binary, a regular file for all to read, at offset 0.
        let entry =
            little(UInt32(0x0201_4B50)) + [20, 3] + common + little(UInt16(0)) + little(UInt16(0))
            + little(UInt16(0)) + little(UInt32(0o100644) << 16) + little(UInt32(0)) + Array(name.utf8)
        let end =
            little(UInt32(0x0605_4B50)) + little(UInt32(0)) + little(UInt16(1)) + little(UInt16(1))
            + little(UInt32(entry.count)) + little(UInt32(start.count)) + little(UInt16(0))
        return start + entry + end
    }

    private static func deflated(_ contents: [UInt8]) -> [UInt8]? {
        guard let compressor = libdeflate_alloc_compressor(6) else { return nil }
        defer { libdeflate_free_compressor(compressor) }
        let bound = libdeflate_deflate_compress_bound(compressor, contents.count)
        return Array(unsafeUninitializedCapacity: bound) { output, count in
            count = contents.withUnsafeBytes {
                libdeflate_deflate_compress(compressor, $0.baseAddress, $0.count, output.baseAddress, bound)
            }
        }
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
