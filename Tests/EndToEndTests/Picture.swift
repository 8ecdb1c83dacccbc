/// What a picture looks like, escape sequences apart.
enum Picture {
    /// Columns that a line takes.
    static func width(_ line: String) -> Int {
        var columns = 0
        var isEscape = false
        for scalar in line.unicodeScalars {
            if scalar == "\u{1b}" { isEscape = true }
            if !isEscape { columns += 1 }
            if isEscape, scalar.properties.isAlphabetic { isEscape = false }
        }
        return columns
    }
}
