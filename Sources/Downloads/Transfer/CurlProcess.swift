import Glibc
import PlainText

/// A run of curl: it reads its configuration, and each line that it writes is handed on as it comes.
final class CurlProcess {
    private let process: pid_t
    private let socket: Int32
    private let lock: FolderLock?
    private var isOver = false

    /// Starts it without a shell and in its own process group, so that Ctrl-C reaches this program and not curl.
    ///
    /// - Parameters:
    ///   - program: its path.
    ///   - arguments: without the program's name.
    ///   - input: what it reads; it is read before anything is written.
    ///   - lock: what it holds as long as it runs.
    ///   - environment: its variables: proxies are named there.
    /// - Throws: ``DownloadError`` `.programMissing`.
    init(
        _ program: String, _ arguments: [String], input: String, lock: FolderLock?,
        environment: [String: String]
    ) throws(DownloadError) {
        func failed(_ code: Int32) -> DownloadError {
            DownloadError(.programMissing, program, "cannot be started: \(String(cString: strerror(code)))")
        }
        // One socket is its input and its output: a write to it raises no signal where curl is gone.
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw failed(errno) }
        defer { close(ends[1]) }
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
        if let lock { posix_spawn_file_actions_adddup2(&actions, lock.descriptor, 3) }
        for descriptor in (lock == nil ? 3 : 4)..<Int32(1024) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            environment.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child: pid_t = 0
        let code = posix_spawn(&child, program, &actions, &attributes, &words, &variables)
        guard code == 0 else {
            close(ends[0])
            throw failed(code)
        }
        (process, socket, self.lock) = (child, ends[0], lock)
        lock?.note(curl: child)
        var bytes = Array(input.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { send(ends[0], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            bytes = bytes.dropFirst(count)
        }
        shutdown(ends[0], Int32(SHUT_WR))
    }

    deinit {
        close(socket)
        end()
    }

    /// Hands on its lines until it ends.
    ///
    /// - Parameters:
    ///   - shouldContinue: asked ten times a second; false ends the process.
    ///   - tick: called ten times a second.
    ///   - line: takes a line without its end.
    /// - Throws: ``DownloadError`` `.interrupted`.
    func run(
        shouldContinue: () -> Bool, tick: () -> Void, line: (String) throws(DownloadError) -> Void
    ) throws(DownloadError) {
        var (rest, room) = ([UInt8](), [UInt8](repeating: 0, count: 64 << 10))
        while !isOver {
            guard shouldContinue() else {
                end()
                throw DownloadError.interrupted
            }
            tick()
            var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard poll(&wait, 1, 100) > 0 else { continue }
            let count = read(socket, &room, room.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest += room[..<count]
            while let end = rest.firstIndex(of: 10) {
                let text = String(decoding: rest[..<end], as: UTF8.self)
                rest.removeSubrange(...end)
                try line(text)
            }
            // No line of curl's is that long.
            if rest.count > 64 << 10 { rest.removeAll() }
        }
        end()
    }

    /// Ends it, unless it has ended, and waits for that; at most half a second.
    func end() {
        guard !isOver else { return }
        isOver = true
        var status: Int32 = 0
        for attempt in 0..<50 {
            if waitpid(process, &status, WNOHANG) != 0 {
                lock?.note(curl: nil)
                return
            }
            if attempt == 0 { kill(process, SIGTERM) }
            usleep(10_000)
        }
        kill(process, SIGKILL)
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        lock?.note(curl: nil)
    }
}
