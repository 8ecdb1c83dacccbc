import Foundation
import TestSupport

/// The project's files as tests read them.
enum ProjectText {
    /// The texts below a folder, or of a file, by their path in the project; what builds leave is not among them.
    static func files(in place: String, endings: [String]) throws -> [(path: String, text: String)] {
        let root = SharedFolder.project.path + "/"
        let start = SharedFolder.project.appending(path: place)
        let below =
            FileManager.default.enumerator(at: start, includingPropertiesForKeys: nil)?
            .compactMap { $0 as? URL } ?? []
        return try ([start] + below)
            .filter { endings.contains($0.pathExtension) && !$0.path.contains("/.build") }
            .map {
                (
                    String($0.path.dropFirst(root.count)),
                    String(decoding: try Data(contentsOf: $0), as: UTF8.self)
                )
            }
            .sorted { $0.0 < $1.0 }
    }

    /// The lines of Swift source with nothing but what stands in string literals; others are empty.
    static func literals(of source: String) -> [String] {
        var isInText = false
        return source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            let delimiters = line.ranges(of: "\"\"\"").count
            defer { if delimiters == 1 { isInText.toggle() } }
            if isInText { return delimiters == 0 ? String(line) : "" }
            guard delimiters == 0, !line.drop(while: \.isWhitespace).hasPrefix("//") else { return "" }
            return line.matches(of: /"(?:[^"\\]|\\.)*"/).map { String($0.output) }.joined(separator: " ")
        }
    }
}
