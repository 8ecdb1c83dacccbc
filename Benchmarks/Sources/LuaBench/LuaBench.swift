/// What plugins cost, as a table: `LuaBench [--liq PROGRAM] [--only run]`.
@main
struct LuaBench {
    static func main() throws {
        let arguments = CommandLine.arguments
        func option(_ name: String) -> String? {
            arguments.firstIndex(of: name).flatMap { arguments.dropFirst($0 + 1).first }
        }
        // This file is four levels below the project.
        let project = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
        print("| work | liq | beside | ratio |")
        print("|---|---|---|---|")
        if option("--only") == "run" {
            try Year().measureRun()
            return
        }
        try Calls.measure()
        try Libraries.measure()
        try Year().measure(program: option("--liq"), shipped: project.joined(separator: "/") + "/plugins")
    }
}
