import Glibc

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
