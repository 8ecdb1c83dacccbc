import Engine

/// Looks up what can be reached, for completion and help.
///
/// Types have the names of ``FunctionPage/Owner``: `map`, `dataset`, `vector`.
package struct APIReference: Sendable {
    /// What completion shows of a page.
    package struct Member: Hashable, Sendable {
        /// What is completed.
        package let name: String
        /// Function, method, field.
        package let form: FunctionPage.Form
        /// As it is called: `map:at(price)`.
        package let call: String
        /// A line of help.
        package let summary: String
        /// The type that it gives, by name; `nil` where that has no members, or is a list.
        package let type: String?
    }

    private let pages: [FunctionPage]

    /// A reference over pages.
    package init(_ pages: [FunctionPage]) { self.pages = pages }

    /// The members of a type, by name; none where there is no such type.
    ///
    /// - Parameters:
    ///   - type: `map`; `global` for functions that stand alone.
    ///   - place: only what is there in scripts, plugins or tests; everything where `nil`.
    /// - Returns: sorted by name.
    package func members(of type: String, in place: FunctionPage.Place? = nil) -> [Member] {
        pages.filter { page in
            page.owner.rawValue == type && page.form != .length
                && (place.map { page.places.contains($0) } ?? true)
        }
        .map { page in
            let only = page.answers.count == 1 ? page.answers[0].type : nil
            return Member(
                name: page.name, form: page.form, call: page.call, summary: page.summary,
                type: only.flatMap { $0.annotation.hasSuffix("[]") ? nil : $0.members })
        }
        .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// What a function takes, by places first: of `liq.load`, `map:clusters`, `describe`.
    ///
    /// Legal values stand in ``ValueType/values``. None where nothing is called so, or where it takes nothing.
    package func arguments(of path: String) -> [FunctionPage.Argument] {
        page(of: path).map { $0.arguments + $0.alternative } ?? []
    }

    /// The page of a function, method, field or command: `map:at`, `map.price`, `:help`.
    package func page(of path: String) -> FunctionPage? { pages.first { $0.path == path } }

    /// The pages that have a word in their call; those of a type, where it is the name of one.
    package func pages(about word: String) -> [FunctionPage] {
        let own = pages.filter { $0.owner.rawValue == word }
        let named = pages.filter { $0.name == word }
        if !own.isEmpty || !named.isEmpty { return named.filter { $0.owner.rawValue != word } + own }
        return pages.filter { $0.call.contains(word) }
    }

    /// The overview of a type's members: `map  at(price), clusters{within, limit}, …`.
    package func owners() -> [(owner: FunctionPage.Owner, pages: [FunctionPage])] {
        FunctionPage.Owner.allCases.map { owner in (owner, pages.filter { $0.owner == owner }) }
            .filter { !$0.pages.isEmpty }
    }
}
