/// How long is waited and how often is tried.
package struct Patience: Sendable {
    /// Seconds until a connection must stand.
    package var connect = 15.0
    /// Seconds during which less than ``slowest`` came, that end a transfer.
    package var stall = 30.0
    /// Bytes a second.
    package var slowest = 100
    /// Tries of one file.
    package var tries = 6
    /// Seconds before the second try; each further wait is twice as long, up to ``longest``.
    package var first = 1.0
    /// Seconds.
    package var longest = 60.0
    /// Seconds after 418 and 403, which venues answer to those who did not slow down, where they do not say how long.
    package var ban = 120.0
    /// Seconds of the longest wait that is waited for; a venue that asks for more ends the run.
    package var most = 900.0

    /// The usual.
    package init() {}

    /// The wait after a failure.
    ///
    /// - Parameters:
    ///   - tries: how often has been tried, from 1.
    ///   - result: what curl said.
    ///   - chance: from 0 to 1; spreads the waits of those who failed together.
    /// - Returns: seconds.
    func wait(after tries: Int, _ result: CurlResult, chance: Double) -> Double {
        if let told = result.retryAfter { return told + 0.05 }
        if result.status == 418 || result.status == 403 { return ban }
        var wait = first
        for _ in 1..<max(1, tries) { wait = min(longest, wait * 2) }
        return wait * (0.5 + chance / 2)
    }
}

/// What follows from how a transfer ended.
enum Outcome: Equatable {
    /// The bytes are there.
    case done
    /// The venue has no such file.
    case missing
    /// Try again: the reason, and whether all others have to wait too.
    case later(String, isLimit: Bool)
    /// Try again from the first byte.
    case over(String)
    /// Never: the reason and a hint.
    case refused(String, String?)

    /// - Source: exit codes: curl's manual, "EXIT CODES"; statuses: the venues' pages about limits.
    init(_ result: CurlResult) {
        let said = result.message.isEmpty ? "curl ended with code \(result.code)" : result.message
        switch (result.code, result.status) {
        // A part that was whole already has nothing after its end.
        case (_, 416): self = .over("the file on the disk is as long as the venue's, or longer")
        case (0, 200), (0, 206): self = .done
        case (0, 404), (22, 404): self = .missing
        case (_, 429), (_, 418):
            self = .later("the venue answers \(result.status): too many requests", isLimit: true)
        case (_, 403):
            self = .later("the venue answers 403: too many requests, or not from here", isLimit: true)
        case (_, 451):
            self = .refused(
                "the venue answers 451: it does not serve your country", "archives may be served all the same"
            )
        case (22, 500...599), (0, 500...599):
            self = .later("the venue answers \(result.status)", isLimit: result.retryAfter != nil)
        case (22, _): self = .refused("the venue answers \(result.status)", nil)
        case (33, _): self = .over("the venue does not continue a file")
        case (1, _), (47, _): self = .refused("a redirection was not followed: \(said)", nil)
        case (60, _), (77, _):
            self = .refused(said, "LIQ_CA_FILE names a file of certificates, where a proxy has its own")
        case (63, _): self = .refused("the answer is larger than any real one: \(said)", nil)
        case (23, _): self = .refused("curl cannot write the file: \(said)", "is the disk full?")
        case (5, _), (6, _), (7, _), (16, _), (18, _), (28, _), (35, _), (52, _), (55, _), (56, _), (92, _):
            self = .later(said, isLimit: false)
        default: self = .refused("\(said) (status \(result.status))", nil)
        }
    }
}
