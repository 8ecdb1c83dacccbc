import Foundation
import TestSupport
import Testing

/// One word for one thing, in what users read: docs, messages, help, shipped plugins. docs/glossary.md has the words.
@Suite("Plain words") struct PlainWordsTests {
    /// A word that is not used, and what is said instead.
    static let words: [(word: String, instead: String)] = [
        ("walls?", "cluster"),
        ("brackets?", "tier"),
        ("liquidation levels?", "liquidation price"),
        ("anew", "again; recomputed"),
        ("culprits?", "the name of what failed"),
        ("couriers?", "what carries it"),
        ("mayGoOn", "shouldContinue"),
        ("bar tapes?", "bars"),
        ("deposit trails?", "deposits"),
        ("(?:stands?|stood) (?:beside|behind)", "is next to; comes after"),
        ("(?:is|are|was|were) told", "is reported; gets"),
        ("where nobody", "unless somebody"),
        ("nothing was given to", "is nil"),
    ]

    /// Where a word may stand, by path and word, as it means something else there or is an old name that still works.
    static let allowed: [(path: String, text: String)] = [
        // The brackets of an expression, not of margin.
        ("Sources/Console/", "brackets find each other"),
        // Old names of a plugin, an option and its values, kept for one version.
        ("", "nearest-wall"), ("", "wall-break"), ("", "bracket atLiquidation"), ("", "bracket = "),
        ("CHANGELOG.md", "said bracket"), ("CHANGELOG.md", "`bracket`"),
        ("Sources/LiquidationCore/Plan/ModelOptions.swift", "\"bracket\""),
        // Words that people look for, which help knows.
        ("Sources/Plugins/Reference/FunctionPage.swift", "\"bracket\" \"brackets\""),
        ("Sources/Plugins/Reference/FunctionPage.swift", "\"wall\" \"walls\""),
        // Time by the clock.
        ("Benchmarks/", "wall"), ("Sources/Console/ConsoleOutput.swift", "/ wall"),
        // The exchange's own name for its tiers.
        ("Sources/MarketData/Tiers/TierJSON.swift", "brackets"),
        // The venues' own names of their files.
        ("", "leverageBracket"), ("", "leverage-bracket"),
        // The wall between Swift and Lua is none of a market.
        ("docs/decisions.md", "behind a wall in C"),
    ]

    /// Lines with words that are not used, of all that users read.
    static func found(in places: [String]) throws -> [String] {
        let patterns = try words.map { (try Regex("(?i)\\b\($0.word)\\b"), $0) }
        // Most files have none of the words anywhere: only the others are read line by line.
        let any = "(?i)\\b(?:" + words.map(\.word).joined(separator: "|") + ")\\b"
        return try places.flatMap { try ProjectText.files(in: $0, endings: ["swift", "md", "lua"]) }
            .filter { $0.text.range(of: any, options: .regularExpression) != nil }
            .flatMap { path, text in
                let lines =
                    path.hasSuffix(".swift")
                    ? ProjectText.literals(of: text) : text.split(separator: "\n").map(String.init)
                return lines.enumerated().flatMap { number, line in
                    let rest = allowed.filter { path.hasPrefix($0.path) }
                        .reduce(line) { $0.replacing($1.text, with: "") }
                    return patterns.filter { rest.contains($0.0) }.map { _, word in
                        "\(path):\(number + 1): say '\(word.instead)': \(line)"
                    }
                }
            }
    }

    @Test func `nothing that users read has a word that the glossary replaces`() throws {
        let places = [
            "Sources", "plugins", "examples", "docs", "README.md", "REPL.md", "CHANGELOG.md",
            "CONTRIBUTING.md",
            "Benchmarks",
        ]
        let found = try Self.found(in: places)
        #expect(found == [])
    }

    @Test func `words are found in literals of one line and of many, and not in comments`() {
        let source = #"""
            // a "wall" in a comment
            let one = "a wall" + other("\"two\" walls") // and "here"
            let text = """
                many walls
                """
            let wall = 1
            """#
        let lines = ProjectText.literals(of: source)
        #expect(lines.map { $0.contains("wall") } == [false, true, false, true, false, false])
    }

    @Test func `the glossary has each term once, in two sentences or so`() throws {
        let text = try Document.text("docs/glossary.md")
        let terms = text.matches(of: /(?m)^- \*\*(.+?)\*\*/).flatMap { $0.output.1.split(separator: ", ") }
        #expect(Set(terms).count == terms.count)
        #expect((20...50).contains(terms.count))
        for page in ["README.md", "REPL.md"] {
            #expect(try Document.text(page).contains("docs/glossary.md"), "\(page)")
        }
    }
}
