import Foundation
import LiquidationCore

/// One published case: what went in, what a venue printed, and how far it may be off.
struct MarginVector {
    let id: String, venue: String, contract: String, formula: String, status: String
    let side: Side
    let inputs: Inputs
    let liquidation: Double?
    let bankruptcy: Double?
    let tolerance: Tolerance
    let bankruptcyTolerance: Tolerance

    /// Absolute and relative, added up.
    struct Tolerance {
        let absolute: Double, relative: Double

        /// Whether a figure is the published one; "none" and a published figure that is no price agree.
        func accepts(_ ours: Double?, _ published: Double?) -> Bool {
            guard let ours else { return published.map { $0 <= 0 } ?? true }
            guard let published else { return false }
            return abs(ours - published) <= absolute + relative * abs(published)
        }
    }

    init(_ object: [String: Any]) {
        func text(_ key: String) -> String { object[key] as? String ?? "" }
        func number(_ key: String) -> Double? { (object[key] as? NSNumber)?.doubleValue }
        func tolerance(_ key: String) -> Tolerance {
            let parts = object[key] as? [String: Any] ?? [:]
            func part(_ key: String) -> Double { (parts[key] as? NSNumber)?.doubleValue ?? 0 }
            return Tolerance(absolute: part("abs"), relative: part("rel"))
        }
        (id, venue, contract, formula) = (text("id"), text("venue"), text("contract"), text("formula"))
        status = text("status")
        side = text("side") == "long" ? .long : .short
        inputs = Inputs(values: object["inputs"] as? [String: Any] ?? [:])
        liquidation = number("expected_liquidation_price")
        bankruptcy = number("expected_bankruptcy_price")
        self.tolerance = tolerance("tolerance")
        bankruptcyTolerance = tolerance("bankruptcy_tolerance")
    }

    /// The vectors of a JSON text: an array of objects.
    static func list(_ data: Data) throws -> [MarginVector] {
        let root = try JSONSerialization.jsonObject(with: data)
        let rows = root as? [[String: Any]] ?? (root as? [String: Any])?["vectors"] as? [[String: Any]]
        guard let rows else { throw NotExpressible("the file is no list of vectors") }
        return rows.map(MarginVector.init)
    }
}

/// Why a vector cannot be put to the library.
struct NotExpressible: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// The inputs of a vector, or of one position in it, by name.
struct Inputs {
    let values: [String: Any]

    /// A number; `nil` where it is absent or null.
    func number(_ key: String) -> Double? { (values[key] as? NSNumber)?.doubleValue }

    /// A number that is needed.
    func need(_ key: String) throws -> Double {
        guard let number = number(key) else { throw NotExpressible("no input \(key)") }
        return number
    }

    func text(_ key: String) -> String? { values[key] as? String }

    func numbers(_ key: String) throws -> [Double] {
        guard let list = values[key] as? [NSNumber] else { throw NotExpressible("no list \(key)") }
        return list.map(\.doubleValue)
    }

    /// The rows of a list and which of them `target` names.
    func rows(_ key: String, named name: String) throws -> (rows: [Inputs], target: Int) {
        guard let list = values[key] as? [[String: Any]] else { throw NotExpressible("no list \(key)") }
        let rows = list.map(Inputs.init)
        let target = rows.firstIndex { $0.text(name) != nil && $0.text(name) == text("target") }
        guard let target else { throw NotExpressible("no \(name) \(text("target") ?? "") in \(key)") }
        return (rows, target)
    }
}
