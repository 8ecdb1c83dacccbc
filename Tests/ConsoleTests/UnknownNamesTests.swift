import Testing

@testable import Console

@Suite("Names that nothing was given to") struct UnknownNamesTests {
    @Test(arguments: [
        ("btc:map{leverage=retail}", ["retail"]), ("x = y", ["y"]), ("f(a, b)", ["a", "b"]), ("t.a.b", []),
        ("t[k] == k", ["k"]), ("t = {a = 1, b == 2}", ["b"]), ("a, b = 1, 2", []),
        ("t:m(nope)", ["nope"]),
        ("local a = 1 print(a)", []), ("function g(a) return a end", []),
        ("for i = 1, 2 do print(i) end", []),
        ("s = 'nope' -- nope", []), ("a == b", ["a", "b"]),
    ])
    func `unknown names are found where they are used`(entry: String, names: [String]) {
        #expect(UnknownNames(in: entry) { ["btc", "f", "t", "print", "map"].contains($0) }.names == names)
    }
}
