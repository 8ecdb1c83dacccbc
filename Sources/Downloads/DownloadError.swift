import PlainText

/// Why market data could not be fetched.
package struct DownloadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable {
        private enum Storage: Hashable {
            case usage, notOffered, programMissing, network, venue, checksum, folder, inUse, interrupted
        }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// An argument or a variable is wrong.
        package static var usage: Code { Code(.usage) }
        /// The venue does not publish it.
        package static var notOffered: Code { Code(.notOffered) }
        /// `curl` is not there, or is too old.
        package static var programMissing: Code { Code(.programMissing) }
        /// No answer after all tries, or one that may not be followed.
        package static var network: Code { Code(.network) }
        /// The venue answered that it will not.
        package static var venue: Code { Code(.venue) }
        /// The bytes are not those that the venue's checksum is of.
        package static var checksum: Code { Code(.checksum) }
        /// The folder or a file in it cannot be read or written, or holds something else.
        package static var folder: Code { Code(.folder) }
        /// Another process writes to the folder.
        package static var inUse: Code { Code(.inUse) }
        /// Whoever asked for the data no longer wants it.
        package static var interrupted: Code { Code(.interrupted) }
    }

    /// For programs.
    package let code: Code
    /// What it is about: an argument, a file or an address; `nil` where it is the whole.
    package let place: String?
    /// For people: the rule, and the value found.
    package let message: String
    /// What to do about it, where something helps.
    package let hint: String?

    /// An error by its parts; what would drive a terminal or fill it is made visible and cut.
    package init(_ code: Code, _ place: String?, _ message: String, hint: String? = nil) {
        self.code = code
        self.place = place.map(Echo.name)
        self.message = message.cut(toBytes: 2048).escapingControls()
        self.hint = hint?.cut(toBytes: 2048).escapingControls()
    }

    /// What ends a run that nobody wants any more.
    static let interrupted = DownloadError(.interrupted, nil, "interrupted")

    /// `place: message (hint)`.
    package var description: String {
        let text = place.map { "\($0): \(message)" } ?? message
        return hint.map { "\(text) (\($0))" } ?? text
    }
}
