import Glibc
import MarketData

/// Files of the folder: whole ones have their names, those that are being written end in `.part`.
enum FolderFile {
    static let partEnding = ".part"

    /// Whether a name stays in the folder, whoever wrote the manifest.
    static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".") && name.utf8.count < 200 && name != Manifest.name
            && name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 47 }
    }

    /// The size of a regular file; `nil` where there is none.
    static func size(_ path: String) -> Int? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// The names of what is in a folder; empty where it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// The SHA-256 of a file.
    ///
    /// Whether to go on is asked every few megabytes.
    ///
    /// - Throws: ``DownloadError`` `.folder`, `.interrupted`.
    static func sha256(_ path: String, shouldContinue: () -> Bool) throws(DownloadError) -> String {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, "cannot read") }
        defer { close(descriptor) }
        var hash = ContentHash()
        var room = [UInt8](repeating: 0, count: 4 << 20)
        while true {
            let count = read(descriptor, &room, room.count)
            guard count >= 0 else { throw failure(path, "cannot read") }
            guard count > 0 else { return hash.finish() }
            room.withUnsafeBytes { hash.add(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            guard shouldContinue() else { throw DownloadError.interrupted }
        }
    }

    /// Gives a part its name, after its bytes have reached the disk.
    static func commit(_ path: String) throws(DownloadError) {
        let part = path + partEnding
        let descriptor = open(part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(part, "cannot read") }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0, rename(part, path) == 0 else { throw failure(path, "cannot write") }
    }

    /// Why a call of the system failed.
    static func failure(_ path: String, _ what: String) -> DownloadError {
        DownloadError(.folder, path, "\(what): \(String(cString: strerror(errno)))")
    }
}
