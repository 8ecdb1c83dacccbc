/// A function of `liq` as help, reference and tests know it: declared once, beside its body.
package struct FunctionPage: Hashable, Sendable {
    /// As it is called: `liq.load(path)`, `map:clusters{within, limit}`.
    package let call: String
    /// What it returns.
    package let result: String
    /// A line of help.
    package let summary: String
    /// A line of Lua that works in a session in which `btc` and `m` are loaded.
    package let example: String

    init(_ call: String, _ result: String, _ summary: String, example: String) {
        (self.call, self.result, self.summary, self.example) = (call, result, summary, example)
    }

    /// All functions, in the order of the reference.
    package static var all: [FunctionPage] {
        LiqNamespace.pages + PriceAPI.pages + DatasetAPI.pages + MapAPI.pages + ExplanationAPI.pages
            + HeatmapAPI.pages
    }
}
