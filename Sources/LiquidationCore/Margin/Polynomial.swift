/// `constant + slope · x + curve · x²` on a stretch of `x`.
struct Polynomial {
    var constant = 0.0
    var slope = 0.0
    var curve = 0.0

    @inline(__always)
    static func += (sum: inout Polynomial, other: Polynomial) {
        sum.constant += other.constant
        sum.slope += other.slope
        sum.curve += other.curve
    }

    @inline(__always)
    func value(at x: Double) -> Double { constant + x * (slope + x * curve) }

    /// Where it leaves the sign that it has at `start`, going toward `end`; `nil` where it keeps it.
    ///
    /// A straight line is solved in closed form. A curve is bracketed and halved until the bracket holds two
    /// neighbouring doubles: the answer is right to the last place of what ``value(at:)`` can tell.
    ///
    /// - Parameters:
    ///   - start: finite, not negative.
    ///   - end: not negative, may be infinite.
    ///   - sign: the sign at `start`, +1 or −1.
    /// - Returns: the root, or `nil` where the sign stays.
    @inline(__always)
    func crossing(from start: Double, to end: Double, sign: Double) -> Double? {
        if curve != 0 { return halved(from: start, to: end, sign: sign) }
        let leaves = end == .infinity ? slope * sign < 0 : value(at: end) * sign <= 0
        guard leaves, slope != 0 else { return nil }
        let root = -constant / slope
        return start < end ? min(max(root, start), end) : max(min(root, start), end)
    }

    /// Where it is zero were there no end to the stretch: of a line anywhere, of a curve on the way.
    func root(from start: Double, rising: Bool, sign: Double) -> Double? {
        if curve != 0 { return halved(from: start, to: rising ? .infinity : 0, sign: sign) }
        return slope == 0 ? nil : -constant / slope
    }

    private func halved(from start: Double, to end: Double, sign: Double) -> Double? {
        var (inside, outside) = (start, end)
        // Between start and end it may turn and come back: then the turning point lies behind the first root.
        let turning = -slope / (2 * curve)
        if turning > min(start, end), turning < max(start, end), value(at: turning) * sign <= 0 {
            outside = turning
        } else if end == .infinity {
            outside = max(1e-300, start) * 2
            while value(at: outside) * sign > 0 {
                (inside, outside) = (outside, outside * 2)
                guard outside.isFinite else { return nil }
            }
        }
        guard value(at: outside) * sign <= 0 else { return nil }
        while true {
            let middle = inside + (outside - inside) / 2
            guard middle > min(inside, outside), middle < max(inside, outside) else { return outside }
            if value(at: middle) * sign > 0 { inside = middle } else { outside = middle }
        }
    }
}
