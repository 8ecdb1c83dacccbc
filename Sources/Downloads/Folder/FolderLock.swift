import Glibc
import PlainText

/// The right to write to a folder: one process at a time.
///
/// A lock of the file `.manifest.lock`, which the system drops when all who hold it are gone. A curl holds it too: if
/// the program is killed, its curl goes on writing, and only when that has been ended may another begin. Its number
/// stands in the file for that.
final class FolderLock {
    /// The file that is locked.
    static let name = ".manifest.lock"
    let descriptor: Int32

    /// - Throws: ``DownloadError`` `.folder`, `.inUse`.
    init(_ folder: String) throws(DownloadError) {
        let path = "\(folder)/\(Self.name)"
        descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FolderFile.failure(path, "cannot write") }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
            note(curl: nil)
            return
        }
        guard errno == EWOULDBLOCK else { throw FolderFile.failure(path, "cannot lock") }
        let (owner, orphan) = Self.read(descriptor)
        if let owner, owner.isAlive {
            throw DownloadError(
                .inUse, folder, "process \(owner.process) is fetching into it", hint: "wait for it")
        }
        if let orphan, orphan.isAlive { kill(orphan.process, SIGKILL) }
        for _ in 0..<100 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                note(curl: nil)
                return
            }
            usleep(20_000)
        }
        throw DownloadError(
            .inUse, folder, "another process is fetching into it", hint: "wait for it, or end its curl")
    }

    deinit {
        // Said, not left to the closing: a process that is just being started may have the descriptor for a moment.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Says who holds it: this process and its curl.
    func note(curl: pid_t?) {
        let text = [ProcessMark(getpid()), curl.flatMap { ProcessMark($0) }].compactMap { $0 }
            .map { "\($0.process) \($0.begin)\n" }.joined()
        var bytes = Array(text.utf8)
        _ = pwrite(descriptor, &bytes, bytes.count, 0)
        _ = ftruncate(descriptor, bytes.count)
    }

    private static func read(_ descriptor: Int32) -> (owner: ProcessMark?, curl: ProcessMark?) {
        var room = [UInt8](repeating: 0, count: 256)
        let count = pread(descriptor, &room, room.count, 0)
        let marks = String(decoding: room.prefix(max(0, count)), as: UTF8.self).split(separator: "\n")
            .map { line in
                let words = line.split(separator: " ")
                return words.count == 2
                    ? pid_t(words[0]).map { ProcessMark(process: $0, begin: String(words[1])) } : nil
            }
        return (marks.first ?? nil, marks.count > 1 ? marks[1] : nil)
    }
}

/// A process that is not taken for a later one with its number.
private struct ProcessMark: Equatable {
    let process: pid_t
    /// When it began, as `/proc` tells.
    let begin: String

    init(process: pid_t, begin: String) { (self.process, self.begin) = (process, begin) }

    /// A process that runs; `nil` where it does not.
    init?(_ process: pid_t) {
        let descriptor = open("/proc/\(process)/stat", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var room = [UInt8](repeating: 0, count: 1024)
        let count = read(descriptor, &room, room.count)
        // The name, which stands in brackets, may hold anything; the 22nd field is the 20th after it.
        let fields = String(decoding: room.prefix(max(0, count)), as: UTF8.self).split(separator: ")").last?
            .split(separator: " ")
        guard let fields, fields.count > 19, fields[0] != "Z" else { return nil }
        self.init(process: process, begin: String(fields[19]))
    }

    var isAlive: Bool { ProcessMark(process) == self }
}
