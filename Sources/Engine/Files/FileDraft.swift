import Glibc

/// A file that is written piece by piece and takes its name when it is whole: a reader never sees a part of it.
package final class FileDraft {
    /// Where to write.
    package let descriptor: Int32
    private let path: String
    private let draft: String
    private var isDone = false

    /// A draft beside the file.
    ///
    /// - Throws: ``HostError`` `.cannotCreate`.
    package init(_ path: String) throws(HostError) {
        self.path = path
        draft = "\(path).\(getpid()).part"
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else {
            throw HostError(.cannotCreate, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
    }

    /// Gives the draft its name.
    ///
    /// - Throws: ``HostError`` `.cannotCreate`.
    package func commit() throws(HostError) {
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw HostError(.cannotCreate, "cannot write \(path): \(String(cString: strerror(errno)))")
        }
        isDone = true
    }

    deinit {
        close(descriptor)
        if !isDone { unlink(draft) }
    }
}
