package import LiquidationCore
import MarketData

extension PriceRequest {
    /// What can be solved for.
    package static let unknowns = ["leverage", "margin", "quantity"]

    /// Finds the leverage, the margin to add or the quantity that is liquidated at a wanted price, and prices it.
    ///
    /// - Throws: `CoreError` where nothing does it, ``EngineError`` where the question makes no sense.
    package func solved(for name: String, at wish: Price, code: EngineError.Code) throws -> PriceDocument {
        var request = self
        let instrument = market.instrument
        let value: Double
        switch name {
        case "leverage":
            guard !isCross else {
                throw EngineError(
                    code, "leverage does not move the price of a cross position: its wallet backs it",
                    hint: "solve for margin or quantity")
            }
            let found = try instrument.leverage(for: wish, position: position, mark: mark, others: others)
            (request.position.margin, request.position.leverage) = (nil, found)
            value = found.value
        case "margin":
            let added = try instrument.marginToAdd(for: wish, position: position, mark: mark, others: others)
            request.position.extraMargin = try Collateral(position.extraMargin.value + added.value)
            value = added.value
        default:
            try checkMargin(code)
            let found = try instrument.quantity(for: wish, position: position, mark: mark, others: others)
            request.position.quantity = found
            value = found.value
        }
        var document = try request.document()
        document.solution = .init(name: name, value: value, wish: wish.value)
        return document
    }

    /// The largest position that lasts until the mark has moved by a distance, priced.
    ///
    /// - Throws: `CoreError` where nothing does it.
    package func largest(for distance: Rate, code: EngineError.Code) throws -> PriceDocument {
        try checkMargin(code)
        var request = self
        let found = try market.instrument.largestQuantity(
            distance: distance, position: position, mark: mark, others: others)
        request.position.quantity = found
        var document = try request.document()
        let wish = mark.value * (1 - position.side.sign * distance.value)
        document.solution = .init(name: "quantity", value: found.value, wish: wish)
        return document
    }

    /// A quantity is sought for a margin that stays: with leverage alone margin grows along.
    private func checkMargin(_ code: EngineError.Code) throws(EngineError) {
        guard position.margin == nil else { return }
        throw EngineError(
            code, "a quantity is found for a margin: with leverage alone the margin grows along with it",
            hint: "give the margin beside or instead of the leverage")
    }
}
