import LiquidationCore

/// One file and the request that gives it.
package struct PlannedFile: Hashable, Sendable {
    /// What it is part of.
    package let kind: DataKind
    /// Its name in the folder.
    package var name: String
    /// Where it is asked for.
    package var url: String
    /// What is posted; `nil` for GET.
    package var body: String?
    /// Where its SHA-256 is; `nil` where it has none.
    package var checksumURL: String?
    /// The time that it covers.
    package let span: TimeSpan
    /// The time between two rows, where there is one.
    let interval: String?
    /// What it is a piece of: pieces of one series can stand for one another.
    var series: String
    /// Whether it is published as a file, which never changes.
    var isArchive = false
    var cost: [RequestCost] = []
    var follow = Following.windows
    var rows = Int.max
    /// The number of a page in its chain.
    var page = 1
    /// Files that are fetched where this one is not published.
    var instead: [PlannedFile] = []

    init(
        kind: DataKind, name: String, url: String, body: String? = nil, checksumURL: String? = nil,
        span: TimeSpan,
        interval: String?, isArchive: Bool = false, series: String? = nil, cost: [RequestCost] = [],
        follow: Following = .windows, rows: Int = .max
    ) {
        (self.kind, self.name, self.url, self.body) = (kind, name, url, body)
        (self.checksumURL, self.span, self.interval, self.isArchive) = (
            checksumURL, span, interval, isArchive
        )
        self.series = [series ?? kind.rawValue, interval].compactMap(\.self).joined(separator: "-")
        (self.cost, self.follow, self.rows) = (cost, follow, rows)
    }

    /// Whether a page tells of the next.
    var isChain: Bool {
        switch follow {
        case .windows, .once: false
        case .token, .oldest: true
        }
    }

    /// The largest size that is accepted, in bytes: real ones stay far below.
    var largest: Int { isArchive ? 16 << 30 : 64 << 20 }

    /// The page after this one.
    ///
    /// - Parameters:
    ///   - parameter: of the query; replaced where it is there.
    ///   - value: of the parameter, any text.
    /// - Returns: the same with another address and the next number in its name.
    func following(_ parameter: String, _ value: String) -> PlannedFile {
        var next = self
        next.page += 1
        let number = String(next.page)
        let stem = name[..<(name.lastIndex(of: "-") ?? name.endIndex)]
        next.name = "\(stem)-\(String(repeating: "0", count: max(0, 4 - number.count)))\(number).json"
        let parts = url.split(separator: "?", maxSplits: 1)
        var query = parts[1].split(separator: "&").filter { !$0.hasPrefix(parameter + "=") }.map(String.init)
        query.append("\(parameter)=\(Self.escaped(value))")
        next.url = parts[0] + "?" + query.joined(separator: "&")
        return next
    }

    /// What a parameter of the query is; `nil` where it has none such.
    func value(of parameter: String) -> Substring? {
        url.split(separator: "?").last?.split(separator: "&").first { $0.hasPrefix(parameter + "=") }?
            .dropFirst(parameter.utf8.count + 1)
    }

    /// A value in an address, after RFC 3986, section 2.1.
    private static func escaped(_ value: String) -> String {
        value.utf8.reduce(into: "") { text, byte in
            let isPlain =
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-._~".utf8.contains(byte)
            text +=
                isPlain
                ? String(Unicode.Scalar(byte))
                : (byte < 16 ? "%0" : "%") + String(byte, radix: 16).uppercased()
        }
    }
}

extension DownloadPlan {
    /// The plan as a user reads it: a line for each file, then what will be missing.
    package var text: String {
        var lines = [
            "\(request.venue) \(request.symbol), \(request.from.day) to \(request.to.adding(-1).day), "
                + "every \(request.interval)"
        ]
        for file in files {
            let more = file.isChain ? " and pages that follow" : ""
            let cost = file.cost.map { "\($0.weight) \($0.group)" }.joined(separator: ", ")
            lines.append("  \(file.name)\(more)\(cost.isEmpty ? "" : " [\(cost)]")")
            lines.append(
                "    \(file.body == nil ? "GET" : "POST") \(file.url)\(file.body.map { " \($0)" } ?? "")")
            if file.checksumURL != nil { lines.append("    with its .CHECKSUM") }
        }
        let sums = weights.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let checksums = files.count { $0.checksumURL != nil }
        lines.append(
            "\(files.count) files, at least \(files.count + checksums) requests"
                + (sums.isEmpty ? "" : "; counted: \(sums.joined(separator: ", "))"))
        return (lines + notes.map { "not included: \($0)" }).map { $0 + "\n" }.joined()
    }

    /// What all requests take of each limit, chains counted by their first page.
    package var weights: [String: Int] {
        files.flatMap(\.cost).reduce(into: [:]) { $0[$1.group, default: 0] += $1.weight }
    }
}
