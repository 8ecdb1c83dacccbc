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

extension FunctionPage {
    /// The page of a function or method by its name.
    package static func named(_ name: String) -> FunctionPage? {
        all.first { page in page.name == name }
    }

    /// The page of a member of a type, or of `liq`.
    package static func of(owner: String, _ name: String) -> FunctionPage? {
        all.first { $0.call.hasPrefix("\(owner).\(name)") || $0.call.hasPrefix("\(owner):\(name)") }
    }

    /// `clusters` of `map:clusters{within, limit}`.
    package var name: String {
        let head = call.prefix { $0 != "(" && $0 != "{" }
        return String(head.split(whereSeparator: { $0 == "." || $0 == ":" }).last ?? "")
    }

    /// The names between the braces of the call.
    package var optionNames: [String] {
        guard let open = call.firstIndex(of: "{"), let close = call.lastIndex(of: "}"), open < close else {
            return []
        }
        return call[call.index(after: open)..<close].split(separator: ",")
            .map { $0.filter { $0.isLetter || $0 == "_" } }.filter { !$0.isEmpty }
    }
}
