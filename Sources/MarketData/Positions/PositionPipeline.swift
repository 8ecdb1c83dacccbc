import Glibc

/// Where workers meet: chunks are handed out one after another, and their outputs taken in that order.
final class PositionPipeline {
    private let source: LineChunks
    private let keepsGoing: Bool
    private let write: (UnsafeRawBufferPointer) -> Bool
    private let reading = Lock()
    private let writing = Lock()
    private var tickets = 0
    private var turn = 0
    private var isOver = false
    private(set) var summary = PositionBatch.Summary()
    private(set) var error: DataError?

    init(source: LineChunks, keepsGoing: Bool, write: @escaping (UnsafeRawBufferPointer) -> Bool) {
        (self.source, self.keepsGoing, self.write) = (source, keepsGoing, write)
    }

    var stopsAtFault: Bool { !keepsGoing }

    /// Hands the chunk that holds the header to a worker.
    func open(_ worker: PositionWorker) {
        worker.ticket = tickets
        tickets += 1
    }

    /// Hands the next chunk to a worker; false where there is none.
    func next(for worker: PositionWorker) -> Bool {
        reading.lock()
        defer { reading.unlock() }
        guard !isOver else { return false }
        do throws(DataError) {
            guard let chunk = try source.next(into: worker.buffer.text) else {
                isOver = true
                return false
            }
            worker.take(chunk, ticket: tickets)
            tickets += 1
            return true
        } catch {
            (self.error, isOver) = (error, true)
            return false
        }
    }

    /// Writes what a worker made of its chunk, when all before it are written.
    func deliver(_ worker: PositionWorker) {
        writing.lock()
        while turn != worker.ticket { writing.wait() }
        var goesOn = true
        reading.lock()
        let isDropped = isCut
        reading.unlock()
        if !isDropped {
            let part = worker.summary
            summary.rows += part.rows
            summary.bad += part.bad
            summary.assumed += part.assumed
            summary.beyond += part.beyond
            summary.faults += part.faults.prefix(PositionBatch.detailed - summary.faults.count)
            goesOn = write(worker.written) && (keepsGoing || part.bad == 0)
        }
        turn += 1
        if !goesOn {
            reading.lock()
            (isOver, isCut) = (true, true)
            reading.unlock()
        }
        writing.broadcast()
        writing.unlock()
    }

    /// Whether chunks behind the one that was written last are dropped.
    private var isCut = false
}

/// A mutex with a condition.
private final class Lock {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func lock() { pthread_mutex_lock(mutex) }
    func unlock() { pthread_mutex_unlock(mutex) }
    func wait() { pthread_cond_wait(condition, mutex) }
    func broadcast() { pthread_cond_broadcast(condition) }
}
