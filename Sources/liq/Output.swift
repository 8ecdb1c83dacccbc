import Console
import Glibc
import PluginHost

/// Where results and remarks go.
enum Output {
    /// The format of an option, or of a file's ending; text where neither is given.
    static func format(_ name: String?, out: String?) throws(HostError) -> MapFormat {
        if name == nil, out == nil { return .text }
        return try MapFormat(named: name, path: out ?? "")
    }

    /// Writes a result to a file, or to standard output.
    ///
    /// - Throws: ``HostError`` `.cannotCreate`, or ``IOError`` when standard output fails.
    static func write(_ text: String, to path: String?) throws {
        if let path { return try TextFile.write(text, to: path) }
        let output = StandardOutput()
        output.write(text)
        try output.check()
    }

    /// ``write(_:to:)`` for bytes that are no text.
    static func write(_ bytes: [UInt8], to path: String?) throws {
        if let path { return try TextFile.write(bytes, to: path) }
        let output = StandardOutput()
        output.write(bytes)
        try output.check()
    }

    /// Writes a remark to standard error.
    static func note(_ text: String) { _ = TextFile.writeAll(Array((text + "\n").utf8), to: STDERR_FILENO) }
}
