import Charts
import Foundation
import LiquidationCore
import MarketData
@testable import Engine
import TestSupport
import Testing

@Suite("Layers of leverage") struct RungLayerTests {
    private func result(_ model: MapModel) throws -> MapResult {
        let folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(300))
        var request = MapRequest(leverage: .measured)
        request.model = model
        request.isLayered = true
        return try MapEngine().result(MarketData.load(path), request)
    }

    @Test(arguments: [MapModel.turnover, .balanced, .reference])
    func `layers add up to the map, bucket by bucket`(model: MapModel) throws {
        let result = try result(model)
        #expect(result.drawing.layers.map(\.name).first == "below 5x")
        for side in Side.allCases {
            let (cells, largest) = (result.map.notional[side], result.map.notional[side].max() ?? 0)
            #expect(largest > 0)
            for bucket in cells.indices {
                let sum = result.drawing.layers.reduce(0) { $0 + $1.notional[side][bucket] }
                #expect(abs(sum - cells[bucket]) <= 1e-9 * largest)
            }
        }
    }

    @Test func `a map over several venues has no layers, and says so`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("bars.csv", MadeUpMarket.bars(50))
        let dataset = try MarketData.load(path)
        let sources = ["binance", "okx"].map { MapSource(dataset, venue: $0) }
        var request = MapRequest(leverage: .measured)
        request.isLayered = true
        let error = #expect(throws: EngineError.self) { try MapEngine().result(sources, request) }
        #expect(error?.message == "layers=rungs is for a map of one market")
    }

    @Test func `layers are letters in black and white, and colours where there are any`() throws {
        let result = try result(.turnover)
        let plain = result.picture(.plain(columns: 100))
        #expect(plain.contains("a below 5x") && plain.contains("│") && plain.contains("bbb"))
        let colored = result.picture(TerminalStyle(columns: 100, color: true))
        #expect(!colored.contains("bbb") && colored.contains("█"))
    }
}
