import Engine
import Foundation
import Glibc
import LuaRuntime
import TestSupport
import Testing

@testable import Plugins

/// What a plugin's process can no longer do, whoever starts it.
@Suite("Confined processes", .serialized) struct ConfinedProcessTests {
    /// Things that code in such a process may try, each with whether it succeeded.
    private enum Attempt: Int32, CaseIterable {
        case openFile = 1, makeFile, makeFolder, removeFile, changeFolder, openSocket, connectPair, makePipe
        case startProcess, becomeProgram, startThread, signalParent, signalGroup, allowFiles, allowProcesses,
            runMemory
        case makeRunnable, becomeRoot, askForFile

        func succeeds() -> Bool {
            switch self {
            case .openFile: open("/etc/passwd", O_RDONLY) >= 0
            case .makeFile: open("made", O_WRONLY | O_CREAT, 0o600) >= 0
            case .makeFolder: mkdir("made", 0o700) == 0
            case .removeFile: unlink("/tmp/no-such-file-of-liq") == 0 || errno == ENOENT
            case .changeFolder: chdir("/") == 0
            case .openSocket: socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0
            case .connectPair:
                {
                    var ends: [Int32] = [0, 0]
                    return socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0
                }()
            case .makePipe:
                {
                    var ends: [Int32] = [0, 0]
                    return pipe(&ends) == 0
                }()
            case .startProcess:
                {
                    var child: pid_t = 0
                    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
                    return posix_spawn(&child, "/bin/true", nil, nil, &arguments, nil) == 0
                }()
            case .becomeProgram:
                {
                    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
                    // Would end the process with 0 if it succeeded: the last test of the exit code finds it.
                    return execve("/bin/true", &arguments, nil) == 0 || errno != EPERM
                }()
            case .startThread:
                {
                    var thread = pthread_t()
                    return pthread_create(&thread, nil, { _ in nil }, nil) == 0
                }()
            case .signalParent: kill(getpid(), 0) == 0
            case .signalGroup: kill(0, 0) == 0
            case .allowFiles: Self.sets(__rlimit_resource_t(RLIMIT_NOFILE.rawValue))
            case .allowProcesses: Self.sets(__rlimit_resource_t(__RLIMIT_NPROC.rawValue))
            case .runMemory:
                mmap(nil, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
            case .makeRunnable:
                {
                    let memory = mmap(
                        nil, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
                    guard let memory, memory != MAP_FAILED else { return true }
                    return mprotect(memory, 4096, PROT_READ | PROT_EXEC) == 0
                }()
            case .becomeRoot: setuid(0) == 0
            case .askForFile: access("/proc/self/exe", F_OK) == 0
            }
        }

        private static func sets(_ resource: __rlimit_resource_t) -> Bool {
            var limit = rlimit(rlim_cur: 1, rlim_max: 1)
            return setrlimit(resource, &limit) == 0
        }
    }

    @Test(.enabled(if: ProcessConfinement.canFilterCalls, "needs a kernel that filters system calls"))
    func `code that has got out of Lua there opens no file, no connection, and starts nothing`() async {
        // Without the limits of the system: each of these is refused by the filter of system calls alone.
        await #expect(processExitsWith: .exitCode(99)) {
            // What works in a process that is not confined shows that the attempts are good.
            guard Attempt.openFile.succeeds(), Attempt.openSocket.succeeds(), Attempt.startProcess.succeeds(),
                Attempt.signalParent.succeeds(), Attempt.runMemory.succeeds(),
                ProcessConfinement.apply()
            else { _exit(90) }
            for attempt in Attempt.allCases where attempt.succeeds() { _exit(attempt.rawValue) }
            // What Lua and its host need goes on.
            let state = try LuaState(profile: .plugin(seed: 1), limits: Plugin.limits)
            let loop = try state.load("while true do end", chunk: "loop")
            do { _ = try state.call(loop, []) } catch let error as LuaError where error.code == .deadline {
                _exit(99)
            }
            _exit(91)
        }
    }

    @Test func `the limits hold for every user, root included`() async {
        await #expect(processExitsWith: .exitCode(99)) {
            SystemLimits.apply()
            guard !Attempt.openFile.succeeds(), !Attempt.openSocket.succeeds(),
                !Attempt.startProcess.succeeds(), !Attempt.allowFiles.succeeds(),
                !Attempt.becomeRoot.succeeds()
            else { _exit(90) }
            let much = SystemLimits.memory + 64 << 20
            let memory = mmap(nil, much, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
            _exit(memory == MAP_FAILED ? 99 : 91)
        }
    }

    /// What the system says of a process: the lines of its status by their names.
    private static func status(of process: pid_t) throws -> [String: [String]] {
        let text = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        return Dictionary(
            text.split(separator: "\n").map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (String(parts[0]), parts[1].split(whereSeparator: \.isWhitespace).map(String.init))
            }, uniquingKeysWith: { $1 })
    }

    private static func plugin(in folder: TemporaryFolder) throws -> IsolatedPlugin {
        let path = try folder.write(
            "p.lua", "return { kind = \"leverage\", run = function(b, l) return {[l[1]] = 1} end }")
        let catalog = PluginCatalog(searchPath: [])
        (catalog.program, catalog.isIsolating) = (Program.path, true)
        return try #require(try catalog.plugin(named: path) as? IsolatedPlugin)
    }

    @Test func `a plugin's process has no privileges, no folder and filtered system calls`() throws {
        let folder = try TemporaryFolder()
        let plugin = try Self.plugin(in: folder)
        let process = plugin.process.process
        let status = try Self.status(of: process)
        #expect(status["NoNewPrivs"] == ["1"])
        if ProcessConfinement.canFilterCalls { #expect(status["Seccomp"] == ["2"]) }
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
            #expect(status[set]?.allSatisfy { $0.allSatisfy { $0 == "0" } } == true, "\(set)")
        }
        if geteuid() == 0 {
            #expect(status["CapBnd"]?.allSatisfy { $0.allSatisfy { $0 == "0" } } == true)
            #expect(status["Uid"] == ["65534", "65534", "65534", "65534"])
            #expect(status["Gid"] == ["65534", "65534", "65534", "65534"])
            #expect(status["Groups"] == [])
        }
        let place = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/cwd")
        #expect(place.hasPrefix("/tmp/liq-") && place.hasSuffix(" (deleted)"), "\(place)")
        let limits = try String(contentsOfFile: "/proc/\(process)/limits", encoding: .utf8)
        for limit in ["Max open files", "Max processes", "Max file size", "Max core file size"] {
            let line = limits.split(separator: "\n").first { $0.hasPrefix(limit) }
            let words = line?.dropFirst(limit.count).split(separator: " ").prefix(2)
            #expect(words == ["0", "0"], "\(line ?? "no line for \(limit)")")
        }
    }

    @Test func `it lives on when the thread that loaded its plugin has ended`() throws {
        nonisolated(unsafe) let folder = try TemporaryFolder()
        nonisolated(unsafe) var made: Result<IsolatedPlugin, any Error>?
        let thread = Thread { made = Result { try Self.plugin(in: folder) } }
        thread.start()
        while !thread.isFinished { usleep(1000) }
        let plugin = try #require(try made?.get())
        // Long enough for the thread itself to be gone.
        usleep(50_000)
        let status = try Self.status(of: plugin.process.process)
        #expect(status["State"]?.first.map { "SR".contains($0) } == true, "\(status["State"] ?? [])")
    }
}
