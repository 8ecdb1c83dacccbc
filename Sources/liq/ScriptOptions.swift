import ArgumentParser
import Console

extension ValueForm: ExpressibleByArgument {}

/// How a script runs without a console.
struct ScriptOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How values are written: auto (as the console shows them), table, csv, jsonl or json.",
            valueName: "form"))
    var output = ValueForm.auto

    @Option(
        help: ArgumentHelp(
            "Seeds math.random of the script and of plugins, a whole number; without it each has a seed that never changes.",
            valueName: "number"))
    var seed: UInt64?
}
