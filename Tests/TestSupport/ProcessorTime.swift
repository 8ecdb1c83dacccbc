import Glibc

/// What the calling thread has worked: bounds on it hold however busy the machine is.
package enum ProcessorTime {
    /// Processor time of this thread since it began.
    package static var ofThread: Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The processor time that `body` takes in this thread.
    package static func measure(_ body: () throws -> Void) rethrows -> Duration {
        let start = ofThread
        try body()
        return ofThread - start
    }
}
