import Engine
import LiquidationCore
import LuaRuntime
import Plugins

extension MemberCall {
    /// The request of a method's named arguments; `names` are those that are read elsewhere, `base` is what holds
    /// where nothing is named.
    func request(
        _ method: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws -> MapRequest {
        do {
            return try MapRequest(argument(1), of: method, over: base, beside: names)
        } catch let error as EngineError {
            // Rules of options do not know who asks.
            let isNamed = base == nil || error.message.hasPrefix(method)
            throw EngineError(
                .script, isNamed ? error.message : "\(method): \(error.message)", hint: error.hint,
                subject: error.subject)
        }
    }

    /// The data of several venues: `sources = {{data = …, venue = …, options = {…}, open_interest = …}, …}`.
    ///
    /// - Throws: ``EngineError`` naming the source, counted from 1, and what is wrong with it.
    func sources(_ function: String) throws -> [MapSource] {
        guard case .table(let arguments) = argument(1), case .table(let list) = try arguments.get("sources")
        else {
            throw EngineError(
                .script, "\(function): argument 'sources' must be a list",
                hint: "such as sources = {{data = btc, venue = \"binance\"}}",
                subject: .value(nil, of: "sources"))
        }
        return try list.array(limit: 100).enumerated().map { index, value in
            let place = "\(function): source \(index + 1)"
            guard case .table(let table) = value, case .object(let reference) = try table.get("data"),
                let data = reference.object as? DatasetObject
            else { throw EngineError(.script, "\(place) must be a table whose 'data' is a dataset") }
            let named = try NamedArguments(
                value, of: place, known: ["data", "venue", "options", "open_interest"])
            let venue = try named.text("venue")
            if let venue { _ = try MapSource.venue(venue) }
            var source = MapSource(data.dataset, venue: venue)
            if let unit = try named.text("open_interest") { try source.set("open_interest", to: unit) }
            for option in try named.settings("options") ?? [] {
                try source.set(option.name, to: option.value)
            }
            return source
        }
    }
}
