import Glibc

/// The size of a file and the time of its last change: what tells that it changed while it was read.
struct FileVersion: Equatable {
    /// Its bytes.
    let size: Int
    private let seconds, nanoseconds: Int

    /// The version that a status tells.
    init(_ status: stat) {
        size = Int(status.st_size)
        (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }

    /// An error where an open file no longer has this version; `nil` where it has.
    ///
    /// What was read of such a file may be half old and half new, or cut in the middle of a number.
    func changed(_ descriptor: Int32, file: String) -> DataError? {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return FileSystem.failure(file, errno) }
        let now = FileVersion(status)
        guard now != self else { return nil }
        let what =
            now.size == size
            ? "its \(size) bytes were written again" : "it had \(size) bytes, then \(now.size)"
        return DataError(
            .badInput, file: file, "changed while it was read: \(what)",
            hint: "load it again once it is complete")
    }
}

/// A last line that no line feed ends.
///
/// A file that was cut in the middle of a number looks the same: the last cell has lost digits and is a number all the
/// same.
enum OpenEnd {
    /// A note that names the line.
    static func note(line: Int) -> String {
        "no line feed ends line \(line), the last: it may be cut short"
    }
}
