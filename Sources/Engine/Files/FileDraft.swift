import Glibc
import Synchronization

/// A file that is written piece by piece and takes its name when it is whole: a reader never sees a part of it.
///
/// The draft is a file beside the target, called `TARGET.PROCESS.part`. A symbolic link is followed, and the file that
/// it leads to is replaced; mode and owner of a file that was there are kept. A target that is not a regular file
/// (a device, a pipe, a terminal) is opened and written, never replaced.
package final class FileDraft {
    /// Where to write.
    package let descriptor: Int32
    private let path: String
    private let place: Place
    private var isDone = false

    private enum Place {
        /// The target itself.
        case target
        /// A file that is renamed onto the target.
        case beside(draft: String, target: String, slot: Int?)
    }

    /// A draft of a file.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`.
    package init(_ path: String) throws(EngineError) {
        try TextFile.checkName(path)
        self.path = path
        var status = stat()
        let isThere = stat(path, &status) == 0
        if let open = isThere ? Self.standardDescriptor(status) : nil {
            descriptor = dup(open)
            place = .target
            guard descriptor >= 0 else { throw Self.failure(path, errno) }
            return
        }
        if isThere, status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
            place = .target
            guard descriptor >= 0 else { throw Self.failure(path, errno) }
            return
        }
        if isThere, ReadFiles.holds(status) {
            throw Self.refusal(path)
        }
        let target = try Self.followingLinks(path)
        let draft = "\(target).\(getpid()).part"
        // Listed before it is there: a signal between the two finds nothing to remove.
        let slot = OpenDrafts.add(draft)
        descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            let number = errno
            OpenDrafts.remove(slot)
            throw Self.failure(path, number)
        }
        place = .beside(draft: draft, target: target, slot: slot)
        if isThere { try keepModeAndOwner(status) }
    }

    /// Ends the writing: gives a draft its name.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`.
    package func commit() throws(EngineError) {
        switch place {
        case .target:
            // What cannot be synchronised, such as a pipe, says so with EINVAL or EROFS.
            guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS || errno == ENOTSUP else {
                throw Self.failure(path, errno)
            }
        case .beside(let draft, let target, _):
            // It may have been read since the draft was begun.
            var status = stat()
            if stat(target, &status) == 0, ReadFiles.holds(status) { throw Self.refusal(path) }
            guard fsync(descriptor) == 0, rename(draft, target) == 0 else {
                throw Self.failure(path, errno)
            }
        }
        isDone = true
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        guard case .beside(let draft, _, let slot) = place else { return }
        if !isDone { unlink(draft) }
        OpenDrafts.remove(slot)
    }

    private static func refusal(_ path: String) -> EngineError {
        EngineError(
            .refused, "writing to \(path) would replace a plugin that was read", hint: "write to another file"
        )
    }

    /// Removes the drafts that are being written, for who ends the process at once; may run in a signal handler.
    package static let removeAll: @convention(c) () -> Void = { OpenDrafts.removeAll() }

    private func keepModeAndOwner(_ old: stat) throws(EngineError) {
        var own = stat()
        guard fstat(descriptor, &own) == 0 else { throw Self.failure(path, errno) }
        if own.st_uid != old.st_uid || own.st_gid != old.st_gid {
            guard fchown(descriptor, old.st_uid, old.st_gid) == 0 else {
                throw EngineError(
                    .cannotCreate,
                    "cannot write \(path): its owner or group cannot be kept",
                    hint: "remove it first, or write to another file")
            }
        }
        guard fchmod(descriptor, old.st_mode & 0o777) == 0 else { throw Self.failure(path, errno) }
    }

    /// Standard output or standard error, where they are what has this status.
    ///
    /// `/dev/stdout` cannot always be opened again, and a file that a shell has opened for the program must stay.
    private static func standardDescriptor(_ status: stat) -> Int32? {
        [STDOUT_FILENO, STDERR_FILENO].first { descriptor in
            var own = stat()
            return fstat(descriptor, &own) == 0 && own.st_dev == status.st_dev && own.st_ino == status.st_ino
                && fcntl(descriptor, F_GETFL) & O_ACCMODE != O_RDONLY
        }
    }

    /// Where a path leads when it is a symbolic link, whether or not something is there.
    private static func followingLinks(_ path: String) throws(EngineError) -> String {
        var place = path
        for _ in 0..<40 {
            var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
            let count = readlink(place, &bytes, bytes.count - 1)
            guard count >= 0 else { return place }
            guard let next = String(validating: bytes.prefix(count), as: UTF8.self) else {
                throw failure(path, EILSEQ)
            }
            if next.hasPrefix("/") {
                place = next
            } else {
                let folder = place.lastIndex(of: "/").map { String(place[...$0]) } ?? ""
                place = folder + next
            }
        }
        throw failure(path, ELOOP)
    }

    private static func failure(_ path: String, _ number: Int32) -> EngineError {
        EngineError(.cannotCreate, "cannot write \(path): \(String(cString: strerror(number)))")
    }
}

/// The drafts that are being written: a signal that ends the process removes them first.
///
/// A signal handler may neither allocate nor lock, so that the paths lie in a table of a fixed size, as C strings. A
/// draft that finds no room in it is written all the same; a signal leaves that one behind.
enum OpenDrafts {
    private static let slots = 16
    private static let width = Int(PATH_MAX)
    private static let signals = [SIGHUP, SIGTERM, SIGINT, SIGPIPE, SIGXFSZ]

    nonisolated(unsafe) private static let paths: UnsafeMutablePointer<CChar> = {
        let memory = UnsafeMutablePointer<CChar>.allocate(capacity: slots * width)
        memory.initialize(repeating: 0, count: slots * width)
        return memory
    }()
    /// What each signal did before, at its number; read by the handler.
    nonisolated(unsafe) private static let before: UnsafeMutablePointer<sigaction> = {
        let memory = UnsafeMutablePointer<sigaction>.allocate(capacity: 32)
        memory.initialize(repeating: sigaction(), count: 32)
        return memory
    }()
    /// A bit for each slot whose path counts.
    private static let listed = Atomic<UInt32>(0)
    /// Guards the table and the handlers against other threads.
    private static let lock = Mutex<Void>(())

    /// Lists a draft.
    ///
    /// - Returns: its slot; `nil` where there is no room.
    static func add(_ path: String) -> Int? {
        lock.withLock { _ in
            let used = listed.load(ordering: .sequentiallyConsistent)
            let bytes = Array(path.utf8CString)
            guard let slot = (0..<slots).first(where: { used & (1 << $0) == 0 }), bytes.count <= width else {
                return nil
            }
            for (index, byte) in bytes.enumerated() { paths[slot * width + index] = byte }
            _ = listed.bitwiseOr(1 << UInt32(slot), ordering: .sequentiallyConsistent)
            if used == 0 { install() }
            return slot
        }
    }

    /// Takes a draft off the list.
    static func remove(_ slot: Int?) {
        guard let slot else { return }
        lock.withLock { _ in
            let left = listed.bitwiseAnd(~(1 << UInt32(slot)), ordering: .sequentiallyConsistent).newValue
            if left == 0 { uninstall() }
        }
    }

    private static let handler: @convention(c) (Int32) -> Void = { signal in OpenDrafts.end(signal) }

    private static func install() {
        for signal in signals {
            var old = sigaction()
            sigaction(signal, nil, &old)
            let address = address(old)
            // A signal that is ignored stays so; an interrupt that is answered already unwinds to the draft's end.
            guard address != 1, signal != SIGINT || address == 0 else { continue }
            before[Int(signal)] = old
            var action = sigaction()
            action.__sigaction_handler.sa_handler = handler
            sigaction(signal, &action, nil)
        }
    }

    private static func uninstall() {
        for signal in signals {
            var current = sigaction()
            sigaction(signal, nil, &current)
            // Whoever has installed a handler since keeps it.
            guard address(current) == unsafeBitCast(handler, to: Int.self) else { continue }
            sigaction(signal, before + Int(signal), nil)
        }
    }

    private static func address(_ action: sigaction) -> Int {
        unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    }

    /// Removes the drafts; only what a signal handler may do.
    static func removeAll() {
        let bits = listed.exchange(0, ordering: .sequentiallyConsistent)
        var slot = 0
        while slot < slots {
            if bits & (1 << UInt32(slot)) != 0 { unlink(paths + slot * width) }
            slot += 1
        }
    }

    /// Removes the drafts, then lets the signal do what it did before; only what a signal handler may do.
    private static func end(_ signal: Int32) {
        removeAll()
        sigaction(signal, before + Int(signal), nil)
        raise(signal)
    }
}
