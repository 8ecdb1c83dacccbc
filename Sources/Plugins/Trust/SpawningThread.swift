import Glibc
import Synchronization

/// The one thread that starts processes for plugins.
///
/// Such a process ends when the thread that started it ends, so that none outlives the program, however that ends. A
/// thread of a pool may end long before the program does, and would take the process with it.
enum SpawningThread {
    /// Held by the thread whose work is done.
    private static let turn = Mutex<Void>(())
    nonisolated(unsafe) private static var work: () -> Void = {}
    private static let (wanted, done) = (Signal(), Signal())
    private static let isRunning = start()

    /// Runs something on that thread and waits for it; on this thread where the system gives no other.
    static func run<Result: Sendable>(_ body: () -> Result) -> Result {
        guard isRunning else { return body() }
        return turn.withLock { _ in
            withoutActuallyEscaping(body) { body in
                nonisolated(unsafe) var result: Result?
                work = { result = body() }
                wanted.post()
                done.wait()
                work = {}
                guard let result else { preconditionFailure("the thread has not done its work") }
                return result
            }
        }
    }

    private static func start() -> Bool {
        // It inherits this mask: signals are for the threads that work.
        var (all, before) = (sigset_t(), sigset_t())
        sigfillset(&all)
        pthread_sigmask(SIG_BLOCK, &all, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { _ in
                while true {
                    SpawningThread.wanted.wait()
                    SpawningThread.work()
                    SpawningThread.done.post()
                }
            }, nil)
        if code == 0 { pthread_detach(thread) }
        return code == 0
    }

    /// A semaphore, at an address that stays.
    private struct Signal: @unchecked Sendable {
        private let semaphore: UnsafeMutablePointer<sem_t>

        init() {
            semaphore = .allocate(capacity: 1)
            sem_init(semaphore, 0, 0)
        }

        func post() { sem_post(semaphore) }

        func wait() { while sem_wait(semaphore) != 0, errno == EINTR {} }
    }
}
