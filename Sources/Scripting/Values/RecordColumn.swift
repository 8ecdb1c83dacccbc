import Charts
import Engine
import LiquidationCore
import LuaRuntime
import PlainText
import Plugins

/// A column of a table of records: a key, and what the reference knows of it.
struct RecordColumn {
    /// The key.
    let name: String
    /// What its values are; `nil` where nothing is known of them.
    let type: ValueType?

    /// Columns for keys: in the order of the reference where it has such records, else by name.
    static func columns(of keys: Set<String>) -> [RecordColumn] {
        let records = FunctionPage.Owner.allCases.filter(\.isRecord).map { owner in
            FunctionPage.all.filter { $0.owner == owner && $0.form == .field }
        }
        .filter { Set($0.map(\.name)).isSuperset(of: keys) && $0.count <= 2 * keys.count }
        guard let known = records.min(by: { $0.count < $1.count }) else {
            return keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map {
                RecordColumn(name: $0, type: nil)
            }
        }
        return known.filter { keys.contains($0.name) }.map {
            RecordColumn(name: $0.name, type: $0.answers.first?.type)
        }
    }

    /// The key with its unit, without a blank: for programs.
    var rawTitle: String { unit.map { "\(name)(\($0))" } ?? name }

    private var unit: String? {
        switch type {
        case .notional?, .price?: "quote"
        case .share?: "fraction"
        case .time?, .milliseconds?: "ms"
        default: nil
        }
    }

    /// Whether values are numbers, where there are any.
    static func isNumeric(_ values: [LuaValue]) -> Bool {
        values.contains { !$0.isNil } && values.allSatisfy { $0.isNil || $0.double != nil }
    }

    /// The texts of values: for people where the table may be cut, else as they are.
    ///
    /// - Parameters:
    ///   - values: of one column.
    ///   - shown: who shows them.
    ///   - isNarrow: whether there is no room for all digits.
    /// - Returns: a text a value.
    /// - Throws: as ``ShownValue/text(_:)``.
    func cells(_ values: [LuaValue], _ shown: ShownValue, isNarrow: Bool) throws -> [String] {
        let numbers = values.compactMap(\.double)
        let (isSigned, decimals) = (numbers.contains { $0 < 0 }, Self.decimals(of: numbers))
        return try values.map { value in
            if shown.isCut, let number = value.double,
                let text = human(number, shown, isSigned: isSigned, decimals: decimals)
            {
                return text
            }
            switch value {
            case .nil: return shown.isCut ? "" : "nil"
            case .string(let text): return QuotedText.escaped(text, keeping: ["\"", "\\"])
            case .number(let number) where isNarrow && number.isFinite: return NumberText.price(number)
            default: return try shown.text(value, in: [])
            }
        }
    }

    /// Decimals that show seven digits of the largest number; fewer where all need no more.
    private static func decimals(of numbers: [Double]) -> Int {
        var (decimals, magnitude) = (6, numbers.lazy.filter(\.isFinite).map(abs).max() ?? 0)
        while magnitude >= 10, decimals > 0 { (decimals, magnitude) = (decimals - 1, magnitude / 10) }
        while magnitude < 1, magnitude > 0, decimals < 12 {
            (decimals, magnitude) = (decimals + 1, magnitude * 10)
        }
        while decimals > 0, numbers.allSatisfy({ NumberText.fixed($0, decimals: decimals).hasSuffix("0") }) {
            decimals -= 1
        }
        return decimals
    }

    /// A number as people read what it is; `nil` where that is its digits.
    private func human(
        _ number: Double, _ shown: ShownValue, isSigned: Bool, decimals: Int
    ) -> String? {
        guard number.isFinite else { return nil }
        let minus = shown.style.unicode ? "−" : "-"
        switch type {
        case .notional?:
            let sign = number < 0 ? minus : isSigned && number > 0 ? "+" : ""
            return "\(sign)$\(NumberText.short(abs(number)))"
        case .price?: return NumberText.fixed(number, decimals: decimals)
        case .share?:
            return isSigned
                ? NumberText.percent(number, unicode: shown.style.unicode)
                : NumberText.fixed(number * 100, decimals: 1) + " %"
        case .time?:
            guard let time = Int64(exactly: number) else { return nil }
            let text = "\(Timestamp(milliseconds: time))".split(separator: "T")
            return text.count == 2 ? "\(text[0]) \(text[1].prefix(5))" : nil
        case .milliseconds?: return Int64(exactly: number).map { NumberText.duration(milliseconds: $0) }
        default: return nil
        }
    }
}
