import Glibc

/// Runs work on several threads at once.
package enum Threads {
    /// The default number of threads: one for each processor, four at most.
    package static let count = max(1, min(4, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Calls `work` on `count` threads, of which the caller's is one, and waits for all of them.
    ///
    /// Where the system gives no more threads there are fewer, so the work has to be taken from a common queue. The
    /// new threads leave signals to those that the program meant for them.
    static func run(_ count: Int, _ work: () -> Void) {
        guard count > 1 else { return work() }
        withoutActuallyEscaping(work) { work in
            var (all, before) = (sigset_t(), sigset_t())
            sigfillset(&all)
            // Raised by a write, it means the thread that writes.
            sigdelset(&all, SIGPIPE)
            pthread_sigmask(SIG_SETMASK, &all, &before)
            var threads: [pthread_t] = []
            for _ in 1..<count {
                let job = Unmanaged.passRetained(Job(work))
                var thread = pthread_t()
                let result = pthread_create(
                    &thread, nil,
                    { argument in
                        if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().work() }
                        return nil
                    }, job.toOpaque())
                if result == 0 { threads.append(thread) } else { job.release() }
            }
            pthread_sigmask(SIG_SETMASK, &before, nil)
            work()
            for thread in threads { pthread_join(thread, nil) }
        }
    }

    private final class Job {
        let work: () -> Void
        init(_ work: @escaping () -> Void) { self.work = work }
    }
}

/// Lets one thread in at a time, and lets threads wait for something to change.
final class Gate {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        pthread_cond_destroy(changed)
        mutex.deallocate()
        changed.deallocate()
    }

    /// Runs `body` while no other thread is within the gate.
    ///
    /// - Parameters:
    ///   - condition: must hold first; asked again after each other visit.
    ///   - body: the work.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    func enter<Result, E: Error>(
        when condition: () -> Bool = { true }, _ body: () throws(E) -> Result
    ) throws(E) -> Result {
        pthread_mutex_lock(mutex)
        while !condition() { pthread_cond_wait(changed, mutex) }
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body()
    }
}

/// Makes several values side by side and gives them in order.
///
/// Where some cannot be made, the error is that of the first of them, as if they had been made one by one.
package final class InOrder<Value> {
    private let make: (Int) throws(DataError) -> Value
    private let gate = Gate()
    private var results: [Result<Value, DataError>?]
    private var next = 0

    /// - Parameters:
    ///   - count: how many values.
    ///   - make: makes one of them, on any thread.
    package init(count: Int, _ make: @escaping (Int) throws(DataError) -> Value) {
        self.make = make
        results = Array(repeating: nil, count: count)
    }

    /// Makes all values.
    package func run(threads: Int) throws(DataError) -> [Value] {
        Threads.run(min(threads, results.count)) { work() }
        var values: [Value] = []
        values.reserveCapacity(results.count)
        for result in results {
            // What was not made stands behind an error.
            if let result { values.append(try result.get()) }
        }
        return values
    }

    private func work() {
        while let index = take() {
            let result: Result<Value, DataError>
            do {
                result = .success(try make(index))
            } catch {
                result = .failure(error)
            }
            gate.enter {
                results[index] = result
                if case .failure = result { next = results.count }
            }
        }
    }

    private func take() -> Int? {
        gate.enter {
            guard next < results.count else { return nil }
            defer { next += 1 }
            return next
        }
    }
}
