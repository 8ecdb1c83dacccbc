import Engine

/// The table that a plugin's file returns.
package enum ManifestPages {
    package static let all: [FunctionPage] = [
        .field(.manifest, "kind", .choice(PluginKindDescriptor.all.map(\.name)), "What it decides."),
        .field(.manifest, "run", .function("fun(...): any"), "The function; its kind says what it is given."),
        .field(.manifest, "run_all", .function("fun(...): any"), "One call for all bars, instead of run."),
        .field(.manifest, "api", .integer, "The level that it was written for; 1 where left out."),
        .field(.manifest, "id", .text, "The file's name without .lua; may be left out."),
        .field(.manifest, "version", .text, "Its version."),
        .field(.manifest, "summary", .text, "A line of help."),
        .field(.manifest, "license", .text, "Its licence."),
        .field(.manifest, "name", .text, "What people call it."),
        .field(.manifest, "ladder", .numbers, "The rungs that a leverage plugin is made for."),
        .field(
            .manifest, "params", .function("table<string, liq.parameter>").called("table by name"),
            "What can be set."),
        .field(
            .parameter, "type", .choice(PluginParameter.Kind.allCases.map(\.rawValue)),
            "What values it takes."
        ),
        .field(.parameter, "default", .any, "The value where none is given."),
        .field(.parameter, "unit", .text, "What a number counts."),
        .field(.parameter, "min", .number, "The smallest legal number."),
        .field(.parameter, "max", .number, "The largest legal number."),
        .field(.parameter, "doc", .text, "A line of help."),
    ]
}
