import Glibc

/// Asks the system what is where.
enum FileSystem {
    /// What a path leads to.
    enum Entry { case file, folder }

    /// What a path leads to.
    ///
    /// - Throws: ``DataError`` `.inputMissing` where there is nothing, `.badInput` for pipes, devices and sockets.
    static func entry(_ path: String) throws(DataError) -> Entry {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: throw DataError(.badInput, file: path, "is neither a file nor a folder")
        }
    }

    /// How long a regular file is; 0 for anything else.
    static func bytes(of path: String) -> Int {
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        return Int(status.st_size)
    }

    /// Whether something has this name.
    static func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The names in a folder, hidden ones left out, in byte order.
    static func names(in path: String) throws(DataError) -> [String] {
        guard let folder = opendir(path) else { throw failure(path, errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let length = strlen(nameStart(entry))
            let name = String(
                decoding: UnsafeRawBufferPointer(start: nameStart(entry), count: length), as: UTF8.self)
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func nameStart(_ entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
        let offset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 0
        return UnsafePointer(
            (UnsafeMutableRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
    }

    /// What the system's error number says about a path.
    static func failure(_ path: String, _ number: Int32) -> DataError {
        switch number {
        case ENOENT, ENOTDIR: DataError(.inputMissing, file: path, "no such file or folder")
        case EACCES, EPERM: DataError(.io, file: path, "reading it is not permitted")
        default: DataError(.io, file: path, "cannot be read: \(String(cString: strerror(number)))")
        }
    }
}
