/// How many colours a terminal can show.
package enum ColorDepth: Hashable, Sendable, CaseIterable {
    /// The sixteen that every one has.
    case ansi
    /// The 256 of xterm.
    case indexed
    /// 24 bits.
    case direct

    /// The parameters of the escape code that sets the colour of what is written.
    func foreground(_ color: RGB) -> String {
        switch self {
        case .direct: return "38;2;\(color.red);\(color.green);\(color.blue)"
        case .indexed: return "38;5;\(Self.index(of: color))"
        case .ansi:
            let place = Self.place(of: color)
            return "\(place < 8 ? 30 + place : 82 + place)"
        }
    }

    /// The parameters of the escape code that sets the colour behind it.
    func background(_ color: RGB) -> String {
        switch self {
        case .direct: return "48;2;\(color.red);\(color.green);\(color.blue)"
        case .indexed: return "48;5;\(Self.index(of: color))"
        case .ansi:
            let place = Self.place(of: color)
            return "\(place < 8 ? 40 + place : 92 + place)"
        }
    }

    /// The nearest of xterm's colours: a cube of six levels from 16 on, 24 greys from 232 on.
    ///
    /// - Source: xterm, 256colres.h: the levels are 0, 95, 135, 175, 215, 255, the greys 8 + 10·n.
    static func index(of color: RGB) -> Int {
        let levels = [0, 95, 135, 175, 215, 255]
        func nearest(_ part: UInt8) -> Int {
            levels.indices.min { abs(levels[$0] - Int(part)) < abs(levels[$1] - Int(part)) } ?? 0
        }
        let cube = [color.red, color.green, color.blue].map(nearest)
        let mean = (Int(color.red) + Int(color.green) + Int(color.blue)) / 3
        let grey = min(max((mean - 3) / 10, 0), 23)
        func level(_ value: Int) -> UInt8 { UInt8(clamping: value) }
        let inCube = RGB(level(levels[cube[0]]), level(levels[cube[1]]), level(levels[cube[2]]))
        let inGreys = RGB(level(8 + 10 * grey), level(8 + 10 * grey), level(8 + 10 * grey))
        return color.distance(to: inCube) <= color.distance(to: inGreys)
            ? 16 + 36 * cube[0] + 6 * cube[1] + cube[2] : 232 + grey
    }

    /// The nearest of the sixteen as most terminals have them; what has a hue never becomes grey.
    static func place(of color: RGB) -> Int {
        let (low, high) = (min(color.red, color.green, color.blue), max(color.red, color.green, color.blue))
        let isGrey = Int(high) - Int(low) < 60
        let choices = sixteen.indices.filter { !isGrey || greys.contains($0) }
            .filter { isGrey || $0 == 0 || !greys.contains($0) }
        return choices.min { color.distance(to: sixteen[$0]) < color.distance(to: sixteen[$1]) } ?? 7
    }

    private static let greys = [0, 7, 8, 15]
    private static let sixteen: [RGB] = [
        RGB(0, 0, 0), RGB(128, 0, 0), RGB(0, 128, 0), RGB(128, 128, 0), RGB(0, 0, 128), RGB(128, 0, 128),
        RGB(0, 128, 128), RGB(192, 192, 192), RGB(128, 128, 128), RGB(255, 0, 0), RGB(0, 255, 0),
        RGB(255, 255, 0), RGB(0, 0, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]
}

extension RGB {
    fileprivate func distance(to other: RGB) -> Int {
        func square(_ a: UInt8, _ b: UInt8) -> Int { (Int(a) - Int(b)) * (Int(a) - Int(b)) }
        return square(red, other.red) + square(green, other.green) + square(blue, other.blue)
    }
}
