import LiquidationCore

/// Arguments as they were given for one map, before any of them holds.
///
/// What is given twice has to add up, by one rule for the command line, scripts and the console: two values of the same
/// argument or of the same option of the model, two arguments of which one takes the place of the other, and an argument
/// and an option of the model that decide the same are errors unless they say the same.
package struct MapSettings {
    private let style: ArgumentStyle
    private var given: [GivenArgument] = []
    private var taken: [MapOption] = []
    private var notes: [String] = []

    /// No arguments.
    package init(_ style: ArgumentStyle) { self.style = style }

    /// Adds an argument by its name, an old one included.
    ///
    /// - Throws: ``EngineError`` where there is none of that name in a place.
    package mutating func add(
        _ name: String, _ value: ArgumentValue, in place: MapOption.Place
    ) throws(EngineError) {
        let option = try row(name, in: place)
        given.append(GivenArgument(option: option, value: value, style: style))
    }

    /// Takes an argument back to its default.
    ///
    /// - Throws: ``EngineError`` where there is none of that name in a place.
    package mutating func reset(_ name: String, in place: MapOption.Place) throws(EngineError) {
        taken.append(try row(name, in: place))
    }

    private mutating func row(_ name: String, in place: MapOption.Place) throws(EngineError) -> MapOption {
        guard let option = MapOption.named(name) else {
            throw EngineError(style.code, "no argument '\(name)'", subject: .name(name))
        }
        guard option.places.contains(place) else {
            let places = MapOption.Place.allCases.filter(option.places.contains).map(\.rawValue)
            throw EngineError(
                style.code, "\(style.label(option)) only applies to \(places.joined(separator: " and "))",
                subject: .name(name))
        }
        if name == option.oldName {
            notes.append("\(name) is called \(option.name) now; the old name works for one version")
        }
        return option
    }

    /// The request.
    ///
    /// - Parameter base: what holds where nothing is given; what is given takes the place of what it contradicts there.
    /// - Returns: the request with all arguments set.
    /// - Throws: ``EngineError`` naming the argument, the rule and the value, or two arguments that do not add up; what
    ///   reading a file throws.
    package func request(over base: MapRequest = MapRequest()) throws -> MapRequest {
        try check(over: base)
        var request = base
        for option in taken { option.reset(&request) }
        for argument in given {
            for name in argument.option.rivals { MapOption.named(name)?.reset(&request) }
            // Of plugins that there may be several of, those that are given replace all of before.
            if argument.option.isRepeatable, argument.option.kind != nil { argument.option.reset(&request) }
        }
        for name in Set(try modelOptions().map(\.name)) {
            let option = MapOption.all.first { $0.name == name && $0.modelShare == .replaces }
            if let kind = option?.kind { request.plugins[kind] = nil }
        }
        for option in [MapOption.model] + MapOption.all.filter({ $0.name != MapOption.model.name }) {
            for argument in given where argument.option.name == option.name {
                do { try option.set(&request, argument) } catch let error as EngineError {
                    throw error.about(.value(argument.value.text, of: option.name))
                }
            }
        }
        _ = try request.axis
        try request.checkSplit(style)
        request.notes += notes.filter { !request.notes.contains($0) }
        return request
    }

    /// Refuses what does not add up.
    ///
    /// - Throws: ``EngineError`` naming both.
    package func check(over base: MapRequest = MapRequest()) throws {
        var start = base
        for argument in given where argument.option.name == MapOption.model.name {
            try argument.option.set(&start, argument)
        }
        for (index, one) in given.enumerated() {
            for other in given[(index + 1)...] where try !agree(one, other, start) {
                throw style.contradiction(one.written, other.written)
            }
        }
        let options = try modelOptions()
        for (index, one) in options.enumerated() {
            for other in options[(index + 1)...] where other.name == one.name && other.value != one.value {
                let models = try [one, other].map { option in
                    var trial = start
                    try trial.setOption(option.name, to: option.value)
                    return trial.model
                }
                guard models[0] == models[1] else { throw style.contradiction(one.written, other.written) }
            }
            for argument in given where argument.option.name == one.name && argument.option.modelShare != nil
            {
                var (plugin, model) = (start, start)
                try argument.option.set(&plugin, argument)
                try model.setOption(one.name, to: one.value)
                let addsUp =
                    argument.option.kind.flatMap { plugin.plugins[$0] } == nil
                    ? plugin.model == model.model : argument.option.modelShare == .adds
                guard addsUp else { throw style.contradiction(argument.written, one.written) }
            }
        }
    }

    /// Whether two arguments can be given together.
    private func agree(_ one: GivenArgument, _ other: GivenArgument, _ start: MapRequest) throws -> Bool {
        if one.option.rivals.contains(other.option.name) { return false }
        guard one.option.name == other.option.name, !one.option.isRepeatable else { return true }
        if let text = one.value.text, text == other.value.text { return true }
        let texts = try [one, other].map { argument in
            var trial = start
            argument.option.reset(&trial)
            try argument.option.set(&trial, argument)
            return argument.option.read(trial)
        }
        return texts[0] == texts[1]
    }

    /// Options of the model, under their present names, with how they were written.
    private func modelOptions() throws -> [(name: String, value: String, written: String)] {
        try given.filter { $0.option.name == MapOption.options.name }.flatMap { argument in
            try argument.settings().map { name, value in
                (MapModel.option(named: name)?.name ?? name, value, style.written(model: name, value))
            }
        }
    }
}

extension MapRequest {
    /// Refuses a split that the flow never asks for.
    ///
    /// - Throws: ``EngineError`` naming it and what would make it act.
    fileprivate func checkSplit(_ style: ArgumentStyle) throws(EngineError) {
        guard model.split != .even else { return }
        switch model.flow {
        case .turnover, .openInterestBalance:
            throw EngineError(
                style.code,
                "split=\(model.split.rawValue) cannot act: what opens by the flow of model \(model.name) is always split evenly",
                hint:
                    "it acts in model reference, or with the option flow=openInterestChanges or flow=volume*SHARE",
                subject: .value(model.split.rawValue, of: "split"))
        case .openInterestChanges, .volume, .planned: return
        }
    }
}

extension MapOption {
    /// The arguments that cannot be given with it.
    var rivals: [String] {
        excludes + Self.all.filter { $0.excludes.contains(name) }.map(\.name)
    }
}
