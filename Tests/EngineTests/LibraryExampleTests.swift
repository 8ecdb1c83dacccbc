import Engine
import Foundation
import LiquidationCore
import MarketData
import TestSupport
import Testing

/// The face of `Engine` as others see it: examples/library, which is also on the module's front page.
@Suite("The library example") struct LibraryExampleTests {
    private static let example = "examples/library/Sources/map-of/main.swift"

    @Test func `the front page shows the example as it is`() throws {
        let page = try Document.text("Sources/Engine/Engine.docc/Engine.md")
        #expect(Document.blocks("swift", in: page).map { $0 + "\n" } == [try Document.text(Self.example)])
        // Ten lines, without the blank one.
        #expect(try Document.text(Self.example).split(separator: "\n").count == 10)
    }

    /// A module of another package sees public names only, so the compiler is run as for one.
    @Test func `the example compiles outside of the package`() throws {
        let modules = URL(filePath: Program.path).deletingLastPathComponent().appending(path: "Modules").path
        guard FileManager.default.fileExists(atPath: modules + "/Engine.swiftmodule") else { return }
        // The C libraries that files are unpacked with; the package manager names them to others.
        let maps = ["CDeflate", "CZlib", "CZstd"].flatMap { name in
            [
                "-Xcc",
                "-fmodule-map-file="
                    + SharedFolder.project.appending(path: "Sources/\(name)/module.modulemap").path,
            ]
        }
        let run = try Shell(
            ["swiftc", "-typecheck", "-swift-version", "6", "-I", modules] + maps
                + [SharedFolder.project.appending(path: Self.example).path])
        #expect(run.status == 0, "\(run.errors)")
    }

    @Test func `the example's calls make the map that liq map makes`() throws {
        let path = SharedFolder.project.appending(path: Program.data).path
        var request = MapRequest(leverage: .measured)
        request.lookback = 7 * 86_400_000
        let result = try MapEngine().result(MarketData.load(path), request)
        let words = ["map", path, "--leverage", "builtin:measured", "--lookback", "7d", "--format", "json"]
        #expect(try Program.run(words).text == result.json)
    }
}
