/// What the place that text goes to can show. Finding that out is the caller's job.
package struct TerminalStyle: Hashable, Sendable {
    /// Characters a line may hold. Charts are made for 60 to 200.
    package let columns: Int
    /// Lines that are visible at once; `nil` where there is no such thing.
    package let rows: Int?
    /// Whether block, line and circled characters may be used; ASCII only where not.
    package let unicode: Bool
    /// Whether colour codes may be written.
    package let color: Bool
    /// How many colours there are, where there are any.
    package let depth: ColorDepth

    /// A style by its fields.
    package init(
        columns: Int, rows: Int? = nil, unicode: Bool = true, color: Bool = false, depth: ColorDepth = .direct
    ) {
        (self.columns, self.rows, self.unicode) = (columns, rows, unicode)
        (self.color, self.depth) = (color, depth)
    }

    /// For files and pipes: never coloured, as many lines as it takes.
    package static func plain(columns: Int, unicode: Bool = true) -> TerminalStyle {
        TerminalStyle(columns: columns, rows: nil, unicode: unicode, color: false)
    }

    /// The width that charts draw to: ``columns``, but no less than 60 and no more than 200.
    package var width: Int { min(max(columns, 60), 200) }
}
