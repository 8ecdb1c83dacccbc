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
            { $0.tier = .atLiquidation }, { $0.positionSize = Notional(unchecked: 100_000.5) },
            { $0.flow = .volume(share: 0.25) }, { $0.entry = .triangular(points: 7) }, { $0.split = .taker },
            { $0.split = .damped(0.3) }, { $0.closing = .youngestFirst }, { $0.closing = .oldestFirst },
            { $0.closing = .halfLife(hours: 240, exponent: 0.5) }, { $0.trigger = .last },
            { $0.trigger = .mark }, { $0.lag = 2 }, { $0.accrue = true }, { $0.contract = .inverse },
            { $0.kappa = .column }, { $0.name = "mine = 50 % new\n" },
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
                + "touch=beyond bridge=off tier=atEntry position_size=100000")
        #expect(
            MapModel.balanced.text == "model=balanced flow=openInterestBalance(volume*0.2|range*5) "
                + "entry=spread(5) split=even touch=beyond bridge=on tier=atLiquidation "
                + "position_size=100000")
    }

    @Test func `the text of a model reads back as the model`() throws {
        for model in Self.models {
            let back = try MapModel(text: model.text)
            #expect(back == model && back.text == model.text && back.hashValue == model.hashValue)
        }
    }

    @Test func `the old name of an option is read as the new one`() throws {
        let text = MapModel.reference.text
        #expect(try MapModel(text: text.replacing("tier=", with: "bracket=")).text == text)
        #expect(throws: CoreError.self) { try MapModel(text: text + " bracket=atEntry") }
    }

    @Test(arguments: LongTests.seeds(25, long: 200))
    func `the text of any legal model reads back as the model`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        var model = market.richModel()
        model.name = "seed \(seed)"
        #expect(try MapModel(text: model.text) == model, "seed \(seed)")
    }

    @Test func `a preset's name alone stands for its options, any other name needs them`() throws {
        #expect(try MapModel(text: "model=balanced") == .balanced)
        var late = MapModel.reference
        late.lag = 1
        #expect(try MapModel(text: "lag=1 model=reference") == late)
        let error = #expect(throws: CoreError.self) { try MapModel(text: "model=mine flow=volume*0.1") }
        #expect(error?.message == "option entry is missing")
    }

    @Test(
        arguments: [
            "model", "lag=1 lag=2", "model=reference colour=red", "model=reference flow=up",
            "model=reference flow=volume*", "model=reference flow=volume*nan",
            "model=reference flow=openInterestBalance(volume*1|volume*2)", "model=reference entry=spread",
            "model=reference entry=spread(2.5)", "model=reference entry=close(1)",
            "model=reference split=damped", "model=reference split=even(1)",
            "model=reference closing=halfLife()", "model=reference closing=halfLife(1,2,3)",
            "model=reference closing=halfLife(0x10)", "model=reference closing=halfLife(1",
            "model=reference bridge=yes", "model=reference position_size=-1",
            "model=reference position_size=inf", "model=reference lag=1.5", "model=reference trigger=Mark",
        ])
    func `a text that says nothing legal is an error that names the option`(text: String) {
        let error = #expect(throws: CoreError.self) { try MapModel(text: text) }
        #expect(error?.code == .invalidModel)
        let last = text.split(separator: " ").last.map { $0.prefix { $0 != "=" } } ?? ""
        #expect(error?.message.contains(last) == true, "\(error?.message ?? "")")
    }

    @Test func `options are set by name, and each is listed with what it accepts`() throws {
        var model = MapModel.balanced
        try model.set("closing", to: "halfLife(48)")
        #expect(model.closing == .halfLife(hours: 48, exponent: 0))
        let error = #expect(throws: CoreError.self) { try model.set("closing", to: "now") }
        #expect(error?.message.contains("proRata | youngestFirst") == true)
        #expect(Set(MapModel.optionTable.map(\.name)).count == MapModel.optionTable.count)
        #expect(MapModel.optionTable.allSatisfy { !$0.values.isEmpty && !$0.summary.isEmpty })
        for option in MapModel.optionTable {
            for preset in [MapModel.balanced, .reference] {
                var copy = preset
                #expect(option.write(&copy, option.read(preset)), "\(option.name)")
                #expect(copy == preset, "\(option.name)")
            }
        }
    }

    @Test func `presets are found by their name`() {
        #expect(MapModel.preset(named: "balanced") == .balanced)
        #expect(MapModel.preset(named: "reference") == .reference)
        #expect(MapModel.preset(named: "Balanced") == nil)
    }
}
