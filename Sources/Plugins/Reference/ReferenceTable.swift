import Engine

/// The reference as Markdown: what REPL.md holds between its two marks.
package struct ReferenceTable {
    /// The lines before and after what is written.
    package static let marks = (
        begin: "<!-- The reference begins: RECORD_SNAPSHOTS=1 swift test writes it again. -->",
        end: "<!-- The reference ends. -->"
    )

    /// The text.
    package let text: String

    /// The reference of pages.
    package init(_ pages: [FunctionPage]) {
        var parts: [String] = []
        for owner in FunctionPage.Owner.allCases {
            let own = pages.filter { $0.owner == owner }
            guard !own.isEmpty else { continue }
            parts.append(
                "### \(owner.rawValue)\n\n\(owner.summary)\(Self.places(owner))\n\n" + Self.table(own))
        }
        parts.append(
            "### Arguments\n\nThose in braces stand by name in one table; after them what holds where one is left out."
                + "\n\n" + Self.arguments(pages))
        text = parts.joined(separator: "\n")
    }

    /// A document with what stands between the marks replaced; `nil` where it has none.
    package func replaced(in document: String) -> String? {
        guard let begin = document.firstRange(of: Self.marks.begin),
            let end = document.firstRange(of: Self.marks.end), begin.upperBound < end.lowerBound
        else { return nil }
        return document[..<begin.upperBound] + "\n\n\(text)\n" + document[end.lowerBound...]
    }

    private static func places(_ owner: FunctionPage.Owner) -> String {
        switch owner {
        case .bar, .series: " In plugins and their tests."
        case .fixture, .plugin, .expectation: " In tests of plugins."
        default: ""
        }
    }

    private static func table(_ pages: [FunctionPage]) -> String {
        var text = "| | gives | |\n|---|---|---|\n"
        for page in pages {
            let only = page.places == [.tests] && page.owner.places != [.tests] ? " In tests of plugins." : ""
            text += "| `\(page.call)` | \(cell(page.gives)) | \(cell(page.summary))\(only) |\n"
        }
        return text
    }

    /// One row for what several functions take alike.
    private static func arguments(_ pages: [FunctionPage]) -> String {
        var order: [FunctionPage.Argument] = []
        var users: [FunctionPage.Argument: [String]] = [:]
        for page in pages {
            for argument in page.arguments + page.alternative where !argument.summary.isEmpty {
                if users[argument] == nil { order.append(argument) }
                let name = argument.isNamed ? "\(page.path){}" : "\(page.path)()"
                if users[argument]?.contains(name) != true { users[argument, default: []].append(name) }
            }
        }
        var text = "| argument | of | type | default | |\n|---|---|---|---|---|\n"
        for argument in order {
            let of = (users[argument] ?? []).map { "`\($0)`" }.joined(separator: ", ")
            let fallback = argument.isOptional ? argument.fallback : "needed"
            text += "| `\(argument.name)` | \(of) | \(cell(argument.contract)) | \(cell(fallback)) | "
            text += "\(cell(argument.summary)) |\n"
        }
        return text
    }

    private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
