package import Charts
public import LiquidationCore
import PlainText

/// What a map is to be made of; the same request gives the same bytes from the command line, a script and the
/// REPL. ``MapOption`` says how each of its properties is set by name.
public struct MapRequest: Sendable {
    /// The price axis of a part.
    package struct PartGrid: Hashable, Sendable {
        /// Its file.
        package let path: String
        /// The edges of its buckets.
        package let edges: [Double]
    }

    /// The leverage model where none is named.
    static let usualLeverage = PluginChoice("pareto")

    /// The distance from the price where none is named.
    package static let usualWithin = 0.1

    /// About how many columns a heatmap has where nothing is said.
    package static let usualColumns = 160

    /// The plugins, by kind.
    package var plugins = PluginChoices()
    /// The plan.
    public var model = MapModel.turnover
    /// The pack that model and plugins are from, where they are.
    package var pack: ModelPack?
    /// The instant that the map is made for: nothing later is read. The end of the data where `nil`.
    package var asOf: AsOf?
    /// Only the last so many milliseconds of data; all of it where `nil`.
    public var lookback: Int64?
    /// Whether what was opened before ``lookback`` is left out while the bars before it still say what they replaced; false
    /// starts with all open interest in the first bar.
    public var isWarm = true
    /// Layout of the price axis.
    public var grid = GridPlan.lattice(.standard)
    /// Ends of the price axis; those of the data where `nil`.
    public var range: ClosedRange<Double>?
    /// The part whose price axis is taken, whatever ``grid`` and ``range`` say.
    package var gridOf: PartGrid?
    /// The venue whose margin rule applies; Binance USDⓈ-M where `nil`.
    public var venue: String?
    /// The symbol whose margin tiers apply; the data's where `nil`.
    public var symbol: String?
    /// The distance from the price that is drawn, searched for clusters and summed, a fraction; ``usualWithin`` where `nil`, and
    /// pictures then reach as far as there is something near the price to see.
    public var within: Double?
    /// How many clusters to name on each side.
    public var clusters = 5
    /// Width of the kernel that the map is smoothed with to find clusters, at half of its height, a fraction of the price.
    public var clusterWidth = ClusterSearch.usualWidth.value
    /// Which clusters are named first.
    public var clusterOrder = ClusterSearch.Order.amount
    /// What pictures show, and the cells of a heatmap.
    public var view = Heatmap.Measure.amount
    /// Whether bars of pictures are divided by leverage.
    package var isLayered = false
    /// The span from one map of a history to the next, milliseconds.
    public var every = Int64(86_400_000)
    /// No map of a history is older; that of the first bar where `nil`.
    package var since: AsOf?
    /// About how many columns a heatmap has; no heatmap where `nil`.
    public var columns: Int?
    /// The side that a heatmap shows; both where `nil`.
    public var side: Side?
    /// The leverages whose rungs a heatmap shows; all where `nil`.
    package var leverages: ClosedRange<Double>?
    /// Whether mass is kept rung by rung.
    public var byRung = false
    /// What there is to say about how it was asked for, such as a name that has changed.
    package var notes: [String] = []

    /// A map with a leverage model of the engine's own, which needs no plugins.
    public init(leverage model: BuiltInModel) { plugins[.leverage] = PluginChoice(model) }

    /// The default map.
    package init() { plugins[.leverage] = Self.usualLeverage }
}

extension MapRequest {
    /// The price axis.
    ///
    /// - Throws: `CoreError` `.invalidGrid` for a step that makes too many buckets.
    package var axis: GridPlan {
        get throws(CoreError) {
            if let gridOf { return .edges(gridOf.edges) }
            guard let range else { return grid }
            return .edges(try grid.grid(from: range.lowerBound, to: range.upperBound).edges)
        }
    }

    /// How clusters are looked for.
    ///
    /// - Throws: `CoreError` `.notFinite` for a distance or a width that is none.
    package var clusterSearch: ClusterSearch {
        get throws(CoreError) {
            ClusterSearch(
                within: try Rate(within ?? Self.usualWithin), limit: clusters, width: try Rate(clusterWidth),
                order: clusterOrder)
        }
    }

    /// What pictures show, without the mass of layers.
    package var drawing: MapDrawing { MapDrawing(view: view, within: within) }

    /// Whether the price axis is given and does not follow from the data.
    var hasGivenAxis: Bool {
        if case .edges = grid { return true }
        return gridOf != nil || range != nil
    }
}

// The model and its options by name.
extension MapRequest {
    /// The names of presets.
    package static let presets = MapModel.presets.map(\.name)

    /// What follows from the choice of model and of venue.
    package static let derivedOptions = ["model", "contract"]

    /// Sets the model by the name of a preset, or by the id or path of a pack; what was set by hand stays.
    ///
    /// - Throws: ``EngineError`` for an unknown name, and what ``ModelPack/init(named:)`` throws.
    package mutating func setModel(_ name: String) throws {
        let next = MapModel.preset(named: name) == nil ? try ModelPack(named: name) : nil
        // What a pack decided goes with it.
        if pack != nil { (plugins, model, pack) = (MapRequest().plugins, MapRequest().model, nil) }
        guard let next else { return try setPreset(name) }
        try next.apply(to: &self)
    }

    /// Sets the model by the name of a preset; what was set by hand stays.
    mutating func setPreset(_ name: String) throws(EngineError) {
        let presets = Self.presets
        guard let preset = MapModel.preset(named: name) else {
            let packs = ModelPack.ids
            throw EngineError(
                .usage,
                "no model '\(name)': there are \(presets.joined(separator: ", "))"
                    + (packs.isEmpty ? "" : ", and the packs \(packs.joined(separator: ", "))"),
                hint: Spelling.hint(for: name, among: presets + packs), subject: .value(name, of: "model"))
        }
        let changed = changedOptions
        pack = nil
        model = preset
        for option in changed { try? model.set(option.name, to: option.value) }
    }

    /// Options of the model that are not its preset's.
    var changedOptions: [(name: String, value: String)] {
        let usual = (MapModel.preset(named: model.name) ?? .turnover).options
        return model.options.filter { option in !usual.contains { $0 == option } }
    }

    /// Takes the options of the model that are meant back to those of its preset.
    mutating func resetModel(_ isMeant: (String) -> Bool) {
        let kept = model.options.filter { !Self.derivedOptions.contains($0.name) && !isMeant($0.name) }
        let usual = MapModel.preset(named: model.name) ?? MapRequest().model
        model = usual
        for option in kept { try? model.set(option.name, to: option.value) }
    }

    /// Sets an option of the model by name.
    package mutating func setOption(_ name: String, to value: String) throws {
        let names = MapModel.optionTable.map(\.name).filter { !Self.derivedOptions.contains($0) }
        guard !Self.derivedOptions.contains(name) else {
            throw EngineError(.usage, "option \(name) is not set by hand", hint: "model and venue decide it")
        }
        guard let option = MapModel.option(named: name) else {
            throw EngineError(
                .usage, "no model option '\(name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: names), subject: .name(name))
        }
        if name == option.oldName {
            let note = "option \(name) is called \(option.name) now; the old name works for one version"
            if !notes.contains(note) { notes.append(note) }
        }
        do { try model.set(name, to: value) } catch {
            throw EngineError(.usage, error.message, hint: error.hint, subject: .value(value, of: name))
        }
    }
}
