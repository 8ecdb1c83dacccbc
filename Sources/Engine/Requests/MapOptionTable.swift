import LiquidationCore
import PlainText

extension MapOption {
    /// Every argument of a map, in the order of help.
    package static let all: [MapOption] = [
        .plugin("leverage", or: "pareto", "How opened positions are spread over leverage"),
        .plugin("funding", or: "neutral", "How funding tilts longs against shorts"),
        .plugin("flow", or: "the model's", "How much opens in a bar", beside: .replaces),
        .plugin("entry", or: "the model's", "Where in their bar positions were entered", beside: .replaces),
        .plugin("split", or: "the model's", "Longs and shorts of what opens", beside: .replaces),
        .plugin("closing", or: "none", "What holders close, beside what the model closes", beside: .adds),
        .plugin("margin", or: "the venue's rule", "Where positions are force-closed"),
        MapOption(
            "signal", .plugins, or: "none", "Rules that read the map", valueName: "plugin",
            in: [.map], kind: .signal, isRepeatable: true,
            set: { request, given in
                var rules = request.plugins.all(of: .signal)
                // The same rule twice says the same.
                for rule in try given.choices() where !rules.contains(where: { $0.text == rule.text }) {
                    rules.append(rule)
                }
                request.plugins.set(.signal, rules)
            },
            reset: { $0.plugins.set(.signal, []) },
            read: { request in
                let rules = request.plugins.all(of: .signal)
                return rules.isEmpty ? nil : rules.map(\.text).joined(separator: " ")
            }),
        model,
        options,
        .property(
            "as_of", .instant, \.asOf, or: "the end of the data",
            "The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago",
            valueName: "instant",
            in: Place.ofMaps, from: { try $0.instant() }, text: { $0?.text }),
        .property(
            "every", .span, \.every, or: "1d",
            "A map at each multiple of this span: of bars that had ended by then",
            valueName: "span", in: [.history], from: { try $0.duration() },
            text: { UnitText.text(milliseconds: $0) }),
        .property(
            "since", .instant, \.since, or: "the begin of the data",
            "No map before it: 2025-05-20, milliseconds, or \"30d ago\"; earlier bars count all the same",
            valueName: "instant", in: [.history], from: { try $0.instant() }, text: { $0?.text }),
        .property(
            "lookback", .span, \.lookback, or: "all data", "Only the last of the data", valueName: "span",
            in: Place.ofMaps, from: { try $0.duration() }, text: { $0.map(UnitText.text(milliseconds:)) }),
        .property(
            "warmup", .choice(["on", "off"]), \.isWarm, or: "on",
            "Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar",
            in: Place.ofMaps, from: { try $0.flag() }, text: { $0 ? "on" : "off" }),
        grid(
            "step", ValueType("height", "number|string"), or: "0.1%",
            "Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units",
            excludes: ["buckets"]
        ) {
            try $0.step()
        } text: {
            switch $0 {
            case .lattice(let lattice): percentage(lattice.step)
            case .linear(let step): "\(step)".droppingZeroFraction
            case .logarithmic, .edges: nil
            }
        },
        grid(
            "buckets", .integer,
            "So many buckets of equal relative height over the data's reach, instead of step"
        ) {
            .logarithmic(buckets: try $0.whole(in: 1...1_000_000))
        } text: {
            if case .logarithmic(let buckets) = $0 { "\(buckets)" } else { nil }
        },
        .property(
            "range", ValueType("LOW..HIGH", "string|number[]"), \.range, or: "from the data",
            "The price axis whatever the data; parts with another kind of step than a percentage need the same one",
            valueName: "low..high",
            in: Place.ofMaps,
            from: { given in
                guard let ends = given.ends(), ends.lowerBound < ends.upperBound else {
                    throw given.refused("two rising prices, such as 50000..200000")
                }
                return ends
            }, text: { $0?.text }),
        .property(
            "grid_of", .path, \.gridOf, "The price axis of a .liqpart file, instead of range and buckets",
            valueName: "part", in: Place.ofMaps, excludes: ["buckets", "step", "range"],
            from: { given in
                let path = try given.text()
                return MapRequest.PartGrid(path: path, edges: try PartMerge.read(path).grid.edges)
            }, text: { $0?.path }),
        .property(
            "venue", .text, \.venue, or: "binance", "Whose margin rule applies", valueName: "venue",
            from: { try $0.text() }, text: \.self),
        .property(
            "symbol", .text, \.symbol, or: "the data's", "Whose margin tiers apply", valueName: "symbol",
            from: { try $0.text() }, text: \.self),
        .property(
            "within", .fraction, \.within, or: "10 %; pictures reach as far as there is something to see",
            "How far from the price is drawn, searched for clusters and summed",
            valueName: "fraction", in: Place.ofMaps, from: { try $0.fraction() }, text: { $0.map(percentage) }
        ),
        .property(
            "clusters", .integer, \.clusters, or: "5", "How many clusters to name on each side",
            valueName: "count", in: Place.ofMaps, from: { try $0.whole(in: 0...1000) }, text: { "\($0)" }),
        .property(
            "cluster_width", .fraction, \.clusterWidth, or: "1.5 %",
            "Width of the kernel that the map is smoothed with to find clusters", valueName: "fraction",
            in: Place.ofMaps,
            from: { given in
                let width = try given.fraction()
                guard ClusterSearch.widths.contains(width) else {
                    throw given.refused("a fraction from 0.05 % to 20 %, such as 0.015 or \"1.5%\"")
                }
                return width
            }, text: percentage),
        .property(
            "cluster_order", .choice(ClusterSearch.Order.allCases.map(\.rawValue)), \.clusterOrder,
            or: "amount", "Which clusters are named first", valueName: "order",
            in: Place.ofMaps,
            from: { given in
                guard let order = ClusterSearch.Order(rawValue: try given.text()) else {
                    throw given.refused("amount or distance")
                }
                return order
            }, text: { $0.rawValue }),
        .property(
            "by_rung", .flag, \.byRung, or: "false",
            "Keeps mass rung by rung in a part, so that sums of it can be written as coinglass", in: [.map],
            from: { try $0.flag() }, text: { "\($0)" }),
        .property(
            "view", .choice(Heatmap.Measure.allCases.map(\.rawValue)), \.view, or: "amount",
            "What is drawn: amounts, or what of them no price has touched since it was entered",
            valueName: "view", in: [.map, .heatmap],
            from: { given in
                let word = given.value.text ?? ""
                guard let view = Heatmap.Measure(rawValue: word) else {
                    throw given.refused("amount or freshness")
                }
                return view
            }, text: { $0.rawValue }),
        .property(
            "layers", .choice(["none", "rungs"]), \.isLayered, or: "none",
            "What bars of the picture are divided into: nothing, or the leverage of what is force-closed",
            valueName: "layers", in: [.map],
            from: { given in
                let word = given.value.text ?? ""
                guard ["none", "rungs"].contains(word) else { throw given.refused("none or rungs") }
                return word == "rungs"
            }, text: { $0 ? "rungs" : "none" }),
        .property(
            "columns", .integer, \.columns, or: "\(MapRequest.usualColumns)", "About how many columns",
            valueName: "count",
            in: [.heatmap], from: { try $0.whole(in: 1...10_000_000) }, text: { $0.map { "\($0)" } }),
        .property(
            "side", .side, \.side, or: "both", "Whose positions are shown", in: [.heatmap],
            from: { given in
                guard let side = Side(rawValue: try given.text()) else {
                    throw given.refused("long or short")
                }
                return side
            }, text: { $0?.rawValue }),
        .property(
            "rungs", ValueType("leverage or range", "number|string|number[]"), \.leverages, or: "all",
            "Only the rung at a leverage, 25, or the rungs between two, 20..50", valueName: "leverage",
            in: [.heatmap],
            from: { given in
                guard let ends = given.ends(), 1 <= ends.lowerBound, ends.upperBound <= 1000 else {
                    throw given.refused(
                        "a leverage from 1 to 1000, such as 25, or two rising ones, such as 20..50")
                }
                return ends
            }, text: { $0?.text }),
    ]

    /// The preset, which is set before all others.
    static let model = MapOption(
        "model", .choice(MapRequest.presets), or: "turnover",
        "The preset, or a pack of model and plugins by its id or path", valueName: "model",
        in: Place.ofMaps,
        set: { try $0.setModel($1.text()) },
        reset: { request in
            // The plugins of a pack go with it.
            if request.pack != nil { request.plugins = MapRequest().plugins }
            try? request.setPreset(MapRequest().model.name)
        },
        read: { $0.pack?.name ?? $0.model.name })

    /// Options of the model, by name.
    static let options = MapOption(
        "options", .settings, "What the preset decides, by name, such as closing=youngestFirst",
        valueName: "name=value", isRepeatable: true,
        set: { request, given in
            for option in try given.settings() { try request.setOption(option.name, to: option.value) }
        },
        reset: { $0.resetModel { $0 != "split" } },
        read: { request in
            let options = request.changedOptions
            return options.isEmpty ? nil : options.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        })

    /// The layout of the price axis, of which there is one: each of its arguments takes the place of the others.
    private static func grid(
        _ name: String, _ type: ValueType, or fallback: String = "", _ summary: String,
        excludes: [String] = [], from value: @escaping @Sendable (GivenArgument) throws -> GridPlan,
        text: @escaping @Sendable (GridPlan) -> String?
    ) -> MapOption {
        .property(
            name, type, \.grid, or: fallback, summary, valueName: type == .integer ? "count" : "height",
            excludes: excludes, from: value, text: text)
    }

    /// `20%`, or the fraction itself where a percentage would not read back the same.
    private static func percentage(_ fraction: Double) -> String {
        let percent = (fraction * 1e11).rounded() / 1e9
        return percent / 100 == fraction ? "\(percent)".droppingZeroFraction + "%" : "\(fraction)"
    }
}

extension ClosedRange<Double> {
    /// `25`, `20..50`.
    fileprivate var text: String {
        let ends = [lowerBound, upperBound].map { "\($0)".droppingZeroFraction }
        return lowerBound == upperBound ? ends[0] : "\(ends[0])..\(ends[1])"
    }
}
