import LiquidationCore
import PlainText

/// The labels of a price axis at round prices.
struct PriceTicks {
    /// Room for every label.
    let labelWidth: Int
    /// The last close, where there is one.
    private let last: (price: Double, label: String)?

    /// Ticks for the prices of a heatmap's grid.
    init(heatmap: Heatmap) {
        let edges = heatmap.grid.edges
        let highest = max(heatmap.columns.map(\.high).max() ?? 0, edges[edges.count - 1] / 2)
        let least = heatmap.columns.map(\.low).min() ?? edges[0]
        let step = AxisStep.round(atLeast: least / 1000, isCoarse: true)
        last = heatmap.columns.last.map { ($0.close, NumberText.price($0.close, step: step)) }
        labelWidth = max(5, NumberText.price(highest, step: step).count)
    }

    /// The label of each line that holds a round price, about every fourth, and of the one with the last close.
    ///
    /// A label that has no room is left out.
    func labels(_ bins: PriceBins, lines: Int) -> (round: [Int: String], last: Int?) {
        let (low, high) = (bins.edges[0], bins.edges[bins.count])
        let step = AxisStep.round(atLeast: (high - low) / Double(max(lines, 4)) * 3.5, isCoarse: true)
        func line(of price: Double) -> Int {
            min(max(Int((high - price) / (high - low) * Double(lines)), 0), lines - 1)
        }
        var labels: [Int: String] = [:]
        var price = (high / step).rounded(.down) * step
        while price >= low {
            let line = line(of: price)
            let label = NumberText.price(price, step: step)
            if label.count <= labelWidth { labels[line] = label }
            price -= step
        }
        guard let last, low <= last.price, last.price <= high else { return (labels, nil) }
        let place = line(of: last.price)
        labels[place] = last.label
        return (labels, place)
    }
}
