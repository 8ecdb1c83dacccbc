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
