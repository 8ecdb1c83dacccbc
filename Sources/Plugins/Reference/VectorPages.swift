import Engine
import LuaRuntime

/// What vectors can do, as the C of CLuaShim has it. A test compares the names with what a state really has.
package enum VectorPages {
    package static let all: [FunctionPage] =
        basics + folds + cells + comparisons + choices + running + windows

    /// The function that makes vectors: `liq.vector`.
    static let constructor = FunctionPage.function(
        .liq, "vector", [.init("list", .numbers)],
        or: [
            .init("n", .integer, "how many cells"),
            .optional(
                "value", .function("number|fun(i: integer): number").called("number or f(i)"), or: "0"
            ),
        ], gives: [.init(.object(.vector))], in: Set(FunctionPage.Place.allCases),
        search: ["array", "series"],
        "A block of numbers with fast arithmetic.", example: "(liq.vector{1, 2, 3} * 2):sum() == 12")

    private static let vector = FunctionPage.Answer(.object(.vector))

    private static func fold(
        _ name: String, _ arguments: [FunctionPage.Argument], _ type: ValueType,
        _ summary: String, _ test: String, orNil: Bool = false
    ) -> FunctionPage {
        .method(
            .vector, name, arguments, gives: [.init(type)], orNil: orNil, summary,
            example: "liq.vector{1, 2, 3}:\(test)")
    }

    private static func one(
        _ name: String, _ arguments: [FunctionPage.Argument], _ summary: String, _ test: String
    ) -> FunctionPage {
        .method(
            .vector, name, arguments, gives: [vector], summary, example: "liq.vector{1, 2, 3}:\(test)")
    }

    private static let basics: [FunctionPage] = [
        .length(.vector, "Number of cells.", example: "#liq.vector{1, 2, 3} == 3"),
        fold(
            "totable", [], .numbers, "The cells as a list.", "totable()[3] == 3"),
        one(
            "slice", [.init("i", .integer), .optional("j", .integer, or: "the last cell")],
            "Cells i to j, both included.", "slice(2):sum() == 5"),
        one(
            "fill", [.init("x", .number)], "Puts one number everywhere; gives the vector itself.",
            "fill(1):sum() == 3"),
    ]

    private static let folds: [FunctionPage] = [
        fold("sum", [], .number, "Sum of the cells.", "sum() == 6"),
        numberOrNil("mean", "Mean of the cells; nil of none.", "mean() == 2"),
        numberOrNil("std", "Standard deviation: divides by the number of cells; nil of none.", "std() < 1"),
        numberOrNil("min", "Lowest cell; nil of none.", "min() == 1"),
        numberOrNil("max", "Highest cell; nil of none.", "max() == 3"),
        numberOrNil("median", "Middle cell; nil of none.", "median() == 2"),
        fold(
            "quantile", [.init("q", .share, "0 to 1")], .number,
            "Between the two nearest cells in proportion.",
            "quantile(0.25) == 1.5", orNil: true),
        fold("argmin", [], .integer, "Place of the lowest cell, from 1.", "argmin() == 1", orNil: true),
        fold("argmax", [], .integer, "Place of the highest cell, from 1.", "argmax() == 3", orNil: true),
        numberOrNil("first", "First cell; nil of none.", "first() == 1"),
        numberOrNil("last", "Last cell; nil of none.", "last() == 3"),
        fold("count", [], .integer, "How many cells are not NaN.", "count() == 3"),
        fold(
            "dot", [.init("w", .object(.vector))], .number, "Sum of the products of cells.",
            "dot(liq.vector{1, 1, 2}) == 9"),
        fold("any", [], .flag, "Whether a cell is neither 0 nor NaN.", "any()"),
        fold("all", [], .flag, "Whether no cell is 0 or NaN.", "all()"),
    ]

    /// A number, nil if there are no cells.
    private static func numberOrNil(_ name: String, _ summary: String, _ test: String) -> FunctionPage {
        fold(name, [], .number, summary, test, orNil: true)
    }

    private static let cells: [FunctionPage] = [
        one("abs", "Absolute values.", "abs():sum() == 6"),
        one("log", "Natural logarithms.", "log():first() == 0"),
        one("exp", "Powers of e.", "exp():first() > 2.7"),
        one("sqrt", "Square roots.", "sqrt():first() == 1"),
        one("floor", "Next whole number below.", "floor():sum() == 6"),
        one("ceil", "Next whole number above.", "ceil():sum() == 6"),
        one("round", "Nearest whole number.", "round():sum() == 6"),
        one("sign", "-1, 0 or 1.", "sign():sum() == 3"),
        one("isnan", "1 where a cell is NaN, else 0.", "isnan():sum() == 0"),
    ]

    private static func one(_ name: String, _ summary: String, _ test: String) -> FunctionPage {
        one(name, [], summary, test)
    }

    private static let operand: [FunctionPage.Argument] = [.init("x", .cells)]

    private static let comparisons: [FunctionPage] = [
        one("lt", operand, "1 where it is below x, else 0.", "lt(2):sum() == 1"),
        one("le", operand, "1 where it is at most x, else 0.", "le(2):sum() == 2"),
        one("gt", operand, "1 where it is above x, else 0.", "gt(2):sum() == 1"),
        one("ge", operand, "1 where it is at least x, else 0.", "ge(2):sum() == 2"),
        one("eq", operand, "1 where it is x, else 0.", "eq(2):sum() == 1"),
        one("ne", operand, "1 where it is not x, else 0; a NaN is nothing.", "ne(2):sum() == 2"),
        one("atmost", operand, "The lower of cell and x.", "atmost(2):sum() == 5"),
        one("atleast", operand, "The higher of cell and x.", "atleast(2):sum() == 7"),
        one("fillnan", operand, "x where a cell is NaN.", "fillnan(0):sum() == 6"),
    ]

    private static let choices: [FunctionPage] = [
        one(
            "clip", [.init("low", .cells), .init("high", .cells)], "Cells kept within low and high.",
            "clip(2, 2):sum() == 6"),
        one(
            "choose", [.init("yes", .cells), .init("no", .cells)], "yes where a cell is not 0, else no.",
            "gt(2):choose(5, 1):sum() == 7"),
        one(
            "map", [.init("f", .function("fun(cell: number, i: integer): number"))],
            "A function of each cell and its place.", "map(function(cell, i) return cell * i end):sum() == 14"
        ),
    ]

    private static let steps: [FunctionPage.Argument] = [
        .optional("n", .integer, or: "1", "how many cells back")
    ]

    private static let running: [FunctionPage] = [
        one("cumsum", "Sum of the cells so far.", "cumsum():last() == 6"),
        one("cummin", "Lowest so far.", "cummin():last() == 1"),
        one("cummax", "Highest so far.", "cummax():last() == 3"),
        one(
            "ema", [.init("span", .number)], "Moving average with weight 2 / (span + 1) on the new cell.",
            "ema(1):last() == 3"),
        one("diff", steps, "Cell less the one n before; NaN in the first n.", "diff():last() == 1"),
        one("shift", steps, "The cell n before; NaN in the first n.", "shift():last() == 2"),
        one("carry", "The last number where one is missing.", "carry():sum() == 6"),
    ]

    private static let window: [FunctionPage.Argument] = [.init("n", .integer, "how many cells a window has")]

    private static let windows: [FunctionPage] = [
        one("rolling_sum", window, "Sum of the last n cells.", "rolling_sum(2):last() == 5"),
        one("rolling_mean", window, "Mean of the last n cells.", "rolling_mean(2):last() == 2.5"),
        one("rolling_std", window, "Standard deviation of the last n cells.", "rolling_std(2):last() == 0.5"),
        one("rolling_min", window, "Lowest of the last n cells.", "rolling_min(2):last() == 2"),
        one("rolling_max", window, "Highest of the last n cells.", "rolling_max(2):last() == 3"),
        one("rolling_median", window, "Median of the last n cells.", "rolling_median(3):last() == 2"),
        one(
            "rolling_rank", window, "Where the cell stands in its window: 0 lowest, 1 highest.",
            "rolling_rank(3):last() == 1"),
        one(
            "rolling_quantile", window + [.init("q", .share, "0 to 1")], "Quantile of the last n cells.",
            "rolling_quantile(3, 0.5):last() == 2"),
    ]
}

extension LuaMember {
    /// `liq.vector`, which C provides in every state.
    package static var vector: LuaMember {
        LuaMember(
            VectorPages.constructor,
            value: { _, state in .function(try state.makeVectorConstructor()) })
    }
}
