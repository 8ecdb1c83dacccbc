import Glibc
package import Synchronization

/// Small files as a whole: scripts, plugins, outputs.
package enum TextFile {
    /// The bytes of a file.
    ///
    /// - Parameters:
    ///   - path: where it is.
    ///   - limit: the largest size, in bytes; a script is never larger.
    /// - Returns: all of them.
    /// - Throws: ``EngineError`` `.inputMissing` when it cannot be read or is larger.
    package static func read(_ path: String, limit: Int = 16 << 20) throws(EngineError) -> [UInt8] {
        try checkName(path)
        guard let file = fopen(path, "rb") else {
            throw EngineError(.inputMissing, "cannot read \(path): \(reason())")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw EngineError(.inputMissing, "\(path) is larger than \(limit) bytes")
            }
        }
        guard ferror(file) == 0 else { throw EngineError(.inputMissing, "cannot read \(path): \(reason())") }
        return bytes
    }

    /// Writes a file so that a reader sees the old or the new one, never a part; see ``FileDraft``.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`.
    package static func write(_ text: String, to path: String) throws(EngineError) {
        try write(Array(text.utf8), to: path)
    }

    /// ``write(_:to:)`` for bytes that are no text.
    package static func write(_ bytes: [UInt8], to path: String) throws(EngineError) {
        let draft = try FileDraft(path)
        guard writeAll(bytes, to: draft.descriptor) else {
            if errno == EINTR { throw EngineError(.interrupted, "interrupted while writing \(path)") }
            throw EngineError(.cannotCreate, "cannot write \(path): \(reason())")
        }
        try draft.commit()
    }

    /// Counts Ctrl-C, where the program listens to it: a write that waits for a reader ends with the next one.
    package static let interrupts = Mutex<@Sendable () -> UInt64>({ 0 })

    /// Writes everything to a descriptor; false where that fails, with `EINTR` after a Ctrl-C.
    package static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        bytes.withUnsafeBytes { writeAll($0, to: descriptor) }
    }

    /// Writes everything to a descriptor; false where that fails, with `EINTR` after a Ctrl-C.
    package static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var done = 0
        let count = interrupts.withLock { $0 }
        let before = count()
        while done < bytes.count {
            let written = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if written < 0, errno == EINTR, count() == before { continue }
            guard written > 0 else { return false }
            done += written
            // A write that was cut short by it has taken a part.
            if done < bytes.count, count() != before {
                errno = EINTR
                return false
            }
        }
        return true
    }

    /// Whether something is at a path.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether a path leads to a regular file or to nothing: what writing replaces, unlike a device or a pipe.
    package static func isReplaceable(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
    }

    /// Whether two paths lead to the same regular file; `-` is what standard input reads.
    package static func isSame(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        return status(path, &one) && status(other, &two) && one.st_mode & S_IFMT == S_IFREG
            && one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// Whether a file is there and lies in a folder or below it; links are followed.
    package static func isFile(_ path: String, in folder: String) -> Bool {
        func resolved(_ path: String) -> String? {
            guard let whole = realpath(path, nil) else { return nil }
            defer { free(whole) }
            return String(cString: whole)
        }
        guard isFolder(folder), let file = resolved(path), let folder = resolved(folder) else { return false }
        return file.hasPrefix(folder == "/" ? folder : folder + "/")
    }

    private static func status(_ path: String, _ result: inout stat) -> Bool {
        path == "-" ? fstat(STDIN_FILENO, &result) == 0 : stat(path, &result) == 0
    }

    /// Refuses a path that the system would cut: a name ends at a NUL.
    static func checkName(_ path: String) throws(EngineError) {
        guard path.utf8.contains(0) else { return }
        throw EngineError(.usage, "a path holds no NUL, was '\(path)'", subject: .value(path))
    }

    /// Whether a regular file is at a path; links are followed.
    package static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    /// A path from the root on, without looking whether anything is there.
    package static func absolute(_ path: String) -> String {
        guard !path.hasPrefix("/"), let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }

    /// Whether a folder is at a path.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func reason() -> String { String(cString: strerror(errno)) }
}
