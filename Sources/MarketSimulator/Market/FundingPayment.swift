package import LiquidationCore
import PlainText

/// One funding payment between the two sides.
package struct FundingPayment: Hashable, Sendable {
    /// When it was paid.
    package let time: Timestamp
    /// The rate in hundred-millionths; longs pay where it is above zero.
    package let rate: Int64
    /// Price at which positions were valued.
    package let price: Ticks
    /// What each long lot paid and each short lot received, millionths of a quote unit.
    package let perLot: Micros
    /// What all longs paid; what all shorts received, as there are as many lots on either side.
    package let total: Micros

    /// The payment of a premium.
    ///
    /// `rate = premium + clamp(0.01 % − premium, ±0.05 %)`, held within ±0.3 %. A lot's amount is rounded to a
    /// millionth of a quote unit, so both sides' sums agree exactly.
    /// - Source: Binance, "Introduction to Binance Futures Funding Rates", read 2026-11-21.
    /// - Parameters:
    ///   - time: when it is paid.
    ///   - premium: hundred-millionths.
    ///   - price: values the positions.
    ///   - lots: open interest.
    init(time: Timestamp, premium: Int64, price: Ticks, lots: Lots) {
        (self.time, self.price) = (time, price)
        let damped = premium + min(50_000, max(-50_000, 10_000 - premium))
        rate = min(300_000, max(-300_000, damped))
        perLot = Micros(DecimalText.rounded(price.count * rate, by: 1_000_000))
        total = Micros(perLot.count * lots.count)
    }
}
