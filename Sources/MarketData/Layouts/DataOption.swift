import PlainText

/// What can be said of data files that they do not say themselves: a row an option, for the command line, for Lua and for
/// a `source.lua` beside them.
package struct DataOption: Sendable {
    /// As Lua writes it; the command line has hyphens.
    package let name: String
    /// What its value is called in help.
    package let valueName: String
    /// A line of help without a full stop.
    package let help: String
    /// Whether a value is a pair of names, and several may be given.
    package let isOfPairs: Bool
    private let take: @Sendable (inout ReadOptions, String, String) -> Bool
    /// What a value has to be.
    package let rule: String

    /// Every option, in the order of help.
    package static let all: [DataOption] = [
        DataOption(
            name: "columns", valueName: "name=column",
            help:
                "Names of columns in the files: time=date,open=o, or by place where there is no header: time=1",
            isOfPairs: true,
            take: { options, name, value in
                options.columns[name] = value
                return !value.isEmpty
            }, rule: "NAME=COLUMN, such as open_interest=oi_close"),
        DataOption(
            name: "where", valueName: "column=value",
            help: "Reads the rows of one, where files hold several: coin=BTC", isOfPairs: true,
            take: { options, name, value in
                options.rows[name] = value
                return true
            }, rule: "COLUMN=VALUE, such as coin=BTC"),
        DataOption(
            name: "time_unit", valueName: "unit",
            help:
                "The unit of times: s, ms, us or ns, by their size by default; day-first or month-first for dates",
            isOfPairs: false,
            take: { options, _, value in
                options.timeUnit = TimeUnit(rawValue: value)
                return options.timeUnit != nil && options.timeUnit != .text
            }, rule: TimeUnit.sayable.dropLast().joined(separator: ", ") + " or month-first"),
        DataOption(
            name: "open_interest_unit", valueName: "unit",
            help: "What open interest counts: \(OpenInterestUnit.usage)", isOfPairs: false,
            take: { options, _, value in
                options.openInterestUnit = OpenInterestUnit(text: value)
                return options.openInterestUnit != nil
            }, rule: OpenInterestUnit.usage),
        DataOption(
            name: "funding_unit", valueName: "unit", help: "What funding rates count: fraction or percent",
            isOfPairs: false,
            take: { options, _, value in
                options.fundingUnit = FundingUnit(rawValue: value)
                return options.fundingUnit != nil
            }, rule: "fraction or percent"),
    ]

    /// The option of a name.
    package static func named(_ name: String) -> DataOption? { all.first { $0.name == name } }

    /// As the command line writes it, without hyphens before it.
    package var commandName: String { name.replacing("_", with: "-") }

    /// Takes a text, for one of pairs under a name.
    ///
    /// - Returns: false where the text breaks ``rule``.
    package func put(_ name: String, _ value: String, in options: inout ReadOptions) -> Bool {
        take(&options, name, value)
    }
}
