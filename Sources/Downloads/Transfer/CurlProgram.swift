import Glibc
import PlainText

/// The `curl` that fetches: found on PATH, new enough to say what this needs.
package struct CurlProgram: Sendable {
    /// Where it is.
    package let path: String
    /// `7.88.1`.
    package let version: String

    /// `%header{…}` came with it, which reads Retry-After.
    private static let oldest = [7, 84]

    /// The first `curl` on PATH.
    ///
    /// - Throws: ``DownloadError`` `.programMissing`.
    package init(environment: [String: String]) throws(DownloadError) {
        let places = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map {
            String($0) + "/curl"
        }
        guard let found = places.first(where: { (place: String) in access(place, X_OK) == 0 }) else {
            throw DownloadError(
                .programMissing, "curl", "is not on PATH, and fetching needs it",
                hint: "on Debian and Ubuntu: sudo apt install curl")
        }
        path = found
        var output = ""
        let process = try CurlProcess(
            found, ["--disable", "--version"], input: "", lock: nil, environment: environment)
        try process.run(shouldContinue: { true }, tick: {}, line: { output += $0 + "\n" })
        let words = output.split(whereSeparator: \.isWhitespace)
        version = words.count > 1 ? String(words[1]) : ""
        let numbers = version.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard words.first == "curl", numbers.count == 2, !numbers.lexicographicallyPrecedes(Self.oldest)
        else {
            throw DownloadError(
                .programMissing, found, "curl 7.84 or later is needed, this is \(Echo.quoted(version.utf8))",
                hint: "Debian 12 has 7.88, bullseye-backports has it for Debian 11")
        }
    }
}
