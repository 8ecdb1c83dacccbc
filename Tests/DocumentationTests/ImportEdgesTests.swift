import Foundation
import TestSupport
import Testing

/// Which module may import which: the architecture, read from the sources.
@Suite("Import edges") struct ImportEdgesTests {
    /// What each target may import. The Swift module itself is imported by all without a line.
    static let allowed: [String: Set<String>] = [
        "LiquidationCore": [],
        "PlainText": ["Glibc"],
        "LuaRuntime": ["CLuaShim", "PlainText"],
        "Parquet": ["PlainText", "CDeflate", "CZstd", "Glibc"],
        "MarketData": ["LiquidationCore", "Parquet", "PlainText", "CDeflate", "CZlib", "CZstd", "Glibc"],
        "Downloads": ["LiquidationCore", "MarketData", "PlainText", "Glibc", "Synchronization"],
        "MarketSimulator": ["LiquidationCore", "PlainText", "Glibc"],
        "Charts": ["LiquidationCore", "PlainText"],
        "Engine": ["LiquidationCore", "MarketData", "Charts", "PlainText", "Glibc", "Synchronization"],
        "Plugins": [
            "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText", "Glibc",
            "Synchronization",
        ],
        "Scripting": [
            "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText",
            "Glibc",
            "Synchronization",
        ],
        "Console": [
            "Scripting", "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts",
            "PlainText", "Glibc",
            "Synchronization",
        ],
        "liq": [
            "LuaRuntime", "LiquidationCore", "MarketData", "MarketSimulator", "Charts", "Engine", "Plugins",
            "Scripting", "Console", "Downloads", "PlainText", "ArgumentParser", "Glibc", "Synchronization",
        ],
    ]

    /// The modules that a source text imports.
    static func imports(of text: String) -> [String] {
        let kinds = ["typealias", "struct", "class", "enum", "protocol", "let", "var", "func"]
        let modifiers = ["public", "package", "internal", "fileprivate", "private"]
        // Comments may stand before, behind and around an import; a statement may follow another.
        let code = text.replacing(/\/\*(?s:.*?)\*\//, with: " ")
            .split(whereSeparator: { $0.isNewline || $0 == ";" })
            .map { $0.prefix(upTo: $0.firstRange(of: "//")?.lowerBound ?? $0.endIndex) }
        return code.compactMap { line in
            var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
            while let word = words.first, word.hasPrefix("@") || modifiers.contains(word) {
                words.removeFirst()
            }
            guard words.first == "import" else { return nil }
            words.removeFirst()
            if let word = words.first, kinds.contains(word) { words.removeFirst() }
            return words.first.map { String($0.prefix { $0 != "." }).trimmingCharacters(in: ["`"]) }
        }
    }

    /// The imports of a text that its target may not have.
    static func forbidden(in text: String, of target: String) -> [String] {
        imports(of: text).filter { !(allowed[target]?.contains($0) ?? false) }
    }

    @Test func `no source imports what its target may not`() throws {
        let sources = SharedFolder.project.appending(path: "Sources")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var targets: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let parts = file.path.dropFirst(sources.path.count).split(separator: "/").map(String.init)
            let target = try #require(parts.first)
            targets.insert(target)
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(Self.forbidden(in: text, of: target) == [], "\(parts.joined(separator: "/"))")
        }
        #expect(targets.isSubset(of: Self.allowed.keys), "a target that the table does not name")
        #expect(targets.contains("LiquidationCore"))
    }

    @Test func `a forbidden edge is found in whatever form it is written`() {
        let text = """
            /* import CommentedOut */
            // import AlsoCommentedOut
            import LiquidationCore
            public import Foundation // for Data
              package import MarketData
            @testable import Charts
            @preconcurrency internal import Plugins
            import struct Glibc.timespec; import func Foundation.NSLog
            @_implementationOnly import CLuaShim
            import FoundationEssentials
            let text = "import Nothing"
            """
        #expect(
            Self.imports(of: text) == [
                "LiquidationCore", "Foundation", "MarketData", "Charts", "Plugins", "Glibc", "Foundation",
                "CLuaShim", "FoundationEssentials",
            ])
        #expect(
            Self.forbidden(in: text, of: "Charts") == [
                "Foundation", "MarketData", "Charts", "Plugins", "Glibc", "Foundation", "CLuaShim",
                "FoundationEssentials",
            ])
        #expect(Self.forbidden(in: "import Glibc", of: "LiquidationCore") == ["Glibc"])
        #expect(Self.forbidden(in: "import CLuaShim", of: "Console") == ["CLuaShim"])
        #expect(Self.forbidden(in: "import CLuaShim", of: "LuaRuntime") == [])
        #expect(Self.forbidden(in: "import Glibc", of: "NewTarget") == ["Glibc"])
    }

    @Test func `nobody may import the whole of Foundation, and the shim has one user`() {
        #expect(!Self.allowed.values.contains { $0.contains("Foundation") })
        #expect(Self.allowed.filter { $0.value.contains("CLuaShim") }.keys.sorted() == ["LuaRuntime"])
    }
}
