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

    private static let stops = [
        RGB(14, 9, 32), RGB(52, 24, 98), RGB(62, 66, 146), RGB(40, 116, 152), RGB(28, 164, 134),
        RGB(124, 204, 80), RGB(252, 234, 62),
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
