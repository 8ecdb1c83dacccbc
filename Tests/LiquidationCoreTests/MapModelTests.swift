import TestSupport
import Testing

@testable import LiquidationCore

@Suite("MapModel") struct MapModelTests {
    /// The presets and every option changed once.
    static let models: [MapModel] = {
        let changes: [(inout MapModel) -> Void] = [
            { _ in }, { $0.name = "other" }, { $0.flow = .openInterestBalance(.volume(share: 0.1)) },
            { $0.flow = .openInterestBalance(.volume(share: 0.1.nextUp)) },
            { $0.flow = .openInterestBalance(.range(factor: 0.1)) },
            { $0.flow = .openInterestBalance(.automatic(share: 0.1, factor: 2)) },
            { $0.entry = .close }, { $0.entry = .spread(points: 1) }, { $0.entry = .spread(points: 11) },
            { $0.split = .even }, { $0.touch = .range }, { $0.bridge.toggle() },
            { $0.bracket = .atLiquidation }, { $0.positionSize = Notional(unchecked: 100_000.5) },
        ]
        let reference = changes.map { change in
            var model = MapModel.reference
            change(&model)
            return model
        }
        return reference + [.balanced]
    }()

    @Test func `different models have different text, equal models equal text`() {
        #expect(Set(Self.models.map(\.text)).count == Self.models.count)
        for model in Self.models {
            let same = model
            #expect(same == model && same.text == model.text)
        }
    }

    @Test func `the text names every option`() {
        #expect(
            MapModel.reference.text == "model=reference flow=openInterestChanges entry=typical split=ratio "
                + "touch=beyond bridge=off bracket=atEntry position_size=100000.0")
        #expect(
            MapModel.balanced.text == "model=balanced flow=openInterestBalance(volume*0.2|range*5.0) "
                + "entry=spread(5) split=even touch=beyond bridge=on bracket=atLiquidation "
                + "position_size=100000.0")
    }

    @Test func `a balance ignores the split, and its text says so`() {
        var model = MapModel.balanced
        model.split = .ratio
        #expect(model.text == MapModel.balanced.text)
    }

    @Test func `presets are found by their name`() {
        #expect(MapModel.preset(named: "balanced") == .balanced)
        #expect(MapModel.preset(named: "reference") == .reference)
        #expect(MapModel.preset(named: "Balanced") == nil)
    }
}
