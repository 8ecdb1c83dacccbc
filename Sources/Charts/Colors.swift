/// A colour of 24 bits.
package struct RGB: Hashable, Sendable {
    /// Parts from 0 to 255.
    package let red: UInt8, green: UInt8, blue: UInt8

    /// A colour by its parts.
    package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) {
        (self.red, self.green, self.blue) = (red, green, blue)
    }

    /// The colour on the way to another one: at a `part` of 0 this one, at 1 the other.
    func mixed(with other: RGB, part: Double) -> RGB {
        func mix(_ a: UInt8, _ b: UInt8) -> UInt8 {
            UInt8((Double(a) + (Double(b) - Double(a)) * min(max(part, 0), 1)).rounded())
        }
        return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
    }
}

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

/// The colours of all pictures: told apart by people who do not see red and green, and by brightness alone.
package enum Palette {
    /// Shorts: above the price.
    package static let short = RGB(250, 158, 66)
    /// Longs: below the price.
    package static let long = RGB(64, 132, 226)
    /// The current price and its path.
    package static let price = RGB(255, 255, 255)
    /// Axes and what stands back.
    package static let quiet = RGB(136, 140, 150)

    /// Layers of leverage, from calm to hot.
    static let layers = [
        RGB(90, 120, 235), RGB(60, 190, 215), RGB(90, 200, 110), RGB(225, 215, 70), RGB(245, 150, 60),
        RGB(230, 70, 80),
    ]

    private static let stops = [
        RGB(14, 9, 32), RGB(52, 24, 98), RGB(62, 66, 146), RGB(40, 116, 152), RGB(28, 164, 134),
        RGB(124, 204, 80), RGB(252, 234, 62),
    ]

    /// The colour of an intensity at a depth of colours: from few of them those that rise in brightness, evenly spread.
    package static func heat(_ intensity: Double, _ depth: ColorDepth) -> RGB {
        let steps: [RGB]
        switch depth {
        case .direct: return heat(intensity)
        case .indexed: steps = indexedSteps
        case .ansi: steps = ansiSteps
        }
        let place = min(max(intensity.isNaN ? 0 : intensity, 0), 1) * Double(steps.count)
        return steps[min(Int(place), steps.count - 1)]
    }

    /// Of xterm's cube: 16, 17, 18, 54, 24, 31, 37, 42, 78, 149, 185, 227.
    private static let indexedSteps = [
        RGB(0, 0, 0), RGB(0, 0, 95), RGB(0, 0, 135), RGB(95, 0, 135), RGB(0, 95, 135), RGB(0, 135, 175),
        RGB(0, 175, 175), RGB(0, 215, 135), RGB(95, 215, 135), RGB(175, 215, 95), RGB(215, 215, 95),
        RGB(255, 255, 95),
    ]
    /// Black, blue, bright blue, cyan, bright green, bright yellow.
    private static let ansiSteps = [
        RGB(0, 0, 0), RGB(0, 0, 128), RGB(0, 0, 255), RGB(0, 128, 128), RGB(0, 255, 0), RGB(255, 255, 0),
    ]

    /// The colour of an intensity: from near black through violet, blue and green to yellow, ever brighter.
    ///
    /// An intensity outside of 0 to 1 counts as the nearer of the two.
    package static func heat(_ intensity: Double) -> RGB {
        let place = min(max(intensity.isNaN ? 0 : intensity, 0), 1) * Double(stops.count - 1)
        let lower = min(Int(place), stops.count - 2)
        return stops[lower].mixed(with: stops[lower + 1], part: place - Double(lower))
    }
}
