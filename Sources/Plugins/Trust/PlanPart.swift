import Engine
import LiquidationCore

/// The part of a bar's plan that a kind decides, as it crosses from a plugin's process.
///
/// A new kind that fills plans adds a case to both functions.
enum PlanPart {
    static func write(_ plan: BarPlan, of kind: PluginKind, to writer: inout WireWriter) {
        switch kind {
        case .leverage:
            writer.put(plan.weights.long)
            writer.put(plan.weights.long == plan.weights.short ? [] : plan.weights.short)
        case .funding:
            writer.put(plan.tilt.long)
            writer.put(plan.tilt.short)
        case .entry: writer.put(plan.entryWeights)
        case .split: writer.put(plan.longShare ?? 0.5)
        case .closing: writer.put(plan.closedFraction)
        case .signal, .margin: break
        }
    }

    /// - Throws: ``HostError`` for what the rules of the kind would not have let through.
    static func read(
        into plan: inout BarPlan, of kind: PluginKind, rungs: Int, from reader: inout WireReader
    ) throws(HostError) {
        switch kind {
        case .leverage:
            plan.weights.long = try weights(try reader.numbers(), rungs)
            let short = try reader.numbers()
            plan.weights.short = short.isEmpty ? plan.weights.long : try weights(short, rungs)
        case .funding:
            plan.tilt = BySide(long: try tilt(try reader.number()), short: try tilt(try reader.number()))
        case .entry:
            let weights = try reader.numbers()
            plan.entryWeights = try Self.weights(weights, min(weights.count, EntryRule.limit))
        case .split: plan.longShare = try fraction(try reader.number())
        case .closing: plan.closedFraction = try fraction(try reader.number())
        case .signal, .margin: throw WireReader.damaged
        }
    }

    private static func fraction(_ fraction: Double) throws(HostError) -> Double {
        guard fraction >= 0, fraction <= 1 else { throw WireReader.damaged }
        return fraction
    }

    private static func weights(_ weights: [Double], _ rungs: Int) throws(HostError) -> [Double] {
        let sum = weights.reduce(0, +)
        guard weights.count == rungs, weights.allSatisfy({ $0 >= 0 }), sum > 0, sum.isFinite else {
            throw WireReader.damaged
        }
        return weights
    }

    private static func tilt(_ tilt: Double) throws(HostError) -> Double {
        guard tilt > 0, tilt <= 1e6 else { throw WireReader.damaged }
        return tilt
    }
}
