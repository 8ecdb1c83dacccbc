import Engine
import Glibc
import LuaRuntime
import PlainText

/// A process of its own for one plugin, and the clock that ends it.
package final class PluginProcess {
    /// How long it may be silent: so many seconds of which it has worked half, or so many at all.
    static let (silence, longSilence) = (10.0, 60.0)
    /// The hidden command that such a process runs.
    package static let command = "plugin-host"

    /// Its number.
    let process: pid_t
    let socket: FrameSocket
    /// Asked while waiting: false ends the wait.
    var shouldContinue: () -> Bool = { true }
    /// Takes what the plugin prints.
    var output: ((String) -> Void)?

    /// Starts the program's hidden command, with a socket as its input and nothing else.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`.
    init(_ program: String) throws(EngineError) {
        func failed(_ code: Int32) -> EngineError {
            EngineError(
                .cannotCreate,
                "cannot start a process for a plugin: \(program): \(String(cString: strerror(code)))")
        }
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw failed(errno) }
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))

        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
            close(ends[1])
        }
        posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
        // What it would write goes nowhere: it speaks through the socket alone.
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        // What the program has open is not the plugin's.
        for descriptor in 3..<Int32(1024) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // A group of its own: Ctrl-C is for the program, which ends it.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var arguments: [UnsafeMutablePointer<CChar>?] = [program, Self.command].map { Self.copy($0) } + [nil]
        // No variables of the user's but where the program's libraries are.
        let libraries = getenv("LD_LIBRARY_PATH").map { ["LD_LIBRARY_PATH=" + String(cString: $0)] } ?? []
        var variables: [UnsafeMutablePointer<CChar>?] =
            (["LC_ALL=C", "SWIFT_BACKTRACE=enable=no"] + libraries).map { Self.copy($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var child: pid_t = 0
        let code = SpawningThread.run {
            posix_spawn(&child, program, &actions, &attributes, &arguments, &variables)
        }
        guard code == 0 else {
            close(ends[0])
            throw failed(code)
        }
        (process, socket) = (child, FrameSocket(ends[0], limit: Frame.limitFromPlugin))
    }

    deinit {
        close(socket.descriptor)
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
    }

    /// Sends a message.
    ///
    /// - Throws: ``EngineError`` where the process is gone.
    func send(_ kind: Frame.Kind, _ fill: (inout WireWriter) -> Void = { _ in }) throws(EngineError) {
        guard socket.send(kind, fill) else { throw ended() }
    }

    /// The next message that is not about printing.
    ///
    /// - Throws: ``EngineError`` `.interrupted`, `.limit` when it has been silent for too long, or how it ended;
    ///   the error that it sends.
    func receive() throws(EngineError) -> Frame {
        let begin = SystemClock.monotonic.seconds
        let worked = worked()
        while true {
            if let frame = try socket.next() {
                switch frame.kind {
                case .printed:
                    var reader = WireReader(frame.bytes)
                    output?(try reader.text().escapingControls())
                    continue
                case .error: throw try EngineError(reading: frame)
                default: return frame
                }
            }
            guard shouldContinue() else { throw EngineError(.interrupted, "interrupted") }
            var wait = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&wait, 1, 100) > 0 {
                guard socket.fill() else { throw ended() }
                continue
            }
            let waited = SystemClock.monotonic.seconds - begin
            guard waited < Self.longSilence,
                waited < Self.silence || self.worked() - worked < Self.silence / 2
            else {
                throw EngineError(
                    .limit, "its process said nothing for \(Int(waited)) s and was ended",
                    hint: "an isolated plugin may be silent for \(Int(Self.silence)) s of work")
            }
        }
    }

    private static func copy(_ text: String) -> UnsafeMutablePointer<CChar>? { strdup(text) }

    /// How the process ended.
    private func ended() -> EngineError {
        var (status, tries) = (Int32(0), 0)
        while tries < 100 {
            // Left as it is, so that the end is waited for once.
            var info = siginfo_t()
            let flags = WEXITED | WNOHANG | WNOWAIT
            if waitid(P_PID, id_t(process), &info, flags) == 0, info.si_signo == SIGCHLD {
                status = info._sifields._sigchld.si_status
                return Self.reason(status, wasKilled: info.si_code != CLD_EXITED)
            }
            usleep(10_000)
            tries += 1
        }
        return EngineError(.pluginInvalid, "its process closed the connection")
    }

    private static func reason(_ status: Int32, wasKilled: Bool) -> EngineError {
        switch (wasKilled, status) {
        case (true, SIGXCPU), (true, SIGKILL):
            EngineError(.limit, "its process was ended by the system", hint: SystemLimits.text)
        case (true, SIGSYS):
            EngineError(.pluginInvalid, "its process was ended: it asked the system for what it may not have")
        case (true, _): EngineError(.pluginInvalid, "its process was ended by signal \(status): it crashed")
        case (false, 75):
            EngineError(
                .limit,
                "its process ended itself: it was past its time limit inside a function that cannot be stopped"
            )
        default: EngineError(.pluginInvalid, "its process ended with code \(status)")
        }
    }

    /// Seconds of work that the process has done.
    private func worked() -> Double { SystemClock.processor(of: process)?.seconds ?? 0 }
}
