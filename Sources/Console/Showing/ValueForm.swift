/// How the values of a script are written.
package enum ValueForm: String, CaseIterable, Sendable {
    /// As the console shows them.
    case auto
    /// Aligned columns.
    case table
    case csv
    /// A line of JSON for each element of a list.
    case jsonl
    case json
}
