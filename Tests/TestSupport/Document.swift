import Foundation

/// Documents of the project as tests read them.
package enum Document {
    /// The text of a file of the project.
    package static func text(_ name: String) throws -> String {
        try String(contentsOf: SharedFolder.project.appending(path: name), encoding: .utf8)
    }

    /// The fenced blocks of a language, without their fences.
    package static func blocks(_ language: String, in text: String) -> [String] {
        var blocks: [String] = []
        var block: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = block {
                block = line == "```" ? nil : lines + [line]
                if line == "```" { blocks.append(lines.joined(separator: "\n")) }
            } else if line == "```\(language)" {
                block = []
            }
        }
        return blocks
    }
}
