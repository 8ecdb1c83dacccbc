import Charts
package import LiquidationCore
import MarketData

/// The steps of a partial liquidation as a table.
struct PartialText {
    private let steps: [PartialLiquidation]
    private let document: PriceDocument

    init(_ steps: [PartialLiquidation], document: PriceDocument) {
        (self.steps, self.document) = (steps, document)
    }

    func lines(_ style: TerminalStyle) -> [String] {
        var table = TextTable([
            .number("step"), .number("price"), .number("closed"), .number("loss"), .number("fee"),
            .number("left"), .number("next liquidation"),
        ])
        for (index, step) in steps.enumerated() {
            table.append([
                "\(index + 1)", Figure.round(step.price.value), Figure.round(step.closed.value),
                Figure.round(max(0, -step.profit.value)), Figure.round(step.fee.value),
                step.remaining.map { Figure.round($0.quantity.value) } ?? "nothing",
                step.report.map { $0.liquidation.map { Figure.round($0.value) } ?? "none" } ?? "",
            ])
        }
        let title = steps.isEmpty ? "no step: there is no liquidation price" : "liquidated step by step"
        return Paragraph(style).lines("", title) + (steps.isEmpty ? [] : table.lines(style))
    }
}

extension PriceDocument {
    /// The most steps that are followed.
    private static let limit = 100

    /// Adds the steps in which the position would be liquidated, until all of it is closed.
    ///
    /// - Throws: `CoreError` as for its price.
    package mutating func addSteps() throws(CoreError) {
        var steps: [PartialLiquidation] = []
        var (position, price) = (position, report.liquidation)
        while let at = price, steps.count < Self.limit {
            let step = try instrument.partialLiquidation(of: position, at: at)
            steps.append(step)
            guard let rest = step.remaining else { break }
            (position, price) = (rest, step.report?.liquidation)
        }
        self.steps = steps
    }
}
