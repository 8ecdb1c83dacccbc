@testable import LiquidationCore

/// A map with the masses that a test wants, by way of a ledger whose rungs reach each bucket.
enum HandMap {
    /// The map that stands at a close with masses per bucket.
    static func make(
        edges: [Double], price: Double, long: [Double], short: [Double]
    ) throws -> LiquidationMap {
        var model = MapModel.reference
        model.entry = .close
        let rungs = [Rung(leverage: 2, size: 1, factor: BySide(long: 0.5, short: 1.5))]
        var ledger = try Ledger(model: model, grid: PriceGrid(edges: edges), rungs: rungs, byRung: false)
        for (bucket, mass) in long.enumerated() {
            ledger.books.long.open(mass, row: 0, bucket: bucket, rung: 0, entry: 1)
        }
        for (bucket, mass) in short.enumerated() {
            ledger.books.short.open(mass, row: 0, bucket: bucket, rung: 0, entry: 1)
        }
        return try LiquidationMap(ledger, time: Timestamp(milliseconds: 0), price: Price(price))
    }
}
