package import Foundation

/// A folder that is gone when its holder is.
package final class TemporaryFolder {
    /// Where it is.
    package let url: URL

    /// A new, empty folder.
    ///
    /// - Throws: when it cannot be made.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "liq-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// The path of the folder.
    package var path: String { url.path }

    /// Writes a file into it and returns the file's path.
    ///
    /// - Throws: when it cannot be written.
    @discardableResult
    package func write(_ name: String, _ text: String) throws -> String {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }
}
