import LiquidationCore

/// An argument of a map: what it is called, what it takes, how it is set, shown and taken back.
///
/// The command line, `map{…}`, `map:with{…}`, `:assume`, `:sweep`, completion, help and the reference all read the rows of
/// ``MapOption/all``: a new argument is a row there and a property of ``MapRequest``.
package struct MapOption: Sendable {
    /// What an argument may be given to.
    package enum Place: String, Hashable, Sendable, CaseIterable {
        /// `map`, `with` and the commands of the console that use them.
        case map
        /// `heatmap`.
        case heatmap
        /// `liq explain`.
        case explain
        /// `history`.
        case history
        /// `liq score`.
        case score

        /// Those that make a map, or several.
        static let ofMaps: Set<Place> = [.map, .heatmap, .explain, .history]
    }

    /// How a plugin and the model's option of the same name go together.
    enum ModelShare: Sendable {
        /// The plugin decides instead of the model.
        case replaces
        /// The plugin decides beside the model.
        case adds
    }

    /// Its name.
    package let name: String
    /// What it was called in an earlier version, where the old name still works.
    package let oldName: String?
    /// What it may be.
    package let type: ValueType
    /// What holds where it is not given, for people; empty where that is nothing.
    package let fallback: String
    /// A line of help.
    package let summary: String
    /// What its value is called on the command line.
    package let valueName: String
    /// What it may be given to.
    package let places: Set<Place>
    /// The kind of plugin that it chooses; `nil` if it chooses none.
    package let kind: PluginKind?
    /// Whether several values add up.
    package let isRepeatable: Bool
    /// Those that cannot be given with it: it takes their place.
    let excludes: [String]
    /// How it goes together with the model's option of its name; `nil` if there is none.
    let modelShare: ModelShare?
    /// Puts a value into a request.
    let set: @Sendable (inout MapRequest, GivenArgument) throws -> Void
    /// Takes a request back to what holds where it is not given.
    let reset: @Sendable (inout MapRequest) -> Void
    /// What a request has, as a text that reads back the same; `nil` for nothing.
    let read: @Sendable (MapRequest) -> String?

    init(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String,
        oldName: String? = nil, valueName: String? = nil, in places: Set<Place> = Set(Place.allCases),
        kind: PluginKind? = nil, isRepeatable: Bool = false, excludes: [String] = [],
        modelShare: ModelShare? = nil,
        set: @escaping @Sendable (inout MapRequest, GivenArgument) throws -> Void,
        reset: @escaping @Sendable (inout MapRequest) -> Void,
        read: @escaping @Sendable (MapRequest) -> String?
    ) {
        (self.name, self.type, self.fallback, self.summary) = (name, type, fallback, summary)
        (self.oldName, self.valueName, self.places) = (oldName, valueName ?? name, places)
        (self.kind, self.isRepeatable, self.excludes) = (kind, isRepeatable, excludes)
        (self.modelShare, self.set, self.reset, self.read) = (modelShare, set, reset, read)
    }
}

extension MapOption {
    /// An argument that is one property of a request.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - type: what it may be.
    ///   - path: the property.
    ///   - fallback: what holds where it is not given, for people.
    ///   - summary: a line of help.
    ///   - valueName: what its value is called on the command line.
    ///   - places: what it may be given to.
    ///   - excludes: those that cannot be given with it.
    ///   - value: reads a value.
    ///   - text: writes a value.
    /// - Returns: the row.
    static func property<Value: Sendable>(
        _ name: String, _ type: ValueType, _ path: any WritableKeyPath<MapRequest, Value> & Sendable,
        or fallback: String = "", _ summary: String, valueName: String? = nil,
        in places: Set<Place> = Set(Place.allCases), excludes: [String] = [],
        from value: @escaping @Sendable (GivenArgument) throws -> Value,
        text: @escaping @Sendable (Value) -> String?
    ) -> MapOption {
        MapOption(
            name, type, or: fallback, summary, valueName: valueName, in: places, excludes: excludes,
            set: { $0[keyPath: path] = try value($1) },
            reset: { $0[keyPath: path] = MapRequest()[keyPath: path] },
            read: { text($0[keyPath: path]) })
    }

    /// An argument that chooses the plugin of a kind.
    ///
    /// Where the model has an option of the same name, its values are taken, too: `closing = "youngestFirst"`.
    static func plugin(
        _ name: String, or fallback: String, _ summary: String, beside modelShare: ModelShare? = nil
    ) -> MapOption {
        let kind = PluginKind(name)
        return MapOption(
            name, modelShare == nil ? .plugin : .plugin.called("plugin, or what the model's \(name) takes"),
            or: fallback, summary, valueName: "plugin", kind: kind, modelShare: modelShare,
            set: { request, given in
                let choice = try given.choice()
                let isWord = modelShare != nil && !choice.isBuiltIn && choice.overrides.isEmpty
                if isWord, (try? request.model.set(name, to: choice.name)) != nil {
                    request.plugins[kind] = nil
                } else {
                    request.plugins[kind] = choice
                }
            },
            reset: { request in
                request.plugins[kind] = MapRequest().plugins[kind]
                if modelShare != nil { request.resetModel { $0 == name } }
            },
            read: { request in
                if let choice = request.plugins[kind] { return choice.text }
                guard modelShare != nil else { return nil }
                return request.model.options.first { $0.name == name }?.value
            })
    }
}

extension MapOption {
    /// Its name on the command line, without the dashes.
    package var commandName: String {
        guard name != Self.options.name else { return "option" }
        // Byte by byte: the parser asks for all names several times before a command runs, and searches in text are slow.
        let dashed = name.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
        return String(decoding: dashed, as: UTF8.self)
    }

    /// Its line of help on the command line.
    package var commandHelp: String {
        summary + (fallback.isEmpty ? "" : "; by default \(fallback)") + "."
            + (isRepeatable ? " May be given again." : "")
    }

    /// What a request has, as a text that reads back the same; `nil` for nothing.
    package func shown(in request: MapRequest) -> String? { read(request) }

    /// Its page for the functions of scripts.
    package var page: ArgumentPage { .named(name, type, or: fallback, summary) }

    /// The rows of a place.
    package static func rows(for place: Place) -> [MapOption] { all.filter { $0.places.contains(place) } }

    /// The row of a name, its old one included.
    package static func named(_ name: String) -> MapOption? {
        all.first { $0.name == name || $0.oldName == name }
    }
}

extension MapRequest {
    /// What `map` takes.
    package static let arguments = MapOption.rows(for: .map).map(\.page)
    /// What `heatmap` takes.
    package static let heatmapArguments = MapOption.rows(for: .heatmap).map(\.page)
    /// What `history` takes.
    package static let historyArguments = MapOption.rows(for: .history).map(\.page)
}
