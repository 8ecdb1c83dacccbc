import Charts
import LiquidationCore
import PlainText

/// Divides what a map holds by leverage, for pictures.
enum RungLayers {
    /// Leverages from which on a layer begins.
    private static let begins = [0.0, 5, 10, 20, 50, 100]

    /// Layers of a run with one mix: what each layer's rungs would hold, were they the whole mix, by their share of it.
    ///
    /// - Precondition: the run turns over, so that what a rung holds does not depend on the others.
    /// - Throws: what the run throws.
    /// - Complexity: O(layers · (bars + buckets · rungs)).
    static func cut(_ mix: LeverageMix, _ run: MapRun) throws -> [RungLayer] {
        let admitted = run.rungs.map { !$0.isRefused }
        func total(_ weights: [Double], _ rungs: some Sequence<Int>) -> Double {
            rungs.reduce(0) { $0 + (admitted[$1] ? weights[$1] : 0) }
        }
        return try groups(run.rungs.map(\.leverage)).map { name, rungs in
            // A side without weight in the layer gets some, which then counts nothing.
            let shares = mix.weights.map { total($0, rungs) / total($0, $0.indices) }
            guard rungs.contains(where: { admitted[$0] }), shares.long + shares.short > 0 else {
                return RungLayer(name, BySide(both: [Double](repeating: 0, count: run.grid.count)))
            }
            let weights = BySide.each { side in
                run.rungs.indices.map { rung in
                    !rungs.contains(rung) ? 0 : shares[side] > 0 ? mix.weights[side][rung] : 1
                }
            }
            let density = try run.density(LeverageMix(weights))
            return RungLayer(
                name,
                BySide.each { side in density.notional[side].map { $0 * shares[side] } })
        }
    }

    /// Layers of a map that was kept rung by rung.
    static func sums(of byRung: BySide<[[Double]]>, _ leverages: [Double]) -> [RungLayer] {
        groups(leverages).map { name, rungs in
            RungLayer(
                name,
                byRung.map { cells in
                    rungs.dropFirst().reduce(into: cells[rungs.lowerBound]) { sums, rung in
                        for bucket in sums.indices { sums[bucket] += cells[rung][bucket] }
                    }
                })
        }
    }

    /// Rungs by layer, lowest leverage first; layers without a rung left out.
    private static func groups(_ leverages: [Double]) -> [(name: String, rungs: Range<Int>)] {
        begins.indices.compactMap { place in
            let (low, high) = (begins[place], place + 1 < begins.count ? begins[place + 1] : .infinity)
            let first = leverages.firstIndex { $0 >= low } ?? leverages.count
            let end = leverages.firstIndex { $0 >= high } ?? leverages.count
            guard first < end else { return nil }
            let name =
                place == 0
                ? "below \(Int(high))x"
                : high.isFinite ? "\(Int(low))x to \(Int(high))x" : "\(Int(low))x and more"
            return (name, first..<end)
        }
    }
}
