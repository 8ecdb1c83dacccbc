@testable import Charts
import Testing

@Suite("ColorDepth") struct ColorDepthTests {
    @Test(arguments: [
        (RGB(0, 0, 0), 16), (RGB(255, 255, 255), 231), (RGB(255, 0, 0), 196), (RGB(95, 135, 175), 67),
        (RGB(128, 128, 128), 244), (RGB(8, 8, 8), 232), (RGB(238, 238, 238), 255),
    ]) func `the nearest of xterm's 256 is taken`(color: RGB, index: Int) {
        #expect(ColorDepth.index(of: color) == index)
        #expect(ColorDepth.indexed.foreground(color) == "38;5;\(index)")
        #expect(ColorDepth.indexed.background(color) == "48;5;\(index)")
    }

    @Test(arguments: [
        (Palette.price, "97", "107"), (Palette.quiet, "90", "100"), (Palette.short, "93", "103"),
        (Palette.long, "36", "46"), (Palette.heat(0), "30", "40"), (Palette.heat(1), "93", "103"),
    ]) func `the palette has its place among sixteen`(color: RGB, text: String, ground: String) {
        #expect(ColorDepth.ansi.foreground(color) == text)
        #expect(ColorDepth.ansi.background(color) == ground)
    }

    @Test func `a heatmap brightens at every depth`() {
        // Luma of what is really shown: of the cube and greys by their levels.
        func shown(_ color: RGB) -> RGB {
            let index = ColorDepth.index(of: color)
            let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
            guard index < 232 else {
                return RGB(
                    UInt8(8 + 10 * (index - 232)), UInt8(8 + 10 * (index - 232)),
                    UInt8(8 + 10 * (index - 232)))
            }
            return RGB(levels[(index - 16) / 36], levels[(index - 16) / 6 % 6], levels[(index - 16) % 6])
        }
        var last = -1.0
        for step in 0...12 {
            let luma = shown(Palette.heat(Double(step) / 12, .indexed)).luma
            #expect(luma >= last, "at \(step)/12: \(luma) after \(last)")
            last = max(last, luma)
        }
        var places: [Int] = []
        for step in 0...100 {
            let place = ColorDepth.place(of: Palette.heat(Double(step) / 100, .ansi))
            if places.last != place { places.append(place) }
        }
        // Black, blue, bright blue, cyan, bright green, bright yellow.
        #expect(places == [0, 4, 12, 6, 10, 11])
        #expect(
            (0..<256).allSatisfy { Palette.heat(Double($0) / 255, .direct) == Palette.heat(Double($0) / 255) }
        )
    }

    @Test func `each depth writes its own codes`() throws {
        let chart = HeatmapChart(heatmap: try Sample.heatmap(), title: Sample.title)
        func text(_ depth: ColorDepth) -> String {
            chart.text(TerminalStyle(columns: 80, rows: 24, color: true, depth: depth))
        }
        #expect(text(.direct).contains("38;2;") && !text(.direct).contains("38;5;"))
        #expect(text(.indexed).contains("48;5;") && !text(.indexed).contains("48;2;"))
        let few = text(.ansi)
        #expect(!few.contains("38;") && !few.contains("48;") && few.contains("\u{1B}[97;"))
        let plain = ColorDepth.allCases.map { Sample.withoutCodes(text($0)) }
        #expect(Set(plain).count == 1)
    }
}
