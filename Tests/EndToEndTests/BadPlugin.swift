/// Plugins that misbehave.
enum BadPlugin {
    static let loop = leverage("while true do end")
    static let memory = leverage("local t = {} while true do t[#t + 1] = (\"x\"):rep(9000000 + #t) end")
    static let notANumber = leverage("return { [ladder[1]] = 0 / 0 }")
    static let negative = leverage("return { [ladder[1]] = -1 }")
    static let failing = leverage("error(\"no idea\")")
    static let noTable = leverage("return 5")
    static let syntax = "return {\n  kind = \"leverage\",\n  run = function(bar ladder) end,\n}\n"
    /// Says `go`, then takes some hundredths of a second a bar.
    static let slow =
        "local said = false\n"
        + leverage(
            "if not said then print(\"go\") said = true end for i = 1, 3e6 do end return {[ladder[1]] = 1}")

    /// A leverage plugin; the body of its `run` is on line 4.
    private static func leverage(_ body: String) -> String {
        "return {\n  kind = \"leverage\",\n  run = function(bar, ladder)\n    \(body)\n  end,\n}\n"
    }
}
