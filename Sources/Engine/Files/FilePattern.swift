import Glibc

/// A pattern of paths: `*` stands for any text of a name, `?` for a character, `[a-z]` for one of several, and a part
/// `**` for folders of any depth.
///
/// Names that start with a dot are found only by a part that starts with one, and `**` does not follow links.
package struct FilePattern {
    private let parts: [String]
    private let start: String
    private let wantsFolders: Bool

    /// The most paths that it gives.
    package static let most = 100_000

    /// A pattern; one that ends in `/` finds folders instead of files.
    package init(_ text: String) {
        start = text.hasPrefix("/") ? "/" : ""
        wantsFolders = text.hasSuffix("/")
        var parts: [String] = []
        // Two of them beside each other are one, which is found once.
        for part in text.split(separator: "/") where !(part == "**" && parts.last == "**") {
            parts.append(String(part))
        }
        self.parts = parts
    }

    /// The paths that match and are there, sorted by bytes.
    ///
    /// - Throws: ``EngineError`` `.limit` for more than ``most``.
    package func paths() throws(EngineError) -> [String] {
        var found: Set<String> = []
        try collect(start, parts[...], into: &found)
        return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func collect(
        _ prefix: String, _ parts: ArraySlice<String>, into found: inout Set<String>
    ) throws(EngineError) {
        guard let part = parts.first else {
            var status = stat()
            guard stat(prefix, &status) == 0 else { return }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            guard isFolder == wantsFolders else { return }
            guard found.count < Self.most else {
                throw EngineError(.limit, "more than \(Self.most) files match the pattern")
            }
            found.insert(prefix)
            return
        }
        let rest = parts.dropFirst()
        if part == "**" {
            // At the end it means all that lies below.
            try collect(prefix, rest.isEmpty ? ["*"] : rest, into: &found)
            for name in Self.names(in: prefix) where !name.hasPrefix(".") {
                let path = Self.join(prefix, name)
                var status = stat()
                guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
                try collect(path, parts, into: &found)
            }
            return
        }
        guard part.contains(where: { "*?[".contains($0) }) else {
            return try collect(Self.join(prefix, part), rest, into: &found)
        }
        for name in Self.names(in: prefix) where fnmatch(part, name, FNM_PERIOD) == 0 {
            let path = Self.join(prefix, name)
            if rest.isEmpty || TextFile.isFolder(path) { try collect(path, rest, into: &found) }
        }
    }

    private static func join(_ folder: String, _ name: String) -> String {
        folder.isEmpty || folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
    }

    /// The names in a folder, `.` and `..` left out; none where it cannot be read.
    private static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
