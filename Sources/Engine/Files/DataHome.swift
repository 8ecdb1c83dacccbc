import Glibc

/// The user's folder of data.
package enum DataHome {
    /// `$LIQ_DATA_HOME`, else `$XDG_DATA_HOME/liq`, else `~/.local/share/liq`; `nil` where there is none.
    package static var path: String? { path { name in getenv(name).map { String(cString: $0) } } }

    /// The folder that these variables name.
    ///
    /// A relative `XDG_DATA_HOME` is ignored, as the XDG Base Directory Specification says: it would be a different
    /// folder in each working folder. `LIQ_DATA_HOME` is taken as it is given.
    package static func path(_ variable: (String) -> String?) -> String? {
        func absolute(_ name: String) -> String? { variable(name).flatMap { $0.hasPrefix("/") ? $0 : nil } }
        return variable("LIQ_DATA_HOME").flatMap { $0.isEmpty ? nil : $0 }
            ?? absolute("XDG_DATA_HOME").map { $0 + "/liq" }
            ?? absolute("HOME").map { $0 + "/.local/share/liq" }
    }
}

/// The folders above a file.
package struct FolderPath {
    private let path: String

    /// The folders above the file at a path.
    package init(_ path: String) { self.path = path }

    /// Makes those that are not there.
    ///
    /// - Throws: ``EngineError`` `.cannotCreate`.
    package func make() throws(EngineError) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        for count in parts.indices {
            let folder = parts[...count].joined(separator: "/")
            guard !folder.isEmpty, mkdir(folder, 0o755) != 0, errno != EEXIST else { continue }
            throw EngineError(.cannotCreate, "cannot make \(folder): \(String(cString: strerror(errno)))")
        }
    }
}
