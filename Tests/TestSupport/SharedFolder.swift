package import Foundation

/// Material that some tests compare with and the project does not hold: `$LIQ_SHARED`, or `shared` beside the
/// project. Tests that need it are skipped where it is not there, by `.needsShared`, which `make test` counts.
package enum SharedFolder {
    /// The project's folder.
    package static let project = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The folder, `nil` where there is none. One that is named alone counts, so that `LIQ_SHARED=none` runs without.
    package static let url: URL? = {
        let beside = project.deletingLastPathComponent().appending(path: "shared")
        let named = ProcessInfo.processInfo.environment["LIQ_SHARED"].map { URL(filePath: $0) }
        let url = named ?? beside
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    /// Whether a path is there.
    package static func has(_ path: String) -> Bool {
        url.map { FileManager.default.fileExists(atPath: $0.appending(path: path).path) } ?? false
    }

    /// The path of something in the folder; empty where there is no folder.
    package static func path(_ path: String) -> String { url?.appending(path: path).path ?? "" }
}
