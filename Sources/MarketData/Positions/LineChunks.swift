import Glibc

/// A file or pipe, read in chunks that end at line breaks; memory stays flat however long it is.
final class LineChunks {
    /// Lines of a file.
    struct Chunk {
        /// The number of bytes in the buffer.
        let count: Int
        /// The number of the chunk's first line, counted from 1.
        let firstLine: Int
        /// Whether nothing follows.
        let isLast: Bool
    }

    private let descriptor: Int32
    private let file: String
    /// Whether waiting for more can take long: not for a regular file.
    private let mayWait: Bool
    private let shouldContinue: () -> Bool
    private var carry: [UInt8] = []
    private var line = 1
    private var isAtEnd = false
    private let opened: FileVersion
    /// The number of the last line, where no line feed ends it; known at the end.
    private(set) var openLine: Int?

    /// Opens a file; `-` is standard input.
    ///
    /// - Parameters:
    ///   - path: of a file or pipe.
    ///   - shouldContinue: asked ten times a second while nothing comes, and after every signal; false ends the reading.
    /// - Throws: ``DataError`` where it cannot be read, `.interrupted` where it was ended: a pipe opens once somebody
    ///   writes to it.
    init(_ path: String, shouldContinue: @escaping () -> Bool = { true }) throws(DataError) {
        let name = path == "-" ? "standard input" : path
        (file, self.shouldContinue) = (name, shouldContinue)
        var (opened, number): (Int32, Int32) = (-1, 0)
        repeat {
            guard shouldContinue() else { throw DataError(.interrupted, file: name, "interrupted") }
            opened = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
            number = errno
        } while opened < 0 && number == EINTR
        descriptor = opened
        var status = stat()
        mayWait = opened < 0 || fstat(opened, &status) != 0 || status.st_mode & S_IFMT != S_IFREG
        self.opened = FileVersion(status)
        guard opened >= 0 else {
            let isMissing = number == ENOENT || number == ENOTDIR
            throw DataError(
                isMissing ? .inputMissing : .io, file: path,
                isMissing ? "no such file" : "cannot be read: \(String(cString: strerror(number)))")
        }
    }

    deinit { close(descriptor) }

    /// Fills a buffer up to its last line break; `nil` at the end.
    ///
    /// - Throws: ``DataError`` where reading fails, a line does not fit, or a regular file has changed since it was
    ///   opened; the last is known once all of it is read.
    func next(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(DataError) -> Chunk? {
        guard let start = buffer.baseAddress else { return nil }
        var count = carry.count
        for (index, byte) in carry.enumerated() { start[index] = byte }
        carry.removeAll(keepingCapacity: true)
        while count < buffer.count, !isAtEnd {
            try waitForBytes()
            let step = read(descriptor, start + count, buffer.count - count)
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else {
                throw DataError(.io, file: file, "cannot be read: \(String(cString: strerror(errno)))")
            }
            count += step
            if step == 0 {
                isAtEnd = true
                if !mayWait, let error = opened.changed(descriptor, file: file) { throw error }
            }
        }
        guard count > 0 else { return nil }
        var used = count
        if !isAtEnd {
            while used > 0, start[used - 1] != UInt8(ascii: "\n") { used -= 1 }
            guard used > 0 else {
                throw DataError(.limit, file: file, line: line, "a line is longer than \(buffer.count) bytes")
            }
            carry.append(contentsOf: UnsafeBufferPointer(start: start + used, count: count - used))
        }
        let first = line
        line += Self.breaks(UnsafeRawPointer(start), used)
        if isAtEnd, start[used - 1] != UInt8(ascii: "\n") { openLine = line }
        return Chunk(count: used, firstLine: first, isLast: isAtEnd)
    }

    /// Waits until a pipe or terminal has something to read, or is at its end.
    ///
    /// A signal may reach another thread than the one that waits, so it is not enough to look when it ends the wait.
    private func waitForBytes() throws(DataError) {
        while true {
            guard shouldContinue() else { throw DataError(.interrupted, file: file, "interrupted") }
            guard mayWait else { return }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let result = poll(&wanted, 1, 100)
            if result > 0 || result < 0 && errno != EINTR { return }
        }
    }

    /// The number of line breaks.
    private static func breaks(_ text: UnsafeRawPointer, _ count: Int) -> Int {
        let (ones, low): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x7F7F_7F7F_7F7F_7F7F)
        var (sum, place) = (0, 0)
        while place + 8 <= count {
            // Eight counters of a byte each, which hold 255.
            let end = min(count - 8, place + 254 * 8)
            var counters: UInt64 = 0
            while place <= end {
                let word = text.loadUnaligned(fromByteOffset: place, as: UInt64.self) ^ (ones &* 10)
                // The top bit of each byte that is not zero; exact for every byte.
                let others = ((word & low) &+ low) | word
                counters &+= (~others >> 7) & ones
                place += 8
            }
            while counters != 0 {
                sum += Int(counters & 0xFF)
                counters >>= 8
            }
        }
        while place < count {
            sum += text.load(fromByteOffset: place, as: UInt8.self) == 10 ? 1 : 0
            place += 1
        }
        return sum
    }
}
