/// What plugins cost, as a table: `LuaBench [--liq PROGRAM] [--only run|isolated]`.
///
/// Without PROGRAM, which is liq, what isolation costs is left out.
@main
struct LuaBench {
    static func main() throws {
        let arguments = CommandLine.arguments
        func option(_ name: String) -> String? {
            arguments.firstIndex(of: name).flatMap { arguments.dropFirst($0 + 1).first }
        }
        // This file is three levels below the project.
        let project = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        print("| work | liq | beside | ratio |")
        print("|---|---|---|---|")
        let shipped = project.joined(separator: "/") + "/plugins"
        let only = option("--only")
        if only == nil {
            try Calls.measure()
            try Libraries.measure()
            try Year().measure(shipped: shipped)
        }
        if only == "run" { try Year().measureRun() }
        guard let program = option("--liq") else { return }
        try Year().measureIsolated(program: program, shipped: shipped)
    }
}
