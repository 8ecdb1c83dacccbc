import Foundation
import TestSupport
import Testing

/// Files of one idea: what CONTRIBUTING.md says of their size.
@Suite("Shape of the house") struct HouseShapeTests {
    /// Files that may be longer, and why.
    static let longer = [
        "plugins/meta/liq.lua": "written by the program, one declaration after the other"
    ]

    @Test func `no source file is longer than 400 lines`() throws {
        var seen: Set<String> = []
        for folder in ["Sources", "Tests", "Benchmarks", "plugins"] {
            for (path, text) in try ProjectText.files(in: folder, endings: ["swift", "c", "h", "lua", "py"]) {
                let lines = text.utf8.count { $0 == UInt8(ascii: "\n") }
                if lines > 400 { seen.insert(path) }
                #expect(lines <= 400 || Self.longer[path] != nil, "\(path) has \(lines) lines")
            }
        }
        #expect(seen == Set(Self.longer.keys), "an exception that no file needs")
    }
}
