import Engine

/// The table that a plugin's file returns.
package enum ManifestPages {
    package static let all: [FunctionPage] = [
        .field(.manifest, "kind", .choice(PluginKindDescriptor.all.map(\.name)), "What it decides."),
        .field(
            .manifest, "run", .function("fun(...): any"), orNil: true,
            "The function; its kind says what it is given."),
        .field(
            .manifest, "run_all", .function("fun(...): any"), orNil: true,
            "One call for all bars, instead of run."),
        .field(
            .manifest, "api", .integer, orNil: true, "The level that it was written for; 1 where left out."),
        .field(.manifest, "id", .text, orNil: true, "The file's name without .lua; may be left out."),
        .field(.manifest, "version", .text, orNil: true, "Its version."),
        .field(.manifest, "summary", .text, orNil: true, "A line of help."),
        .field(.manifest, "license", .text, orNil: true, "Its licence."),
        .field(.manifest, "name", .text, orNil: true, "What people call it."),
        .field(.manifest, "ladder", .numbers, orNil: true, "The rungs that a leverage plugin is made for."),
        .field(
            .manifest, "params", .function("table<string, liq.parameter>").called("table by name"),
            orNil: true,
            "What can be set."),
        .field(
            .parameter, "type", .choice(PluginParameter.Kind.allCases.map(\.rawValue)),
            "What values it takes."
        ),
        .field(.parameter, "default", .any, orNil: true, "The value where none is given."),
        .field(.parameter, "unit", .text, orNil: true, "What a number counts."),
        .field(.parameter, "min", .number, orNil: true, "The smallest legal number."),
        .field(.parameter, "max", .number, orNil: true, "The largest legal number."),
        .field(.parameter, "doc", .text, orNil: true, "A line of help."),
    ]
}

extension PluginManifest {
    /// The keys that a plugin's table may have.
    static let keys = ManifestPages.all.filter { $0.owner == .manifest }.map(\.name)
}

extension PluginParameter {
    /// The keys that the table of a parameter may have.
    static let keys = ManifestPages.all.filter { $0.owner == .parameter }.map(\.name)
}
