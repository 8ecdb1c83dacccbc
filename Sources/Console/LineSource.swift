import Glibc
import LuaRuntime

/// Lines of standard input, as they come; Ctrl-C ends the waiting and not the program.
struct LineSource {
    enum Line {
        case text(String)
        case interrupted
        case end
    }

    private var buffer: [UInt8] = []
    private var isAtEnd = false
    /// How many lines were handed out.
    private(set) var count = 0

    /// The next line without its line feed.
    mutating func next() -> Line {
        while true {
            if let end = buffer.firstIndex(of: 10) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeSubrange(...end)
                count += 1
                return .text(line)
            }
            guard !isAtEnd else { return rest() }
            // poll comes back for a signal even where reads are restarted. A signal that arrives just before it
            // is seen when the time is over.
            var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let ready = poll(&wait, 1, 200)
            if LuaSignals.takePendingInterrupt() {
                buffer.removeAll()
                return .interrupted
            }
            if ready < 0, errno != EINTR { isAtEnd = true }
            guard ready > 0 else { continue }
            var chunk = [UInt8](repeating: 0, count: 4096)
            let count = read(STDIN_FILENO, &chunk, chunk.count)
            if count > 0 { buffer.append(contentsOf: chunk[..<count]) }
            if count == 0 || (count < 0 && errno != EINTR) { isAtEnd = true }
        }
    }

    private mutating func rest() -> Line {
        guard !buffer.isEmpty else { return .end }
        defer { buffer.removeAll() }
        return .text(String(decoding: buffer, as: UTF8.self))
    }
}
