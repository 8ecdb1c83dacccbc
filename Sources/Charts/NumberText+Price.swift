extension NumberText {
    /// A price as it stands: seven digits, no trailing zeros: `107,123.4`, `0.2134`.
    package static func price(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        var (decimals, magnitude) = (6, abs(value))
        while magnitude >= 10, decimals > 0 { (decimals, magnitude) = (decimals - 1, magnitude / 10) }
        while magnitude < 1, magnitude > 0, decimals < 12 {
            (decimals, magnitude) = (decimals + 1, magnitude * 10)
        }
        var text = fixed(value, decimals: decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A price on an axis: as many decimals as its step needs, so that labels line up.
    package static func price(_ value: Double, step: Double) -> String {
        fixed(value, decimals: decimals(of: step))
    }

    /// How many decimals a step needs to be written exactly; at most 12.
    static func decimals(of step: Double) -> Int {
        guard step.isFinite, step > 0 else { return 0 }
        for decimals in 0..<12 {
            let scaled = step * power(decimals)
            if scaled >= 0.999, abs(scaled - scaled.rounded()) < 1e-6 * scaled { return decimals }
        }
        return 12
    }
}
