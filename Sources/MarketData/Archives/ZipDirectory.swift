import PlainText

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
        /// Where its local header starts.
        let header: Int
    }

    /// Files in byte order of their names; folders are left out.
    let members: [Member]
    /// Where the directory starts: every member ends before.
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

    /// Where the end record starts: the one whose comment reaches exactly to the end of the file.
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
