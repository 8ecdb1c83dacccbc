import Foundation
import TestSupport
import Testing

/// Clusters of maps that should be about the same.
@Suite("Stable clusters") struct StableClusterTests {
    private struct Found {
        let side: String
        let peak: Double
        let notional: Double
    }

    /// The width of the kernel, as the documents report it.
    private static let width = 0.015

    private func clusters(_ arguments: [String]) throws -> [Found] {
        let map = try JSON(
            try Program.output(
                ["map"] + arguments
                    + ["--leverage", "retail", "--clusters", "50", "--format", "json"]))
        #expect(try map["cluster_width"].number == Self.width)
        return try map["clusters"].list.map {
            Found(side: try $0["side"].text, peak: try $0["peak"].number, notional: try $0["notional"].number)
        }
    }

    /// Those above a tenth of the largest keep their amount within 10 % and their peak within a quarter of the kernel.
    private func expectAlike(_ maps: [(name: String, clusters: [Found])]) {
        for (name, clusters) in maps {
            #expect(!clusters.isEmpty, "\(name)")
            let largest = clusters.map(\.notional).max() ?? 0
            for cluster in clusters where cluster.notional >= largest / 10 {
                for (other, others) in maps {
                    let same = others.first {
                        $0.side == cluster.side && abs($0.peak / cluster.peak - 1) <= Self.width / 4
                    }
                    let notional = same?.notional ?? 0
                    #expect(
                        abs(notional / cluster.notional - 1) <= 0.1,
                        "\(cluster.side) \(cluster.peak) \(cluster.notional) of \(name) is \(notional) in \(other)"
                    )
                }
            }
        }
    }

    private func expectAlike(_ path: String, _ options: [[String]]) throws {
        expectAlike(try options.map { ($0.joined(separator: " "), try clusters([path] + $0)) })
    }

    @Test(arguments: [["--lookback", "14d"], ["--lookback", "20d"]])
    func `over buckets and steps the example's clusters stay`(span: [String]) throws {
        let grids = [["1000"], ["1500"], ["2000"], ["3000"], ["4000"]].map { ["--buckets"] + $0 }
        try expectAlike(Program.data, (grids + [["--step", "60"], ["--step", "200"]]).map { $0 + span })
    }

    @Test(arguments: ["1000", "2000", "4000"])
    func `look-backs one bar apart have the same clusters`(buckets: String) throws {
        // 15-minute bars: 10 days, and one and two bars more.
        try expectAlike(
            Program.data,
            ["240h", "14415m", "14430m"].map { ["--buckets", buckets, "--lookback", $0] })
    }

    @Test(.needsShared("data/cases"))
    func `over buckets and look-backs the clusters of three venues' hours stay`() throws {
        var options: [[String]] = []
        for buckets in ["1500", "2000", "2500", "3000"] {
            for span in ["29d", "30d", "31d"] { options.append(["--buckets", buckets, "--lookback", span]) }
        }
        try expectAlike(SharedFolder.path("data/cases/B-btc-1h"), options)
    }
}
