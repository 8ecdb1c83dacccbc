@testable import Console
import Testing

@Suite("Completion inside of a map's options") struct ModelOptionCompletionTests {
    private func items(_ text: String) -> [String]? {
        let characters = Array(text)
        let inside = ModelOptionsAtCursor(characters, LuaToken.tokens(of: characters))
        return inside?.completions { items, typed, range in
            Completions(range: range, items: items.filter { $0.text.hasPrefix(typed) })
        }?.items.map(\.text)
    }

    @Test(arguments: [
        ("btc:map { options = { clo", ["closing = "]),
        ("btc:map { options = { accrue = true, la", ["lag = "]),
        ("btc:map { options = { closing = \"you", ["youngestFirst"]),
        ("btc:map { options = { split = \"d", ["damped("]),
        ("btc:map({ lookback = \"7d\", options = { trig", ["trigger = "]),
    ])
    func `names and values of the model's options are offered`(text: String, found: [String]) {
        #expect(items(text) == found)
    }

    @Test(arguments: [
        "btc:map { clo", "btc:map { options = { lag = ", "btc:map { options = { } , loo",
        "btc:map { options = { lag = \"",
        "options = {}", "x = { closing = \"",
    ])
    func `nothing is offered elsewhere`(text: String) {
        #expect(items(text) == nil)
    }

    @Test func `what a menu cuts has a mark at its end`() {
        #expect(CompletionMenu.fit("abcdef", 4) == "abc…")
        #expect(CompletionMenu.fit("abcd", 4) == "abcd" && CompletionMenu.fit("ab", 4) == "ab  ")
    }
}
