import PlainText
import PluginHost

/// `price -5%..+5% step 1%`, `leverage retail,uniform`: what is varied, and the values it takes.
struct SweepPlan: Hashable {
    /// `price`, or an option of a map.
    let name: String
    /// The values as they are typed behind `NAME=`.
    let values: [String]

    /// The most steps of a sweep.
    static let limit = 200

    /// - Throws: ``HostError`` `.usage` saying what is wrong.
    init(_ text: String) throws(HostError) {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 2 else {
            throw HostError(
                .usage, "sweep takes a name and values", hint: ":sweep price -5%..+5% step 1%")
        }
        name = words[0]
        let rest = words.dropFirst().joined(separator: " ")
        guard let dots = rest.firstRange(of: "..") else {
            values = rest.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            return
        }
        let ends = rest[dots.upperBound...].split(separator: " ").map(String.init)
        let isStepped = ends.count == 3 && ends[1] == "step"
        guard ends.count == 1 || isStepped, let low = Self.number(rest[..<dots.lowerBound]),
            let high = Self.number(ends[0]), low.unit == high.unit || low.value == 0
        else {
            throw HostError(
                .usage, "values are a list, or A..B step S, was '\(rest)'", hint: "-5%..+5% step 1%")
        }
        let step = isStepped ? Self.number(ends[2]) : (value: (high.value - low.value) / 10, unit: high.unit)
        guard let step, step.unit == high.unit, step.value > 0, high.value > low.value else {
            throw HostError(
                .usage, "a step above zero, in the unit of both ends, and ends that rise, was '\(rest)'")
        }
        let count = (high.value - low.value) / step.value
        guard count <= Double(Self.limit) else {
            throw HostError(.limit, "a sweep of \(Int(min(count, 1e9)) + 1) steps: at most \(Self.limit)")
        }
        values = (0...Int((count + 1e-9).rounded(.down))).map { place in
            // Of decimals as they were typed: not 0.30000000000000004.
            let value = ((low.value + Double(place) * step.value) * 1e9).rounded() / 1e9
            return "\(value == value.rounded() ? "\(Int(value))" : "\(value)")\(high.unit)"
        }
    }

    private static func number(_ text: some StringProtocol) -> (value: Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
        guard let value = Double(digits), abs(value) < 1e12 else { return nil }
        return (value, String(text.dropFirst(digits.count)).trimmingSpaces)
    }
}
