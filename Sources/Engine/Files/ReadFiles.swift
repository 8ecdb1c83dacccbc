import Glibc
import Synchronization

/// Files of code that this process has read and that no output may replace: plugins, and modules that they require.
package enum ReadFiles {
    private struct Identity: Hashable {
        let device: UInt
        let number: UInt

        init(_ status: stat) { (device, number) = (UInt(status.st_dev), UInt(status.st_ino)) }

        /// The file at a path; `nil` where there is none.
        init?(path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }

    /// By file: where it was read.
    private static let known = Mutex<[Identity: String]>([:])

    /// Takes note of a file that was read.
    package static func add(_ path: String) {
        guard let identity = Identity(path: path) else { return }
        known.withLock { $0[identity] = path }
    }

    /// Whether a file is one of them, by any of its names.
    static func holds(_ status: stat) -> Bool {
        let identity = Identity(status)
        guard let path = known.withLock({ $0[identity] }) else { return false }
        // The number of a file that is gone may be that of another by now.
        return Identity(path: path) == identity
    }
}
