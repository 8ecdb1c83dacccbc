package import Engine

extension FunctionPage {
    /// What functions, methods and fields belong to.
    package enum Owner: String, Hashable, Sendable, CaseIterable {
        case liq, dataset, map, delta, heatmap, explanation, price, account, vector
        /// What plugins are given.
        case bar, series, position, tier
        /// Tables that functions return, and plugins.
        case cluster, move, signal, deposit, listed, holding
        /// Functions that stand alone.
        case global
        /// What tests have.
        case fixture, plugin, expectation
        /// The table that a plugin's file returns, and a parameter in it.
        case manifest, parameter
        /// Commands of the console.
        case console

        /// What it is.
        package var summary: String {
            switch self {
            case .liq: "The global that everything starts from."
            case .dataset: "Market data that was loaded."
            case .map: "A liquidation map."
            case .delta: "What one map has more than another: a - b; -d turns it round."
            case .heatmap: "A liquidation map over time."
            case .explanation: "Where the mass at some prices came from."
            case .price: "The liquidation price of a position."
            case .account: "An account with its positions."
            case .vector: "A block of numbers with fast arithmetic."
            case .bar: "The bar that a plugin is asked about; valid during the call."
            case .series: "All bars, as run_all is given them: a vector a column."
            case .position: "The position that a margin plugin is asked about."
            case .tier: "The margin tier that holds it."
            case .cluster: "A cluster of a map."
            case .move: "What became of a cluster from one map to another."
            case .signal: "What a signal rule said."
            case .deposit: "What one bar put on one rung."
            case .listed: "A plugin that is found."
            case .holding: "A position of an account."
            case .global: "Functions that stand alone."
            case .fixture: "Made-up markets for tests."
            case .plugin: "The plugin under test, asked as a map would ask it."
            case .expectation: "What can be said about a value in a test."
            case .manifest: "The table that a plugin's file returns."
            case .parameter: "A parameter that a plugin declares."
            case .console: "Commands of the console: lines that start with a colon."
            }
        }

        /// Words for it that somebody may look for, in small letters; older names and those of other programs among them.
        package var searchTerms: [String] {
            switch self {
            case .dataset: ["data", "candles", "ohlc", "ohlcv", "klines"]
            case .delta: ["difference", "change"]
            case .account: ["portfolio", "cross"]
            case .bar: ["candle"]
            case .series: ["candles"]
            case .tier: ["bracket", "brackets"]
            case .cluster: ["wall", "walls", "zone", "zones", "magnet", "magnets"]
            case .signal: ["alert", "alerts"]
            case .fixture: ["mock", "synthetic"]
            case .expectation: ["assert", "matcher", "matchers"]
            case .parameter: ["params", "setting", "settings"]
            default: []
            }
        }

        /// Where what belongs to it is there, unless a page says otherwise.
        var places: Set<Place> {
            switch self {
            case .vector, .signal, .cluster, .map: Set(Place.allCases)
            case .series: [.plugins, .tests]
            case .bar, .position, .tier, .manifest, .parameter: [.plugins]
            case .fixture, .plugin, .expectation: [.tests]
            default: [.scripts]
            }
        }

        /// Whether it is a plain table, whose names are keys.
        package var isRecord: Bool {
            switch self {
            case .cluster, .move, .signal, .deposit, .listed, .holding, .position, .tier, .manifest,
                .parameter:
                true
            default: false
            }
        }
    }

    /// What a function takes.
    package typealias Argument = ArgumentPage

    /// What a function gives.
    package struct Answer: Hashable, Sendable {
        /// What it is called in help; empty where the type says it.
        package let name: String
        /// What it is.
        package let type: ValueType

        /// An answer by its type.
        package init(_ type: ValueType) { (name, self.type) = ("", type) }

        /// An answer by name and type.
        package init(_ name: String, _ type: ValueType) { (self.name, self.type) = (name, type) }
    }
}
