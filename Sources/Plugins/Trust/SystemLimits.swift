import Glibc
import LuaRuntime

/// What the system lets a plugin's process do: limits of what it may use, and the system calls that it may make.
package enum SystemLimits {
    /// Seconds of processor time, bytes beside the program's own, bytes that one request may add to them.
    static let (seconds, memory, most) = (3600, 512 << 20, 16 << 30)

    /// For messages.
    static let text = """
        a plugin's process may work for \(seconds) s and hold \(memory >> 20) MiB and what its series takes; \
        it opens no files and starts no processes
        """

    /// Takes from this process what a plugin does not need. Nothing can give it back.
    package static func apply() {
        set(RLIMIT_CPU, rlim_t(seconds), rlim_t(seconds + 5))
        set(RLIMIT_CORE, 0, 0)
        set(RLIMIT_FSIZE, 0, 0)
        set(__RLIMIT_NPROC, 0, 0)
        allow(bytes: 0)
        // From here on nothing can be opened, neither a file nor a connection.
        set(RLIMIT_NOFILE, 0, 0)
        // Last: limits that bind root are set by root.
        ProcessConfinement.apply()
    }

    private static let start = heldBytes()

    /// Lets a request have bytes for its series.
    static func allow(bytes: Int) {
        guard start > 0 else { return }
        set(RLIMIT_AS, rlim_t(start + memory + min(max(0, bytes), most - memory)), rlim_t(start + most))
    }

    private static func set(_ resource: __rlimit_resource, _ soft: rlim_t, _ hard: rlim_t) {
        var current = rlimit()
        getrlimit(__rlimit_resource_t(resource.rawValue), &current)
        var wanted = rlimit(rlim_cur: min(soft, current.rlim_max), rlim_max: min(hard, current.rlim_max))
        setrlimit(__rlimit_resource_t(resource.rawValue), &wanted)
    }

    /// Address space in use: the first number of statm, in pages.
    private static func heldBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let digits = line.prefix { $0 >= 48 && $0 <= 57 }.map(UInt8.init(bitPattern:))
        return (Int(String(decoding: digits, as: UTF8.self)) ?? 0) * Int(getpagesize())
    }
}
