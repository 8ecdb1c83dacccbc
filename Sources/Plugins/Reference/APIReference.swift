import Engine
import PlainText

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

    /// The pages about a word.
    ///
    /// The name of a type, a function or a field leads to its pages, and to no others. Any other word is looked for
    /// among the search terms, where a type that has it brings its pages and those of what gives it; then in parts of
    /// calls, and at last in lines of help.
    package func pages(about word: String) -> [FunctionPage] {
        let own = pages.filter { $0.owner.rawValue == word }
        let named = pages.filter { $0.name == word }
        if !own.isEmpty || !named.isEmpty { return named.filter { $0.owner.rawValue != word } + own }
        let word = word.lowercased()
        let owners = FunctionPage.Owner.allCases.filter { $0.searchTerms.contains(word) }
        let found = pages.filter { page in
            page.searchTerms.contains(word) || owners.contains(page.owner)
                || page.answers.contains { answer in owners.contains { $0.rawValue == answer.type.members } }
        }
        if !found.isEmpty { return found }
        let called = pages.filter { $0.call.lowercased().contains(word) }
        if !called.isEmpty { return called }
        return pages.filter { page in
            page.summary.lowercased().split { !$0.isLetter && !$0.isNumber }.contains(Substring(word))
        }
    }

    /// What a word that nothing is known about may have been meant to be: `did you mean 'cluster'?`
    package func hint(for word: String) -> String? {
        // Two edits turn any shorter word into another one.
        guard word.count > 3 else { return nil }
        let owners = FunctionPage.Owner.allCases
        let names =
            owners.map(\.rawValue) + owners.flatMap(\.searchTerms)
            + pages.flatMap { [$0.name, $0.path] + $0.searchTerms }
        return Spelling.hint(for: word.lowercased(), among: names.filter { $0.count > 2 })
    }

    /// The overview of a type's members: `map  at(price), clusters{within, limit}, …`.
    package func owners() -> [(owner: FunctionPage.Owner, pages: [FunctionPage])] {
        FunctionPage.Owner.allCases.map { owner in (owner, pages.filter { $0.owner == owner }) }
            .filter { !$0.pages.isEmpty }
    }
}

/// What tests of plugins have, beside what plugins have.
package enum SpecPages {
    package static let all: [FunctionPage] =
        [PluginRequire.page] + SpecRun.members.map(\.page) + SpecFixtures.members.map(\.page)
        + SpecFixtures.fixtures.map(\.page) + TestedPlugin.members.map(\.page)
        + Expectation.members.map(\.page)
}

/// The table that a plugin's file returns.
package enum ManifestPages {
    package static let all: [FunctionPage] = [
        .field(.manifest, "kind", .choice(PluginKindDescriptor.all.map(\.name)), "What it decides."),
        .field(
            .manifest, "run", .function("fun(...): any"), orNil: true,
            "The function; its kind says what it is given."),
        .field(
            .manifest, "run_all", .function("fun(...): any"), orNil: true,
            "One call for all bars, instead of run."),
        .field(
            .manifest, "api", .integer, orNil: true, "The level that it was written for; 1 where left out."),
        .field(.manifest, "id", .text, orNil: true, "The file's name without .lua; may be left out."),
        .field(.manifest, "version", .text, orNil: true, "Its version."),
        .field(.manifest, "summary", .text, orNil: true, "A line of help."),
        .field(.manifest, "license", .text, orNil: true, "Its licence."),
        .field(.manifest, "name", .text, orNil: true, "What people call it."),
        .field(.manifest, "ladder", .numbers, orNil: true, "The rungs that a leverage plugin is made for."),
        .field(
            .manifest, "params", .function("table<string, liq.parameter>").called("table by name"),
            orNil: true,
            "What can be set."),
        .field(
            .parameter, "type", .choice(PluginParameter.Kind.allCases.map(\.rawValue)),
            "What values it takes."
        ),
        .field(.parameter, "default", .any, orNil: true, "The value where none is given."),
        .field(.parameter, "unit", .text, orNil: true, "What a number counts."),
        .field(.parameter, "min", .number, orNil: true, "The smallest legal number."),
        .field(.parameter, "max", .number, orNil: true, "The largest legal number."),
        .field(.parameter, "doc", .text, orNil: true, "A line of help."),
    ]
}

extension PluginManifest {
    /// The keys that a plugin's table may have.
    static let keys = ManifestPages.all.filter { $0.owner == .manifest }.map(\.name)
}

extension PluginParameter {
    /// The keys that the table of a parameter may have.
    static let keys = ManifestPages.all.filter { $0.owner == .parameter }.map(\.name)
}
