import Foundation

/// The program under test: `$LIQ_PROGRAM`, or what was built beside the tests.
package enum Program {
    /// Where it is.
    package static let path: String = {
        if let named = ProcessInfo.processInfo.environment["LIQ_PROGRAM"] { return named }
        let bundle = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = bundle.appending(path: "liq")
        guard !FileManager.default.isExecutableFile(atPath: beside.path) else { return beside.path }
        return SharedFolder.project.appending(path: ".build/debug/liq").path
    }()

    /// Runs it with the project as its folder; plugins of the user's own are out of reach.
    ///
    /// - Parameters:
    ///   - arguments: without the program's name.
    ///   - input: what it reads.
    ///   - environment: variables added to this process's own.
    /// - Returns: what it wrote and how it ended.
    /// - Throws: when it cannot be started.
    package static func run(
        _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Shell {
        let own = ["XDG_DATA_HOME": "/nonexistent", "LIQ_PLUGIN_PATH": ""]
        return try Shell([path] + arguments, input: input, environment: own.merging(environment) { $1 })
    }
}
