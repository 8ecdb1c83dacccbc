import Glibc

/// The bytes of a regular file.
///
/// The file is read, not mapped: a file that shrinks while it is used must not end the process.
final class FileStream: ByteStream {
    /// How many bytes the file had when it was opened.
    let size: Int
    private let path: String
    private let descriptor: Int32
    private let limit: Int
    private let shouldContinue: @Sendable (Int) -> Bool
    private var done = 0

    /// Opens a file.
    ///
    /// - Throws: ``DataError`` `.inputMissing`, `.io`, `.badInput` for what is no file, `.limit` for one too large.
    init(_ path: String, limits: Limits) throws(DataError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileSystem.failure(path, errno) }
        (self.path, self.descriptor, limit, shouldContinue) = (
            path, descriptor, limits.bytes, limits.shouldContinue
        )
        var status = stat()
        let (result, number) = (fstat(descriptor, &status), errno)
        size = Int(status.st_size)
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
            // A file may grow while it is read.
            guard done <= limit else {
                throw DataError(.limit, file: path, "has more bytes than the limit of \(limit)")
            }
            return step
        }
    }

    /// Some bytes anywhere, which stay unread; fewer than asked for where the file ends.
    func bytes(_ count: Int, at offset: Int = 0) throws(DataError) -> [UInt8] {
        var bytes = Array(repeating: UInt8(0), count: count)
        let step = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, count, off_t(offset)) }
        guard step >= 0 else { throw FileSystem.failure(path, errno) }
        return Array(bytes.prefix(step))
    }
}
