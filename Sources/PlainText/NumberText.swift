/// Numbers as people read them, the same in every locale.
package enum NumberText {
    /// What stands for a number that is not finite.
    package static let absent = "n/a"

    /// Three digits and a unit: `1.24B`, `86.2M`, `940K`, `12.3`; whole numbers below a thousand stay whole.
    package static func short(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        let magnitude = abs(value)
        if magnitude < 999.5 {
            return fixed(value, decimals: magnitude == magnitude.rounded() ? 0 : digits(after: magnitude))
        }
        var (scaled, unit) = (magnitude / 1000, 0)
        let units = ["K", "M", "B", "T"]
        while scaled >= 999.5, unit + 1 < units.count { (scaled, unit) = (scaled / 1000, unit + 1) }
        let text = fixed(value < 0 ? -scaled : scaled, decimals: digits(after: scaled))
        return text + units[unit]
    }

    /// ``short(_:)`` with its sign: `+14.1M`, `−0.26`.
    package static func signed(_ value: Double, unicode: Bool = true) -> String {
        let text = short(abs(value))
        return text == "0" || text == absent ? text : (value < 0 ? unicode ? "−" : "-" : "+") + text
    }

    /// Decimals that leave three digits; two for what lies below one.
    private static func digits(after magnitude: Double) -> Int {
        magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0
    }

    /// A price as it stands: seven digits, no trailing zeros: `107,123.4`, `0.2134`.
    package static func price(_ value: Double) -> String {
        guard value.isFinite else { return absent }
        var (decimals, magnitude) = (6, abs(value))
        while magnitude >= 10, decimals > 0 { (decimals, magnitude) = (decimals - 1, magnitude / 10) }
        while magnitude < 1, magnitude > 0, decimals < 12 {
            (decimals, magnitude) = (decimals + 1, magnitude * 10)
        }
        return decimal(value, upTo: decimals)
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

    /// At most so many decimals, without zeros at the end: `1,500`, `0.4`.
    package static func decimal(_ value: Double, upTo decimals: Int) -> String {
        var text = fixed(value, decimals: decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A fixed number of decimals with separated thousands: `104,230.50`. Halves round away from zero.
    /// There may be 0 to 12 decimals; more or fewer count as the nearer of the two.
    package static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return absent }
        let decimals = min(max(decimals, 0), 12)
        let scaled = (abs(value) * power(decimals)).rounded()
        guard scaled < 9e18 else { return "\(value)" }
        let number = UInt64(scaled)
        let unit = UInt64(power(decimals))
        let sign = value < 0 && number > 0 ? "-" : ""
        let whole = sign + grouped(number / unit)
        guard decimals > 0 else { return whole }
        let fraction = String(number % unit)
        return whole + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }

    /// A count with separated thousands: `1,375`.
    package static func count(_ value: Int) -> String {
        (value < 0 ? "-" : "") + grouped(UInt64(value.magnitude))
    }

    /// A fraction as a signed percentage with one decimal: `−3.2 %`, `+4.1 %`, `0.0 %`.
    /// Without `unicode` the minus is a hyphen.
    package static func percent(_ fraction: Double, unicode: Bool = true) -> String {
        let text = fixed(fraction * 100, decimals: 1)
        if text == absent { return text }
        if text == "0.0" { return "0.0 %" }
        guard text.hasPrefix("-") else { return "+\(text) %" }
        return (unicode ? "−" : "-") + text.dropFirst() + " %"
    }

    /// A span of time in its two largest units: `4h`, `229d 4h`, `1m 30s`, `250ms`.
    package static func duration(milliseconds: Int64) -> String {
        let units: [(name: String, length: UInt64)] = [
            ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
        ]
        let span = milliseconds.magnitude
        guard let first = units.firstIndex(where: { span >= $0.length }) else { return "0s" }
        var text = "\(span / units[first].length)\(units[first].name)"
        if first + 1 < units.count {
            let rest = span % units[first].length / units[first + 1].length
            if rest > 0 { text += " \(rest)\(units[first + 1].name)" }
        }
        return (milliseconds < 0 ? "-" : "") + text
    }

    private static func grouped(_ number: UInt64) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return text
    }

    /// A power of ten, by multiplication: exact up to 10^22.
    package static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= 10 }
        return result
    }
}

extension String {
    /// `5.0` as `5`: the same number, shorter.
    package var droppingZeroFraction: String { hasSuffix(".0") ? String(dropLast(2)) : self }
}
