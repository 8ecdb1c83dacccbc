import PlainText

/// One file for curl to fetch, as its standard input describes it.
struct CurlTransfer: Sendable {
    let url: String
    let body: String?
    /// The file that it writes.
    let part: String
    /// Whether it goes on where the part ends.
    let isResumed: Bool
    /// The largest size, in bytes.
    let largest: Int
}

/// The text of a run of curl: nothing in it is quoted by a shell, and nothing of the user's `.curlrc` counts.
struct CurlConfig: Sendable {
    /// `liq/0.1.0`.
    let agent: String
    /// A file of certificates to trust instead of the system's; curl itself reads `CURL_CA_BUNDLE`.
    let authorities: String?
    let parallel: Int
    let patience: Patience

    /// Begins each line that a finished transfer writes.
    static let mark = "liq-get"

    /// The configuration for some transfers; the line of each begins with its number.
    func text(_ transfers: [CurlTransfer]) -> String {
        var lines = ["silent", "parallel", "parallel-max = \(parallel)"]
        for (number, transfer) in transfers.enumerated() {
            if number > 0 { lines.append("next") }
            lines += [
                "url = \(quoted(transfer.url))", "output = \(quoted(transfer.part))", "globoff", "location",
                "max-redirs = 5",
                "proto = \"\(Endpoints.protocols(transfer.url))\"",
                "proto-redir = \"\(Endpoints.protocols(transfer.url))\"",
                "max-filesize = \(transfer.largest)",
                "connect-timeout = \(Int(patience.connect.rounded(.up)))",
                "speed-limit = \(patience.slowest)", "speed-time = \(Int(patience.stall.rounded(.up)))",
                "user-agent = \(quoted(agent))",
                // What a refusal says is no part of a file that is continued.
                transfer.isResumed ? "fail" : "fail-with-body",
                "write-out = \"\(Self.mark) \(number)\\t%{http_code}\\t%{exitcode}\\t%{size_download}"
                    + "\\t%header{retry-after}\\t%header{x-mbx-used-weight-1m}\\t%{errormsg}\\n\"",
            ]
            if transfer.isResumed { lines.append("continue-at = \"-\"") }
            if let authorities { lines.append("cacert = \(quoted(authorities))") }
            if let body = transfer.body {
                lines += ["header = \"Content-Type: application/json\"", "data-raw = \(quoted(body))"]
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// A value in quotes, as curl's manual says under `--config`.
    private func quoted(_ text: String) -> String {
        let escapes: [Character: String] = [
            "\\": "\\\\", "\"": "\\\"", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u{0B}": "\\v",
        ]
        return "\"" + text.reduce(into: "") { $0 += escapes[$1] ?? String($1) } + "\""
    }
}

/// What curl says of a finished transfer.
struct CurlResult: Sendable {
    /// Its place in the list of transfers.
    let number: Int
    /// The status of the answer; 0 where there was none.
    let status: Int
    /// curl's own code, 0 for success.
    let code: Int
    /// Bytes that came.
    let bytes: Int
    /// Retry-After: seconds to wait.
    let retryAfter: Double?
    /// X-MBX-USED-WEIGHT-1M.
    let usedWeight: Int?
    let message: String

    /// A line of curl's output; `nil` for any other.
    init?(_ line: String) {
        let fields = line.split(separator: "\t", maxSplits: 6, omittingEmptySubsequences: false)
        let words = fields.first?.split(separator: " ") ?? []
        guard fields.count == 7, words.count == 2, words[0] == CurlConfig.mark, let number = Int(words[1]),
            let status = Int(fields[1]), let code = Int(fields[2]), let bytes = Int(fields[3])
        else { return nil }
        (self.number, self.status, self.code, self.bytes) = (number, status, code, bytes)
        retryAfter = Double(fields[4]).flatMap { (0...1e9).contains($0) ? $0 : nil }
        usedWeight = Int(fields[5])
        message = String(fields[6])
    }
}
