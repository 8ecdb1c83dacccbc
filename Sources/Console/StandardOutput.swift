import Engine
import Glibc
import Plugins
import Scripting

/// Standard output, which remembers that it failed: a script's `print` cannot say so.
package final class StandardOutput {
    private var failure: IOError?

    /// Nothing has failed yet.
    package init() {}

    /// Writes text; after a failure nothing more.
    package func write(_ text: String) { write(Array(text.utf8)) }

    /// Writes bytes; after a failure nothing more.
    package func write(_ bytes: [UInt8]) {
        guard failure == nil, !TextFile.writeAll(bytes, to: STDOUT_FILENO) else { return }
        failure = IOError(errno)
    }

    /// - Throws: ``IOError`` when something could not be written.
    package func check() throws(IOError) {
        if let failure { throw failure }
    }
}

/// Standard output cannot be written to.
package struct IOError: Error, CustomStringConvertible {
    private let code: Int32

    /// A failure by its `errno`.
    package init(_ code: Int32) { self.code = code }

    package var description: String { "cannot write to standard output: \(String(cString: strerror(code)))" }
}
