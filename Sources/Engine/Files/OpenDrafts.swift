import Glibc
import Synchronization

/// The drafts that are being written: a signal that ends the process removes them first.
///
/// A signal handler may neither allocate nor lock, so that the paths lie in a table of a fixed size, as C strings. A
/// draft that finds no room in it is written all the same; a signal leaves that one behind.
enum OpenDrafts {
    private static let slots = 16
    private static let width = Int(PATH_MAX)
    private static let signals = [SIGHUP, SIGTERM, SIGINT]

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

    /// Removes the drafts, then lets the signal do what it did before; only what a signal handler may do.
    private static func end(_ signal: Int32) {
        let bits = listed.exchange(0, ordering: .sequentiallyConsistent)
        var slot = 0
        while slot < slots {
            if bits & (1 << UInt32(slot)) != 0 { unlink(paths + slot * width) }
            slot += 1
        }
        sigaction(signal, before + Int(signal), nil)
        raise(signal)
    }
}
