import LuaRuntime

/// "Did you mean": the known word that is nearest to an unknown one.
package enum Spelling {
    /// A hint such as `did you mean 'leverage'?`; `nil` where no known word is near.
    package static func hint(for word: String, among known: [String]) -> String? {
        LuaNames.nearest(to: word, in: known).map { "did you mean '\($0)'?" }
    }
}
