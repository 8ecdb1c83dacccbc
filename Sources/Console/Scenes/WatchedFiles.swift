import Glibc

/// Notices when files change.
struct WatchedFiles {
    private var stamps: [String: Stamp] = [:]

    private struct Stamp: Hashable {
        var seconds = 0
        var nanoseconds = 0
        var size = 0
        var inode: UInt = 0
    }

    init(_ paths: some Sequence<String>) {
        for path in paths { stamps[path] = Self.stamp(path) }
    }

    var isEmpty: Bool { stamps.isEmpty }
    var paths: [String] { stamps.keys.sorted() }

    /// Files that have changed since this was last asked; one that is gone for a moment, as editors do, has not.
    mutating func changed() -> [String] {
        var found: [String] = []
        for (path, old) in stamps {
            guard let new = Self.stamp(path), new != old else { continue }
            stamps[path] = new
            found.append(path)
        }
        return found.sorted()
    }

    private static func stamp(_ path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, size: Int(status.st_size),
            inode: UInt(status.st_ino))
    }
}
