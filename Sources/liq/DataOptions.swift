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
        given(columns).flatMap { option, words in words.map { "--\(option.commandName) \($0)" } }
    }

    /// The options together.
    ///
    /// - Throws: ``EngineError`` `.usage` with an option's rule and value.
    func options(columns: [String]) throws(EngineError) -> ReadOptions {
        var options = ReadOptions()
        for (option, words) in given(columns) {
            for word in words { try option.set(word, in: &options) }
        }
        return options
    }

    private func given(_ columns: [String]) -> [(option: DataOption, words: [String])] {
        func words(_ option: DataOption) -> [String] {
            switch option.name {
            case "columns": columns
            case "where": rows
            case "time_unit": [timeUnit].compactMap(\.self)
            case "open_interest_unit": [openInterestUnit].compactMap(\.self)
            case "funding_unit": [fundingUnit].compactMap(\.self)
            default: []
            }
        }
        return DataOption.all.map { ($0, words($0)) }
    }
}

/// What columns of files are called.
struct ColumnOptions: ParsableArguments {
    @Option(help: DataOptions.help("columns")) var columns: [String] = []
}
