import Charts
import Console
import Testing

@Suite("Terminal") struct TerminalTests {
    @Test(
        arguments: [(nil, 60...400), (10, 60...60), (80, 80...80), (1000, 400...400)]
            as [(Int?, ClosedRange<Int>)])
    func `the width lies in what pictures can take`(columns: Int?, expected: ClosedRange<Int>) {
        #expect(expected.contains(Terminal.style(columns: columns).columns))
    }

    @Test func `what is asked for is given`() {
        #expect(!Terminal.style(ascii: true).unicode)
        #expect(Terminal.style(ascii: false).unicode)
        #expect(Terminal.style(color: true).color)
        #expect(!Terminal.style(color: false).color)
        #expect(Terminal.style(columns: 80).rows == nil)
    }

    @Test(
        arguments: [
            ("xterm-256color", "truecolor", .direct), ("xterm", "24bit", .direct),
            ("xterm-direct", nil, .direct),
            ("xterm-256color", nil, .indexed), ("screen-256color", "", .indexed), ("xterm", nil, .ansi),
            ("linux", nil, .ansi), (nil, nil, .ansi), ("xterm", "yes", .ansi),
        ] as [(String?, String?, ColorDepth)])
    func `colours are as many as the terminal says`(term: String?, colorTerm: String?, depth: ColorDepth) {
        #expect(Terminal.depth(term: term, colorTerm: colorTerm) == depth)
    }

    @Test func `a descriptor that is not open is no terminal`() {
        #expect(!Terminal.isTerminal(-1))
    }
}
