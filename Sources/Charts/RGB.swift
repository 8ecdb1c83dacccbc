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

    /// How bright it looks, 0 to 255: the weights of ITU-R BT.709 on the coded values.
    package var luma: Double {
        0.2126 * Double(red) + 0.7152 * Double(green) + 0.0722 * Double(blue)
    }
}
