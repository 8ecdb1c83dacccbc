/// What stands for characters where only ASCII can be shown.
package enum ASCIIText {
    /// A text with ASCII alone: known signs by what they mean, others as a question mark.
    package static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
        var result = ""
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            switch scalar {
            case _ where scalar.isASCII: result.unicodeScalars.append(scalar)
            // Between words it separates them; in a formula it is a product: "BTCUSDT · long", "value·rate".
            case "·": result += last == " " ? "|" : "*"
            default: result += signs[scalar] ?? "?"
            }
            last = scalar
        }
        return result
    }

    private static let signs: [Unicode.Scalar: String] = [
        "–": "-", "—": "-", "−": "-", "×": "x", "±": "+-", "∓": "-+", "≤": "<=", "≥": ">=", "≈": "~",
        "→": "->",
        "Σ": "sum ", "Ⓢ": "S", "…": "...", "‘": "'", "’": "'", "“": "\"", "”": "\"",
    ]
}
