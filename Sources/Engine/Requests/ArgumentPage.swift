/// What a function takes.
package struct ArgumentPage: Hashable, Sendable {
    /// Its name; in braces where it is ``isNamed``.
    package let name: String
    /// What it may be.
    package let type: ValueType
    /// Whether it stands by name in one table.
    package let isNamed: Bool
    /// Whether it may be left out.
    package let isOptional: Bool
    /// What holds where it is left out, for people; empty where that is nothing.
    package let fallback: String
    /// A line of help; may be empty where the name says it all.
    package let summary: String

    /// One that has to be given at its place.
    package init(_ name: String, _ type: ValueType, _ summary: String = "") {
        self.init(name, type, isNamed: false, isOptional: false, "", summary)
    }

    /// One that may be given at its place.
    package static func optional(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String = ""
    ) -> ArgumentPage { ArgumentPage(name, type, isNamed: false, isOptional: true, fallback, summary) }

    /// One that may be given by name.
    package static func named(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String
    ) -> ArgumentPage { ArgumentPage(name, type, isNamed: true, isOptional: true, fallback, summary) }

    /// One that has to be given by name.
    package static func needed(_ name: String, _ type: ValueType, _ summary: String) -> ArgumentPage {
        ArgumentPage(name, type, isNamed: true, isOptional: false, "", summary)
    }

    private init(
        _ name: String, _ type: ValueType, isNamed: Bool, isOptional: Bool, _ fallback: String,
        _ summary: String
    ) {
        (self.name, self.type, self.isNamed, self.isOptional) = (name, type, isNamed, isOptional)
        (self.fallback, self.summary) = (fallback, summary)
    }
}

extension ArgumentPage {
    /// Its type and what it may be: `fraction`, `"long" or "short"`.
    package var contract: String {
        type.values.isEmpty ? type.word : type.values.map { "\"\($0)\"" }.joined(separator: " or ")
    }

    /// A line of help: `within: fraction, default 20 %. How far to look.`
    package var line: String {
        let rest = [isOptional ? (fallback.isEmpty ? "optional" : "default \(fallback)") : ""]
            .filter { !$0.isEmpty }
        return "\(name): \(([contract] + rest).joined(separator: ", "))"
            + (summary.isEmpty ? "" : ". \(summary)")
    }
}
