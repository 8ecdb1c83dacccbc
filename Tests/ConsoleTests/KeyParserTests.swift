import Testing

@testable import Console

@Suite("Keys of a terminal") struct KeyParserTests {
    private func keys(_ text: String, isFinal: Bool = true) -> [Key] {
        var parser = KeyParser()
        parser.feed(text.utf8)
        var keys: [Key] = []
        while let key = parser.next(isFinal: isFinal) { keys.append(key) }
        return keys
    }

    @Test func `sequences of xterm and its kin are keys`() {
        #expect(
            keys("\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[1;3D") == [
                Key(.up), Key(.down), Key(.right, .control), Key(.left, .alt),
            ])
        #expect(
            keys("\u{1B}[3~\u{1B}[5~\u{1B}[H\u{1B}[Z\u{1B}x") == [
                Key(.delete), Key(.pageUp), Key(.home), Key(.tab, .shift), .alt("x"),
            ])
        #expect(
            keys("\r\t\u{7F}\u{1}é漢") == [
                Key(.enter), Key(.tab), Key(.backspace), .control("a"), .character("é"), .character("漢"),
            ])
        #expect(keys("\u{1B}[99~\u{1B}[?1c").map(\.code) == [.unknown, .unknown])
    }

    @Test func `an escape alone is a key once nothing follows`() {
        #expect(keys("\u{1B}", isFinal: false) == [])
        #expect(keys("\u{1B}") == [Key(.escape)])
    }

    @Test func `any bytes give keys and come to an end`() {
        var random = SystemRandomNumberGenerator()
        let seed = random.next()
        var state = seed
        for _ in 0..<2000 {
            var parser = KeyParser()
            parser.feed(
                (0..<40).map { _ -> UInt8 in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return [0x1B, 0x5B, 0x32, 0x7E, UInt8(truncatingIfNeeded: state >> 33)][
                        Int(state >> 60) % 5]
                })
            var count = 0
            while parser.next(isFinal: true) != nil, count < 100 { count += 1 }
            #expect(count <= 41, "seed \(seed)")
        }
    }

    @Test func `a paste comes as one, however it is cut`() {
        var parser = KeyParser()
        var found: [Key] = []
        for byte in "\u{1B}[200~a\r\nb\u{1B}[201~c".utf8 {
            parser.feed([byte])
            while let key = parser.next() { found.append(key) }
        }
        #expect(found == [Key(.paste("a\nb")), .character("c")])
    }
}
