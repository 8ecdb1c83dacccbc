/// Equity less requirement of everything that moves with one coordinate, bracket by bracket.
struct MarginCurve {
    /// Wallet, and what positions elsewhere add or require.
    var wallet: Double
    /// The leg that is asked about.
    var leg: MarginLeg
    /// Legs that move along.
    var others: [MarginLeg] = []

    /// Where the sign changes, and the bracket of ``leg`` there.
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
    /// Walks from bracket to bracket, so that a requirement that jumps is met where it jumps. Where a bracket
    /// begins the new one counts already.
    ///
    /// - Parameters:
    ///   - start: the coordinate now; the balance there has the given sign.
    ///   - rising: the direction.
    ///   - sign: +1 to find where solvency ends, −1 where it begins.
    ///   - visit: told each bracket of ``leg`` and the coordinate that it gives on its own.
    /// - Returns: the coordinate, or `nil` where the sign stays.
    /// - Complexity: O(brackets · legs).
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
