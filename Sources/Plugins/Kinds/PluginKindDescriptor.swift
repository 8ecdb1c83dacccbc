package import Engine
import LiquidationCore
import LuaRuntime
import PlainText

/// All that is particular to one kind of plugin. Manifests, maps, isolation, sessions, help and tests read it.
///
/// A new kind is a file in this folder with its descriptor, rule and template, which stands in ``all``; the row of the
/// argument that chooses it in `MapOption.all`; and a plugin with its spec. A kind that a map asks at another point than
/// today's adds a case to ``Role``.
package struct PluginKindDescriptor: Sendable {
    /// The kind.
    package let kind: PluginKind
    /// What it is in a sentence: `leverage model`.
    package let title: String
    /// What `run` is given.
    package let given: [FunctionPage.Argument]
    /// What `run` returns.
    package let returns: String
    /// The same as LuaLS writes it.
    let annotation: String
    /// What `run_all` returns, where a plugin may have it: it is asked once about all bars.
    let whole: WholeAnswer?
    /// An answer that is always right, as Lua.
    package let sample: String
    /// How tests of plugins ask it.
    let page: FunctionPage
    /// What `liq plugin new` writes.
    let template: KindTemplate
    /// Where a map needs it.
    let role: Role

    /// Where a map needs a plugin, and what asks it there.
    enum Role: Sendable {
        /// It decides a part of each bar's plan.
        case bar(BarPart)
        /// It gives liquidation prices of rungs before the first bar.
        case rungs(@Sendable (Plugin, [RungQuestion]) throws -> [Price?])
        /// It reads a finished map. The type says how the map looks to Lua.
        case map(@Sendable (Plugin, AnyObject, LuaObjectType, BarContext) throws -> [Signal])
    }

    init(
        _ kind: PluginKind, title: String, given: [FunctionPage.Argument], returns: String,
        annotation: String,
        whole: WholeAnswer? = nil, sample: String, page: FunctionPage, template: KindTemplate,
        role: Role
    ) {
        (self.kind, self.title, self.given, self.returns) = (kind, title, given, returns)
        (self.annotation, self.whole) = (annotation, whole)
        (self.sample, self.page, self.template, self.role) = (sample, page, template, role)
    }

    /// Every kind, in the order of lists and help.
    package static let all = [leverage, funding, flow, entry, split, closing, margin, signal]

    /// The kind of a name; `nil` if there is none.
    static func kind(named name: String) -> PluginKind? { all.first { $0.name == name }?.kind }

    /// The kind of a name.
    ///
    /// - Throws: ``EngineError`` `.usage` with the kinds that there are.
    package init(named name: String) throws(EngineError) {
        let names = Self.all.map(\.name)
        guard let found = Self.all.first(where: { $0.name == name }) else {
            throw EngineError(
                .usage, "no template for kind '\(name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: name, among: names))
        }
        self = found
    }
}

extension PluginKind {
    /// All that is particular to it.
    ///
    /// - Precondition: it is in ``PluginKindDescriptor/all``, as the kind of every plugin that was read is.
    package var descriptor: PluginKindDescriptor {
        guard let found = PluginKindDescriptor.all.first(where: { $0.kind == self }) else {
            preconditionFailure("no descriptor of kind \(name)")
        }
        return found
    }

    /// Whether it decides a part of each bar's plan.
    package var isAskedPerBar: Bool { descriptor.barPart != nil }
}

extension PluginKindDescriptor {
    /// What manifests and options call it.
    package var name: String { kind.name }

    /// What `run` is given and returns, for messages and help.
    package var contract: String {
        "run(\(given.map(\.name).joined(separator: ", "))) returns \(returns)"
    }

    /// What `run_all` is given: the whole series in place of a bar.
    var givenWhole: [FunctionPage.Argument] { [.series] + given.filter { $0.name != "bar" } }

    /// What the function that a plugin has is given and returns.
    func contract(of body: PluginManifest.Body) -> String {
        guard body != .run, let whole else { return contract }
        return "run_all(\(givenWhole.map(\.name).joined(separator: ", "))) returns \(whole.returns)"
    }

    /// When it is asked, for people.
    func asked(_ body: PluginManifest.Body) -> String {
        switch role {
        case .bar: body == .run ? "for every bar" : "once, about all bars"
        case .rungs: "once for the long and the short of each rung"
        case .map: "once, about the finished map"
        }
    }

    /// The type of `run` in the session, as LuaLS writes it.
    package var signature: String {
        let names = given.filter { $0.name != "params" }.map { "\($0.name): \($0.type.annotation)" }
        return "fun(\(names.joined(separator: ", "))): any"
    }

    /// What it decides about each bar; `nil` if it is asked elsewhere.
    var barPart: BarPart? {
        if case .bar(let part) = role { part } else { nil }
    }

    /// Whether a plugin may have `run_all`.
    var hasRunAll: Bool { whole != nil }
}

/// What `run_all` of a kind returns.
struct WholeAnswer: Sendable {
    /// For people.
    let returns: String
    /// As LuaLS writes it.
    let annotation: String
}

/// What `liq plugin new` writes for a kind; `$ID` stands for the plugin's id.
struct KindTemplate: Sendable {
    /// The plugin's file.
    let plugin: String
    /// Its tests.
    let spec: String
}

extension FunctionPage.Argument {
    /// The bar that `run` is asked about.
    static let bar = Self("bar", .object(.bar), "one bar, valid during the call, read-only")
    /// The bars that `run_all` is asked about.
    static let series = Self("series", .object(.series), "all bars, a vector a column")
    /// The parameters as settled.
    static let params = Self("params", .settings, "the parameters by name, read-only")
}
