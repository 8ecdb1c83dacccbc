import ArgumentParser
import Engine
import MarketData

/// What is said of data files, as options: a row of ``DataOption/all`` each.
///
/// `--columns` of a heatmap says how many it has; there the pairs come with the words of that option.
struct DataOptions: ParsableArguments {
    @Option(name: .customLong("where"), help: Self.help("where")) var rows: [String] = []
    @Option(help: Self.help("time_unit")) var timeUnit: String?
    @Option(help: Self.help("open_interest_unit")) var openInterestUnit: String?
    @Option(help: Self.help("funding_unit")) var fundingUnit: String?

    fileprivate static func help(_ name: String) -> ArgumentHelp {
        guard let option = DataOption.named(name) else { return "" }
        return ArgumentHelp("\(option.help).", valueName: option.valueName)
    }

    /// The options as they were typed, those of columns included.
    func words(columns: [String]) -> [String] {
        columns.map { "--columns \($0)" } + rows.map { "--where \($0)" }
            + (timeUnit.map { ["--time-unit \($0)"] } ?? [])
            + (openInterestUnit.map { ["--open-interest-unit \($0)"] } ?? [])
            + (fundingUnit.map { ["--funding-unit \($0)"] } ?? [])
    }

    /// The options together.
    ///
    /// - Throws: ``EngineError`` `.usage` with an option's rule and value.
    func options(columns: [String]) throws(EngineError) -> ReadOptions {
        var options = ReadOptions()
        let given: [(String, [String])] = [
            ("columns", columns), ("where", rows), ("time_unit", [timeUnit].compactMap(\.self)),
            ("open_interest_unit", [openInterestUnit].compactMap(\.self)),
            ("funding_unit", [fundingUnit].compactMap(\.self)),
        ]
        for (name, words) in given {
            for word in words { try DataOption.named(name)?.set(word, in: &options) }
        }
        return options
    }
}

/// What columns of files are called.
struct ColumnOptions: ParsableArguments {
    @Option(help: DataOptions.help("columns")) var columns: [String] = []
}
