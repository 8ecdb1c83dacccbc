import Engine

/// What plugins are given: the bar, and the columns of `run_all`.
package enum BarPages {
    package static let all: [FunctionPage] = bar + series

    private static let bar: [FunctionPage] =
        [
            .field(.bar, "index", .integer, "Its place, from 1.", example: "bar.index >= 1"),
            .field(.bar, "time", .time, "Its open.", example: "bar.time > 0"),
            .field(.bar, "interval", .milliseconds, "Its length.", example: "bar.interval > 0"),
        ]
        + BarColumns.all.map {
            .field(.bar, $0.name, $0.type, $0.summary, example: "bar.\($0.name) == bar.\($0.name)")
        } + [
            .method(
                .bar, "back", [.init("n", .integer)], gives: [.init(.object(.bar))],
                "The bar n before; nil before the first.", example: "bar:back(0).close == bar.close")
        ]

    private static let series: [FunctionPage] =
        [
            .length(.series, "Number of bars.", example: "#series > 0"),
            .field(.series, "count", .integer, "Number of bars.", example: "series.count == #series"),
            .field(.series, "interval", .milliseconds, "Length of a bar.", example: "series.interval > 0"),
            .field(
                .series, "time", .object(.vector), "Open of each bar, ms.", example: "#series.time == #series"
            ),
        ]
        + BarColumns.all.map {
            .field(
                .series, $0.name, .object(.vector), $0.summary, example: "#series.\($0.name) == #series")
        }
}
