extension String {
    /// The beginning that fits into so many bytes, in whole characters.
    func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var scalars = unicodeScalars.prefix(limit)
        var count = scalars.reduce(0) { $0 + UTF8.width($1) }
        while count > limit, let last = scalars.popLast() { count -= UTF8.width(last) }
        return String(scalars)
    }

    /// With control characters, other than line end and tab, made visible: they could drive a terminal.
    func escapingControls() -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if isControl(scalar) {
                result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
