package import Engine
import Glibc
import MarketData

/// Which plugins run isolated, as the user has said: a text file with a line each.
///
/// `isolated path:/a/b.lua` isolates a file, or a folder with all in it, whatever it holds later.
/// `isolated sha256:…` isolates one file's content wherever it lies. `trusted sha256:…` lets one content out of an
/// isolated place: another content there is isolated again. `startup sha256:… path:/…` lets a start-up file of the
/// console run as long as it holds that.
///
/// The first line is `# liq-trust 2`. In a file that has it, backslashes, control characters and what changes the
/// direction of text are written as in `\u{a}`, so that a path cannot contain a line; an older file, without that line,
/// has none of these. A line that says nothing is kept and skipped with a warning.
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
    /// Lines that say nothing; they stay in the file.
    private var broken: [String] = []
    /// Whether one of these may have isolated something: plugins are isolated then.
    private var isDamaged = false
    /// What was skipped, a sentence each, with file and line.
    package private(set) var warnings: [String] = []

    /// A store without marks.
    package init(path: String?) { self.path = path }

    /// The user's store, `trust` in the folder of the user's data.
    ///
    /// - Throws: ``EngineError`` `.badInput` for a file of a later version, `.inputMissing` for one that cannot be read.
    package static func usual() throws(EngineError) -> TrustStore {
        try TrustStore(reading: DataHome.path.map { $0 + "/trust" })
    }

    /// The store of a file, empty where it is not there.
    ///
    /// - Throws: as ``usual()``.
    package init(reading path: String?) throws(EngineError) {
        self.path = path
        guard let path, access(path, F_OK) == 0 else { return }
        let text = String(decoding: try TextFile.read(path, limit: 1 << 20), as: UTF8.self)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var isEscaped = false
        if let first = lines.first, first.hasPrefix(Self.head) {
            guard first == Self.head + Self.version else {
                throw EngineError(
                    .badInput, "\(path):1: '\(first)': this liq reads version \(Self.version)",
                    hint: "it was written by a later liq")
            }
            isEscaped = true
        }
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            if !read(isEscaped ? TrustText.unescaped(line) : line) { skip(line, "\(path):\(index + 1)") }
        }
    }

    private static let head = "# liq-trust "
    private static let version = "2"

    /// Takes in a line; false where it says nothing.
    private mutating func read(_ line: String?) -> Bool {
        guard let words = line?.split(separator: " ", maxSplits: 1).map(String.init), words.count == 2 else {
            return false
        }
        let (word, key) = (words[0], words[1])
        if word == "startup" {
            guard key.hasPrefix("sha256:"), key.contains(" path:/") else { return false }
            startups.append(key)
            return true
        }
        guard word == "isolated" || word == "trusted", key.hasPrefix("path:/") || key.hasPrefix("sha256:")
        else { return false }
        marks.append(Mark(isIsolating: word == "isolated", key: key))
        return true
    }

    private mutating func skip(_ line: String, _ place: String) {
        broken.append(line)
        let isHarmless = line.hasPrefix("trusted ") || line.hasPrefix("startup ")
        if !isHarmless { isDamaged = true }
        warnings.append(
            "\(place): '\(TrustText.escaped(line))' is no mark of trust and is skipped"
                + (isHarmless ? "" : "; plugins run isolated until that line is removed"))
    }

    /// Sets a mark, in place of one of the same key, or with `nil` takes it away.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`, and `.usage` for what no line can say.
    package mutating func set(_ key: String, isIsolating: Bool?) throws(EngineError) {
        try Self.check(key)
        marks.removeAll { $0.key == key }
        if let isIsolating { marks.append(Mark(isIsolating: isIsolating, key: key)) }
        try save()
    }

    /// Lets a start-up file run as long as it holds these bytes, or with `nil` no longer.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`, and `.usage` for what no line can say.
    package mutating func setStartup(_ path: String, to bytes: [UInt8]?) throws(EngineError) {
        let key = Self.key(path: path)
        try Self.check(key)
        startups.removeAll { $0.hasSuffix(" " + key) }
        if let bytes { startups.append("sha256:\(ContentHash.sha256(bytes)) \(key)") }
        try save()
    }

    /// Whether a start-up file that holds these bytes may run.
    package func isTrustedStartup(_ path: String, holding bytes: [UInt8]) -> Bool {
        startups.contains("sha256:\(ContentHash.sha256(bytes)) \(Self.key(path: path))")
    }

    private func save() throws(EngineError) {
        guard let path else {
            throw EngineError(
                .cannotCreate, "there is no folder for the user's data", hint: "set LIQ_DATA_HOME")
        }
        let texts = marks.map { Self.line($0) } + startups.map { "startup \(TrustText.escaped($0))" } + broken
        try FolderPath(path).make()
        try TextFile.write(
            Self.head + Self.version + "\n# What 'liq plugins trust' and 'liq trust' have been told.\n"
                + texts.map { $0 + "\n" }.joined(), to: path)
    }

    /// A mark as it is written.
    package static func line(_ mark: Mark) -> String {
        "\(mark.isIsolating ? "isolated" : "trusted") \(TrustText.escaped(mark.key))"
    }

    /// Refuses a key that no line can say.
    private static func check(_ key: String) throws(EngineError) {
        let isContent = key.hasPrefix("sha256:")
        // A name that is not UTF-8 was repaired with U+FFFD: another file's name could read the same.
        guard !key.unicodeScalars.contains("\u{FFFD}"), isContent || key.hasPrefix("path:/"),
            !isContent || key.dropFirst(7).utf8.allSatisfy({ UnicodeScalar($0).properties.isASCIIHexDigit })
        else {
            throw EngineError(
                .usage, "no mark of trust can be set on '\(key)'",
                hint: "it takes a path that is there and is UTF-8, or sha256: with hexadecimal digits")
        }
    }

    /// Whether a file is to run isolated, unless its content is trusted.
    func isIsolated(_ source: PluginSource) -> Bool {
        guard !isDamaged else { return true }
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

/// How far code is trusted.
package enum TrustLevel: String, Hashable, Sendable, CaseIterable {
    /// The user's own scripts and what is typed: the whole language, no caps.
    case user = "L0"
    /// A plugin: a Lua state of its own, without files, clock and network, under caps.
    case plugin = "L1"
    /// The same in a process of its own, under limits of the system.
    case isolated = "L2"

    /// For people.
    package var summary: String {
        switch self {
        case .user: "L0, the user's own code: no caps"
        case .plugin: "L1, a plugin: its own Lua state without files, clock and network, under caps"
        case .isolated: "L2, isolated: as L1 and in a process of its own, under limits of the system"
        }
    }
}

/// Keys of the list of marks as parts of a line.
package enum TrustText {
    /// A text in which nothing ends a line, and nothing is shown that is not there.
    package static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default:
                if scalar == "\\" { result += "\\" }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// The text that ``escaped(_:)`` was given; `nil` where it was given none that reads like this.
    static func unescaped(_ text: String) -> String? {
        var result = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                result.unicodeScalars.append(scalar)
                continue
            }
            if rest.first == "\\" {
                rest.removeFirst()
                result += "\\"
                continue
            }
            guard rest.starts(with: "u{".unicodeScalars), let end = rest.firstIndex(of: "}") else {
                return nil
            }
            let digits = String(rest.dropFirst(2).prefix(upTo: end))
            guard let value = UInt32(digits, radix: 16), let read = UnicodeScalar(value) else { return nil }
            result.unicodeScalars.append(read)
            rest = rest[rest.index(after: end)...]
        }
        return result
    }
}
