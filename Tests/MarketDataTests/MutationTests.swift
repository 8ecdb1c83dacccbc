import MarketData
import TestSupport
import Testing

/// Inputs changed at random: each must be read or refused, none may end the process.
@Suite("Changed inputs") struct MutationTests {
    private static let json =
        "["
        + Klines.rows(0..<3).map {
            "[" + $0.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",") + "]"
        }
        .joined(separator: ",") + "]"

    @Test(arguments: [
        Klines.good, MutationTests.json,
        "create_time,symbol,sum_open_interest\n2024-01-01 00:00:00,BTCUSDT,81000.500\n",
        "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0.0001\n",
        "1,100.0,2.0,1,1,1704067200000,true\n2,101.5,1.0,2,3,1704067201000,false\n",
        "{\"timestamp\":1704067200000,\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"volume\":null}\n"
            + "{\"timestamp\":1704067260000,\"open\":\"1\",\"high\":2,\"low\":1,\"close\":1,\"volume\":3}\n",
    ])
    func `any change is answered`(text: String) {
        let seed = UInt64.random(in: 0 ... .max)
        print("MutationTests seed \(seed)")
        var state = seed
        func next(_ bound: Int) -> Int {
            // Knuth's MMIX generator, the high bits.
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let marks = Array("\",\n\r{}[]:-.eE09\u{0}\u{7F}aT ".utf8) + [0xFF, 0xC3, 0xEF]
        let original = Array(text.utf8)
        let folder = Folder()
        for _ in 0..<LongTests.pick(400, long: 1500) {
            var bytes = original
            for _ in 0...next(3) {
                let place = next(bytes.count)
                switch next(4) {
                case 0: bytes[place] = marks[next(marks.count)]
                case 1: bytes.insert(marks[next(marks.count)], at: place)
                case 2: bytes.remove(at: place)
                default:
                    bytes.replaceSubrange(
                        place..<min(bytes.count, place + next(40)), with: bytes[next(place + 1)..<place])
                }
                if bytes.isEmpty { bytes = [0x30] }
            }
            let path = folder.write("x", bytes)
            let first = Folder.refusal(of: path)
            #expect(first == Folder.refusal(of: path), "not the same answer twice, seed \(seed)")
        }
    }
}
