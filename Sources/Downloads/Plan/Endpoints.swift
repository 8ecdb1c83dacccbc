import PlainText

/// The addresses that a venue's paths are put behind, after the user's variables have been read.
struct Endpoints: Sendable {
    private let bases: [String: String]

    /// - Throws: ``DownloadError`` `.usage` for a variable that is no address.
    init(_ venue: VenueOffer, environment: [String: String]) throws(DownloadError) {
        var bases = venue.endpoints
        for name in bases.keys {
            let variable = Self.variable(venue, name)
            guard let value = environment[variable], !value.isEmpty else { continue }
            bases[name] = try Self.address(value, variable)
        }
        self.bases = bases
    }

    /// The variable that overrides an endpoint.
    static func variable(_ venue: VenueOffer, _ name: String) -> String {
        "LIQ_ENDPOINT_\(venue.id.uppercased())" + (name == "api" ? "" : "_\(name.uppercased())")
    }

    /// The address of a path.
    func address(_ endpoint: String, _ path: String) -> String { (bases[endpoint] ?? "") + path }

    /// The protocols that curl may speak for an address: plain HTTP only where the user's own variable says so.
    static func protocols(_ url: String) -> String { url.hasPrefix("http://") ? "=http,https" : "=https" }

    private static func address(_ text: String, _ variable: String) throws(DownloadError) -> String {
        let rest =
            ["https://", "http://"].first(where: text.hasPrefix).map { text.dropFirst($0.count) } ?? ""
        let isPlain = rest.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~:/[]".utf8.contains(byte)
        }
        guard !rest.isEmpty, !rest.hasPrefix("/"), isPlain else {
            throw DownloadError(
                .usage, variable,
                "must be an address such as https://localhost:8443, was \(Echo.quoted(text.utf8))")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }
}
