import Glibc

/// A stream that can be read once: standard input, a named pipe, what a shell gives for `<(…)`.
enum Pipe {
    /// What stands for standard input.
    static let standardInput = "-"

    /// The path of what a user means: `-` is standard input.
    static func path(_ path: String) -> String { path == standardInput ? "/dev/stdin" : path }

    /// Whether an open file is a pipe.
    static func isPipe(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    /// An empty file that no name leads to.
    private static func temporaryFile(_ path: String) throws(DataError) -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var name = Array("\(folder)/liq-XXXXXX".utf8CString)
        let file = mkstemp(&name)
        guard file >= 0 else { throw FileSystem.failure(path, errno) }
        unlink(&name)
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        return file
    }

    /// Copies a stream into a file, so that it can be looked at before it is read; closes it.
    ///
    /// - Parameters:
    ///   - descriptor: of the stream, opened without waiting.
    ///   - path: for messages.
    ///   - limits: of bytes; asked whether to go on while nothing comes.
    /// - Returns: a file without a name, at its start.
    /// - Throws: ``DataError`` `.limit` for a stream that is too long, `.interrupted`, `.io`.
    static func spooled(_ descriptor: Int32, path: String, limits: Limits) throws(DataError) -> Int32 {
        defer { close(descriptor) }
        let file = try temporaryFile(path)
        do throws(DataError) {
            try copy(descriptor, to: file, path, limits)
        } catch {
            close(file)
            throw error
        }
        lseek(file, 0, SEEK_SET)
        return file
    }

    private static func copy(
        _ descriptor: Int32, to file: Int32, _ path: String, _ limits: Limits
    ) throws(DataError) {
        var (buffer, total) = ([UInt8](repeating: 0, count: 1 << 16), 0)
        while true {
            guard limits.shouldContinue(0) else { throw DataError(.interrupted, file: path, "interrupted") }
            // Waits for whoever writes into it, a tenth of a second at a time.
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 100) > 0 else { continue }
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, [EINTR, EAGAIN].contains(errno) { continue }
            guard count >= 0 else { throw FileSystem.failure(path, errno) }
            if count == 0 { return }
            total += count
            guard total <= limits.bytes else {
                throw DataError(.limit, file: path, "has more bytes than the limit of \(limits.bytes)")
            }
            var rest = buffer[..<count]
            while !rest.isEmpty {
                let step = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
                guard step > 0 else { throw FileSystem.failure(path, errno) }
                rest = rest.dropFirst(step)
            }
        }
    }
}
