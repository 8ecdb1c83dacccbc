import Engine
import LiquidationCore
import LuaRuntime

/// Asks a funding plugin how the last known rate tilts longs against shorts, and checks what it says.
///
/// Bars before the first known rate are neutral: nothing is guessed.
final class FundingRule: BarRule {
    private let plugin: Plugin
    private let row: BarRow
    private let bar: LuaValue
    private let parameters: LuaValue

    init(_ plugin: Plugin, in context: BarContext) throws {
        (self.plugin, row) = (plugin, context.row)
        bar = try plugin.state.makeRow(row.row, isLentPerCall: true)
        parameters = .table(try plugin.parameterTable())
    }

    /// Puts the tilt of a bar into a plan.
    func fill(_ plan: inout BarPlan, bar place: BarPlace) throws {
        plan.tilt = BySide(both: 1)
        let rate = row.lastFundingRates[place.index]
        guard rate.isFinite else { return }
        row.row.move(to: place.index)
        let result = try plugin.call([.number(rate), bar, parameters], at: place).first ?? .nil
        if case .table(let table) = result {
            plan.tilt.long = try weight(try table.get("long"), "long weight", rate, place)
            plan.tilt.short = try weight(try table.get("short"), "short weight", rate, place)
        } else {
            let paying = try weight(result, "weight", rate, place)
            // A positive rate is paid by longs.
            plan.tilt = rate >= 0 ? BySide(long: paying, short: 1) : BySide(long: 1, short: paying)
        }
    }

    private func weight(_ value: LuaValue, _ what: String, _ rate: Double, _ bar: BarPlace) throws -> Double {
        guard let weight = value.double, weight.isFinite, weight > 0, weight <= 1e6 else {
            throw plugin.badResult(
                "\(what) must be a number above zero and at most 1e6, was \(value.described), "
                    + "for funding rate \(rate), at \(bar)")
        }
        return weight
    }
}
