package import Engine
import Glibc
import MarketData

/// Which plugins run isolated, as the user has said: a text file with a line each.
///
/// `isolated path:/a/b.lua` isolates a file, or a folder with all in it, whatever it holds later.
/// `isolated sha256:…` isolates one file's content wherever it lies. `trusted sha256:…` lets one content out of an
/// isolated place: another content there is isolated again. `startup sha256:… path:/…` lets a start-up file of the
/// console run as long as it holds that.
package struct TrustStore: Sendable {
    /// What a line says.
    package struct Mark: Hashable, Sendable {
        /// Whether it isolates; else it trusts.
        package let isIsolating: Bool
        /// `path:…` or `sha256:…`.
        package let key: String

        /// A mark by its parts.
        package init(isIsolating: Bool, key: String) { (self.isIsolating, self.key) = (isIsolating, key) }
    }

    /// The file; `nil` where the user has no place for data.
    package let path: String?
    /// What it says, in its order.
    package private(set) var marks: [Mark] = []
    /// Start-up files that may run: `sha256:… path:/…` each.
    private var startups: [String] = []

    /// A store without marks.
    package init(path: String?) { self.path = path }

    /// The user's store, `trust` in the folder of the user's data.
    ///
    /// - Throws: ``HostError`` `.badInput` for a line that says nothing: what was isolated must stay so.
    package static func usual() throws(HostError) -> TrustStore {
        try TrustStore(reading: DataHome.path.map { $0 + "/trust" })
    }

    /// The store of a file, empty where it is not there.
    ///
    /// - Throws: as ``usual()``, and `.inputMissing` where the file is there and cannot be read.
    package init(reading path: String?) throws(HostError) {
        self.path = path
        guard let path, access(path, F_OK) == 0 else { return }
        let text = String(decoding: try TextFile.read(path, limit: 1 << 20), as: UTF8.self)
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            let words = line.split(separator: " ", maxSplits: 1).map(String.init)
            if words.count == 2, words[0] == "startup", words[1].hasPrefix("sha256:"),
                words[1].contains(" path:/")
            {
                startups.append(words[1])
                continue
            }
            let isKnown =
                words.count == 2 && ["isolated", "trusted"].contains(words[0])
                && (words[1].hasPrefix("path:/") || words[1].hasPrefix("sha256:"))
            guard isKnown else {
                throw HostError(
                    .badInput, "\(path):\(index + 1): '\(line)' is no mark of trust",
                    hint: "a line is 'isolated path:/…', 'isolated sha256:…', 'trusted sha256:…' or "
                        + "'startup sha256:… path:/…'")
            }
            marks.append(Mark(isIsolating: words[0] == "isolated", key: words[1]))
        }
    }

    /// Sets a mark, in place of one of the same key, or with `nil` takes it away.
    ///
    /// - Throws: ``HostError`` `.cannotCreate`.
    package mutating func set(_ key: String, isIsolating: Bool?) throws(HostError) {
        marks.removeAll { $0.key == key }
        if let isIsolating { marks.append(Mark(isIsolating: isIsolating, key: key)) }
        try save()
    }

    /// Lets a start-up file run as long as it holds these bytes, or with `nil` no longer.
    ///
    /// - Throws: ``HostError`` `.cannotCreate`.
    package mutating func setStartup(_ path: String, to bytes: [UInt8]?) throws(HostError) {
        let key = Self.key(path: path)
        startups.removeAll { $0.hasSuffix(" " + key) }
        if let bytes { startups.append("sha256:\(ContentHash.sha256(bytes)) \(key)") }
        try save()
    }

    /// Whether a start-up file that holds these bytes may run.
    package func isTrustedStartup(_ path: String, holding bytes: [UInt8]) -> Bool {
        startups.contains("sha256:\(ContentHash.sha256(bytes)) \(Self.key(path: path))")
    }

    private func save() throws(HostError) {
        guard let path else {
            throw HostError(
                .cannotCreate, "there is no folder for the user's data", hint: "set LIQ_DATA_HOME")
        }
        let lines =
            marks.map { "\($0.isIsolating ? "isolated" : "trusted") \($0.key)\n" }
            + startups.map { "startup \($0)\n" }
        try FolderPath(path).make()
        try TextFile.write(
            "# What 'liq plugins trust' and 'liq trust' have been told.\n" + lines.joined(), to: path)
    }

    /// Whether a file is to run isolated, unless its content is trusted.
    func isIsolated(_ source: PluginSource) -> Bool {
        guard !marks.isEmpty else { return false }
        let own = "sha256:" + ContentHash.sha256(source.main)
        // A link counts where it lies and where it leads.
        let places = [Self.key(path: source.path), Self.key(place: source.path)]
        return marks.contains { mark in
            guard mark.isIsolating else { return false }
            let folder = mark.key.hasSuffix("/") ? mark.key : mark.key + "/"
            return mark.key == own || places.contains { $0 == mark.key || $0.hasPrefix(folder) }
        }
    }

    /// Whether a content is let out of isolation.
    func isTrusted(hash: String) -> Bool {
        marks.contains { !$0.isIsolating && $0.key == "sha256:" + hash }
    }

    /// The key of where a file lies, though it be a link: its name in the real path of its folder.
    private static func key(place path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.dropLast().joined(separator: "/")
        return key(path: folder.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : folder) + "/"
            + (parts.last ?? "")
    }

    /// The key of a file or folder: its real path.
    package static func key(path: String) -> String {
        guard let found = realpath(path, nil) else { return "path:" + path }
        defer { free(found) }
        return "path:" + String(cString: found)
    }
}
