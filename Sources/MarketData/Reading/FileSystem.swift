import Glibc

/// Asks the system what is where.
enum FileSystem {
    /// The kind of thing at a path.
    enum Entry { case file, folder, pipe }

    /// The kind of thing at a path.
    ///
    /// - Throws: ``DataError`` `.inputMissing` where there is nothing, `.badInput` for devices and sockets.
    static func entry(_ path: String) throws(DataError) -> Entry {
        try checkName(path)
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFIFO: return .pipe
        default: throw DataError(.badInput, file: path, "is neither a file nor a folder")
        }
    }

    /// Refuses a path that the system would cut: a name ends at a NUL.
    static func checkName(_ path: String) throws(DataError) {
        guard path.utf8.contains(0) else { return }
        throw DataError(.inputMissing, file: path, "a path holds no NUL")
    }

    /// The reason why a link leads to nothing; `nil` for links that lead somewhere, and for what is no link.
    static func brokenLink(_ path: String) -> String? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, stat(path, &status) != 0 else {
            return nil
        }
        return switch errno {
        case ENOENT, ENOTDIR: "a link to nothing"
        case ELOOP: "a link that leads in a circle"
        default: nil
        }
    }

    /// The length of a regular file; 0 for anything else.
    static func bytes(of path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return Int(status.st_size)
    }

    /// Whether something has this name.
    static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, hidden ones left out, in byte order.
    static func names(in path: String) throws(DataError) -> [String] {
        guard let folder = opendir(path) else { throw failure(path, errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let length = strlen(nameStart(entry))
            let name = String(
                decoding: UnsafeRawBufferPointer(start: nameStart(entry), count: length), as: UTF8.self)
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func nameStart(_ entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
        let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
        return UnsafePointer(
            (UnsafeMutableRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
    }

    /// The error that a number of the system means for a path.
    static func failure(_ path: String, _ number: Int32) -> DataError {
        switch number {
        case ENOENT, ENOTDIR: DataError(.inputMissing, file: path, "no such file or folder")
        case EACCES, EPERM: DataError(.io, file: path, "reading it is not permitted")
        default: DataError(.io, file: path, "cannot be read: \(String(cString: strerror(number)))")
        }
    }
}

/// The bytes of a regular file.
///
/// The file is read, not mapped: a file that shrinks while it is used must not end the process.
final class FileStream: ByteStream {
    /// The number of bytes that the file had when it was opened.
    let size: Int
    private let path: String
    private let descriptor: Int32
    private let limit: Int
    private let shouldContinue: @Sendable (Int) -> Bool
    private let opened: FileVersion
    private var done = 0

    /// Opens a file.
    ///
    /// - Throws: ``DataError`` `.inputMissing`, `.io`, `.badInput` for what is no file, `.limit` for one too large.
    init(_ path: String, limits: Limits) throws(DataError) {
        try FileSystem.checkName(path)
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else { throw FileSystem.failure(path, errno) }
        descriptor = try Pipe.isPipe(opened) ? Pipe.spooled(opened, path: path, limits: limits) : opened
        (self.path, limit, shouldContinue) = (path, limits.bytes, limits.shouldContinue)
        var status = stat()
        let (result, number) = (fstat(descriptor, &status), errno)
        self.opened = FileVersion(status)
        size = self.opened.size
        guard result == 0 else { throw FileSystem.failure(path, number) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw DataError(.badInput, file: path, "is not a regular file")
        }
        guard size <= limits.bytes else {
            throw DataError(.limit, file: path, "has \(size) bytes, above the limit of \(limits.bytes)")
        }
    }

    deinit { close(descriptor) }

    var expectedBytes: Int { size }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        while true {
            let step = Glibc.read(descriptor, memory.baseAddress, memory.count)
            if step < 0 && errno == EINTR { continue }
            guard step >= 0 else { throw FileSystem.failure(path, errno) }
            done += step
            guard shouldContinue(step) else { throw DataError(.interrupted, file: path, "interrupted") }
            // A file may grow while it is read; ``changed()`` refuses it, but only once it has been read.
            guard done <= limit else {
                throw DataError(.limit, file: path, "has more bytes than the limit of \(limit)")
            }
            return step
        }
    }

    /// An error where the file changed since it was opened; `nil` where it did not.
    func changed() -> DataError? { opened.changed(descriptor, file: path) }

    /// The file for reading at any place, as long as this stream lives.
    var window: FileBytes { FileBytes(descriptor: descriptor, path: path) }

    /// Bytes at an offset, without moving on; fewer than asked for where the file ends.
    func bytes(_ count: Int, at offset: Int = 0) throws(DataError) -> [UInt8] {
        var bytes = Array(repeating: UInt8(0), count: count)
        let step = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        guard step >= 0 else { throw FileSystem.failure(path, errno) }
        return Array(bytes.prefix(step))
    }
}

/// An open file that is read at any place.
struct FileBytes: Sendable {
    fileprivate let descriptor: Int32
    fileprivate let path: String

    /// Reads bytes at an offset; fewer than asked for where the file ends.
    func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        var done = 0
        while done < memory.count {
            let step = pread(
                descriptor, memory.baseAddress.map { $0 + done }, memory.count - done, off_t(offset + done))
            if step < 0 && errno == EINTR { continue }
            guard step >= 0 else { throw FileSystem.failure(path, errno) }
            if step == 0 { break }
            done += step
        }
        return done
    }
}
