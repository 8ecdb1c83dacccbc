import Engine

/// What tests of plugins have, beside what plugins have.
package enum SpecPages {
    package static let all: [FunctionPage] = globals + fixtures + plugin + Expectation.pages

    private static let body = FunctionPage.Argument("body", .function("fun()"))

    private static let globals: [FunctionPage] = [
        .function(
            .global, "require", [.init("name", .text, "levels, lib.levels")], gives: [.init(.any)],
            in: [.plugins, .tests], "A module of the plugin's own folder.",
            example: "type(require) == \"function\""),
        .function(
            .global, "describe", [.init("name", .text), body], in: [.tests], "A group of tests.",
            example: "describe(\"a group\", function() end)"),
        .function(
            .global, "it", [.init("name", .text), body], in: [.tests], "A test.",
            example: "it(\"a test\", function() end)"),
        .function(
            .global, "before_each", [body], in: [.tests], "What runs before each test of a group.",
            example: "before_each(function() end)"),
        .function(
            .global, "expect", [.init("value", .any)], gives: [.init(.object(.expectation))], in: [.tests],
            "What is said about a value comes behind it.", example: "expect(1).to_be(1)"),
        .function(
            .liq, "plugin", [.optional("parameters", .settings, "what the plugin is set to")],
            or: [.init("file", .path, "a file or an id"), .optional("parameters", .settings)],
            gives: [.init(.object(.plugin))], in: [.tests],
            "The plugin beside the tests, fresh, with parameters; or another.",
            example: "liq.plugin(\"measured\").kind == \"leverage\""),
    ]

    /// What made-up markets take.
    package static let market: [FunctionPage.Argument] = [
        .named("count", .integer, or: "200", "Number of bars"),
        .named("seed", .integer, or: "that of the run", "Seeds the walk"),
        .named("start", .time, or: "2025-01-01", "Open of the first bar"),
        .named("interval", .span, or: "1h", "Length of a bar"),
        .named("price", .price, or: "100000", "The first open"),
        .named("drift", .fraction, or: "0", "How far the price goes in all, on top of the walk"),
        .named("volatility", .fraction, or: "1 %", "The largest step of the walk in a bar"),
        .named("funding", .fraction, or: "0.01 %", "The rate that is paid every eighth bar"),
        .named("premium", .fraction, or: "0", "How far the traded price is above the mark price"),
        .named("bare", .flag, or: "false", "Leaves prices and open interest alone"),
        .named("close", .numbers, or: "the walk", "Closes instead of the walk"),
    ]

    private static let fixtures: [FunctionPage] = [
        .function(
            .fixture, "series", market, gives: [.init(.object(.series))], "A made-up market.",
            example: "#fixture.series { count = 5 } == 5"),
        .function(
            .fixture, "map", market, gives: [.init(.object(.map))],
            "The map of such a market with the built-in mix.", example: "fixture.map({ count = 50 }).long > 0"
        ),
    ]

    private static let plugin: [FunctionPage] =
        [
            .field(.plugin, "id", .text, "Its id.", example: "liq.plugin(\"measured\").id == \"measured\""),
            .field(.plugin, "kind", .choice(PluginKindDescriptor.all.map(\.name)), "What it decides."),
            .field(.plugin, "version", .text, "Its version."),
            .field(.plugin, "ladder", .object(.vector), "The rungs that it is asked for."),
        ] + TestedPlugin.pages
}
