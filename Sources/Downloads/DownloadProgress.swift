package import LiquidationCore
import PlainText

/// How far a download is, as values for whoever shows it.
package struct DownloadProgress: Hashable, Sendable {
    /// Files that are whole, of those that this run fetches.
    package var filesDone = 0
    /// Files that this run fetches; chains of pages grow it as they go on.
    package var filesAll = 0
    /// Bytes that this run has fetched, those of unfinished files included.
    package var bytes = 0
    /// Bytes a second since the run began.
    package var bytesPerSecond = 0.0
    /// Why nothing is asked for at the moment, and for how many seconds yet; `nil` where something is.
    package var wait: Wait?

    /// What has not answered yet; `nil` as soon as bytes come.
    package var attempt: Attempt?

    /// A try of an address.
    package struct Attempt: Hashable, Sendable {
        /// The host that is asked.
        package let host: String
        /// Which try it is, from 1.
        package let number: Int
        /// How often is tried.
        package let most: Int
        /// How the try before ended; empty for the first.
        package let reason: String
    }

    /// A pause.
    package struct Wait: Hashable, Sendable {
        /// A sentence without its full stop.
        package let reason: String
        /// Seconds.
        package let left: Double
    }
}

/// What a download has done.
package struct DownloadReport: Sendable {
    /// Files that were fetched.
    package var fetched: [String] = []
    /// Their bytes.
    package var bytes = 0
    /// Files that were there already.
    package var kept = 0
    /// Files that the venue does not have: not fatal, a listing may be younger.
    package var unpublished: [String] = []
    /// Files that are not as the venue says they are, and were left out.
    package var failures: [DownloadError] = []
    /// What is missing by plan, and what was found wrong in the folder, in sentences.
    package var notes: [String] = []
}

/// What a download is made with.
package struct DownloadSettings: Sendable {
    /// `0.1.0`, told to venues.
    package var version: String
    /// Variables: PATH, proxies, `LIQ_ENDPOINT_…`, `LIQ_CA_FILE`.
    package var environment: [String: String]
    /// How long is waited and how often is tried.
    package var patience = Patience()
    /// Limits instead of the venue's; for tests.
    package var limits: [RequestLimit]?
    /// The instant, which tells what days are over.
    package var now: @Sendable () -> Timestamp

    /// Settings by their parts.
    package init(
        version: String, environment: [String: String],
        now: @escaping @Sendable () -> Timestamp = {
            Timestamp(milliseconds: Int64(SystemClock.calendar.nanoseconds / 1_000_000))
        }
    ) {
        (self.version, self.environment, self.now) = (version, environment, now)
    }
}
