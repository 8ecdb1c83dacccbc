/// Equity less requirement of everything that moves with one coordinate, tier by tier.
struct MarginCurve {
    /// Wallet, and what positions elsewhere add or require.
    var wallet: Double
    /// The leg that is asked about.
    var leg: MarginLeg
    /// Legs that move along.
    var others: [MarginLeg] = []

    /// Where the sign changes, and the tier of ``leg`` there.
    struct Crossing {
        let coordinate: Double
        let tier: Int
    }

    /// Equity less requirement.
    func balance(at coordinate: Double) -> Double {
        var sum = leg.balance(leg.pieceIndex(at: coordinate), wallet: wallet)
        for other in others { sum += other.balance(other.pieceIndex(at: coordinate), wallet: 0) }
        return sum.value(at: coordinate)
    }

    /// Equity alone.
    func equity(at coordinate: Double) -> Double {
        others.reduce(wallet + leg.turn * leg.size * (coordinate - leg.entry)) {
            $0 + $1.turn * $1.size * (coordinate - $1.entry)
        }
    }

    /// Where equity alone is zero once a fee on the value is paid; `nil` where no positive coordinate brings it there.
    func bankruptcy(feeRate: Double) -> Double? {
        var line = Polynomial(
            constant: wallet - leg.turn * leg.size * leg.entry, slope: leg.size * (leg.turn - feeRate))
        for other in others {
            line += Polynomial(
                constant: -other.turn * other.size * other.entry, slope: other.size * (other.turn - feeRate))
        }
        let root = -line.constant / line.slope
        return root > 0 && root.isFinite ? root : nil
    }

    /// The first coordinate from a start at which the sign of ``balance(at:)`` is no longer what it was.
    ///
    /// Walks from tier to tier, so that a requirement that jumps is met where it jumps. Where a tier
    /// begins the new one counts already.
    ///
    /// - Parameters:
    ///   - start: the coordinate now; the balance there has the given sign.
    ///   - rising: the direction.
    ///   - sign: +1 to find where solvency ends, −1 where it begins.
    ///   - visit: called with each tier of ``leg`` and the coordinate that it gives on its own.
    /// - Returns: the coordinate, or `nil` where the sign stays.
    /// - Complexity: O(tiers · legs).
    @inline(__always)
    func crossing(
        from start: Double, rising: Bool, sign: Double, visit: (Int, Double?) -> Void = { _, _ in }
    ) -> Crossing? {
        var here = start
        var piece = leg.pieceIndex(at: start)
        var pieces = others.isEmpty ? [] : others.map { $0.pieceIndex(at: start) }
        while true {
            var sum = leg.balance(piece, wallet: wallet)
            var (low, high) = leg.bounds(piece)
            for (index, other) in others.enumerated() {
                sum += other.balance(pieces[index], wallet: 0)
                let bounds = other.bounds(pieces[index])
                (low, high) = (max(low, bounds.low), min(high, bounds.high))
            }
            visit(piece, sum.root(from: here, rising: rising, sign: sign))
            if here != start, sum.value(at: here) * sign <= 0 {
                return Crossing(coordinate: here, tier: piece)
            }
            let end = rising ? high : low
            if let found = sum.crossing(from: here, to: end, sign: sign) {
                return found > 0 && found.isFinite ? Crossing(coordinate: found, tier: piece) : nil
            }
            guard end > 0, end < .infinity else { return nil }
            let step = rising ? 1 : -1
            if leg.edge(of: piece, rising: rising) == end { piece += step }
            for (index, other) in others.enumerated()
            where other.edge(of: pieces[index], rising: rising) == end {
                pieces[index] += step
            }
            here = end
        }
    }
}

extension MarginLeg {
    @inline(__always)
    fileprivate func edge(of piece: Int, rising: Bool) -> Double {
        rising ? bounds(piece).high : bounds(piece).low
    }
}

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
    /// A straight line is solved in closed form. A curve is bracketed and halved until the tier holds two
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
