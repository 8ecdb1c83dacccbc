import Glibc

/// A clock of the system. Only ``calendar`` has a zero that means something; the others are for spans of time.
package struct SystemClock: Sendable {
    private let id: clockid_t

    /// The time that passes, work or not; never set back.
    package static let monotonic = SystemClock(id: CLOCK_MONOTONIC)

    /// The time since 1970-01-01 UTC, which may be set forwards and back.
    package static let calendar = SystemClock(id: CLOCK_REALTIME)

    /// The time that this process has worked, on all of its threads.
    package static let processor = SystemClock(id: CLOCK_PROCESS_CPUTIME_ID)

    /// The time that the thread that asks has worked.
    package static let thread = SystemClock(id: CLOCK_THREAD_CPUTIME_ID)

    /// The time that another process has worked; `nil` once it has ended.
    package static func processor(of process: Int32) -> SystemClock? {
        var id = clockid_t()
        return clock_getcpuclockid(process, &id) == 0 ? SystemClock(id: id) : nil
    }

    /// The reading in nanoseconds.
    package var nanoseconds: Int {
        var time = timespec()
        clock_gettime(id, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    /// The reading in seconds.
    package var seconds: Double { Double(nanoseconds) / 1e9 }
}
