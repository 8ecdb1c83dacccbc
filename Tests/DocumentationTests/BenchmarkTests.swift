import Foundation
import TestSupport
import Testing

/// `Benchmarks/compare` on small data, so that it cannot break unseen: its figures are read from what programs print.
@Suite("Benchmarks", .needsProgram("python3")) struct BenchmarkTests {
    private func compare(_ arguments: [String]) throws -> Shell {
        let folder = try TemporaryFolder()
        let programs = URL(filePath: Program.path).deletingLastPathComponent().path
        return try Shell(
            ["Benchmarks/compare", "--quick", "--programs", programs, "--work", folder.path] + arguments,
            environment: Program.environment)
    }

    @Test func `every figure of liq alone is measured`() throws {
        let run = try compare([])
        #expect(run.status == 0, "\(run.text)\(run.errors)")
        for figure in [
            "lua, 20 weights a bar", "lua, whole series", "csv", "map days1 20 x 2000 ",
            "heat days1 20 x 2000", "csv to json map", "threads",
        ] {
            #expect(run.text.contains("\n\(figure)"), "no line of \(figure):\n\(run.text)")
        }
        #expect(run.text.contains("liq reference, map alone"))
        #expect(run.text.contains("liq reference, heatmap, recycled"))
    }

    @Test func `two versions are compared in turns, with their sizes and whether they write the same`() throws
    {
        let run = try compare(["--against", Program.path, "--only", "start,reference,price,run,isolated"])
        #expect(run.status == 0, "\(run.text)\(run.errors)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.filter { $0.hasSuffix(" same") }.count == 5, "\(run.text)")
        #expect(run.text.contains("\nsize "))
    }

    @Test func `a program that does not run ends the comparison with an error`() throws {
        let run = try compare(["--against", "/bin/false"])
        #expect(run.status == 1)
        #expect(run.errors.contains("the program before did not run"), "\(run.errors)")
    }
}
