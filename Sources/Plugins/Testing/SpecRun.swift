import Engine
import LuaRuntime
import PlainText

/// One file of tests: `describe`, `it` and `expect` inside the host, each test under limits of its own.
final class SpecRun {
    /// What a file of tests finds beside what plugins have.
    static let globals = ["describe", "it", "before_each", "expect", "fixture"]
    /// What one test may use, the plugins that it runs apart.
    static let limits = LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 5000)

    private struct Test {
        let name: String
        let body: LuaFunction
        let before: [LuaFunction]
    }

    let path: String
    private let state: LuaState
    private var names: [String] = []
    private var before: [LuaFunction] = []
    private var tests: [Test] = []
    private var isDeclaring = true
    private let bench: SpecBench
    private var active: [String: Set<Int>] = [:]

    /// Loads a file of tests, which declares them.
    ///
    /// - Throws: ``EngineError``, `LuaError` where that fails.
    init(
        _ path: String, seed: UInt64, isCovered: Bool, catalog: PluginCatalog,
        output: @escaping (String) -> Void
    )
        throws
    {
        self.path = path
        let source = try PluginSource(reading: path)
        try catalog.checkMayRunHere(source, isPlugin: false)
        state = try LuaState(profile: .plugin(seed: seed), limits: Self.limits, output: output)
        bench = SpecBench(path, seed: seed, isCovered: isCovered, catalog: catalog, output: output)
        if isCovered { state.startCoverage() }
        let require = PluginRequire(source, isCovered: isCovered)
        try require.install(in: state)
        try bench.install(in: state)
        try install()
        let chunk = try state.load(String(decoding: source.main, as: UTF8.self), chunk: path)
        _ = try state.call(chunk, [])
        isDeclaring = false
        active = require.activeLines
    }

    private func install() throws {
        func add(_ name: String, _ body: @escaping (SpecRun, LuaCall) throws -> [LuaValue]) throws {
            let function = try state.makeFunction(name) { [unowned self] call in try body(self, call) }
            try state.setGlobal(name, .function(function))
        }
        try add("describe") { run, call in
            let (name, body) = (try call.string(1, "name"), try call.function(2, "function"))
            try run.checkDeclaring("describe")
            let outer = run.before
            run.names.append(name)
            defer {
                run.names.removeLast()
                run.before = outer
            }
            return try call.state.call(body, [])
        }
        try add("it") { run, call in
            let (name, body) = (try call.string(1, "name"), try call.function(2, "function"))
            try run.checkDeclaring("it")
            run.tests.append(
                Test(name: (run.names + [name]).joined(separator: " › "), body: body, before: run.before))
            return []
        }
        try add("before_each") { run, call in
            try run.checkDeclaring("before_each")
            run.before.append(try call.function(1, "function"))
            return []
        }
        let expectation = Expectation.makeType(in: state)
        try add("expect") { run, call in
            guard !call.arguments.isEmpty else { throw EngineError(.script, "expect takes a value") }
            return [
                try call.state.makeObject(Expectation(call.arguments[0], isNegated: false), type: expectation)
            ]
        }
    }

    private func checkDeclaring(_ name: String) throws(EngineError) {
        guard isDeclaring else {
            throw EngineError(
                .script, "\(name) cannot be called inside a test", hint: "call it in describe or outside")
        }
    }

    /// Runs the tests in their order.
    func results(_ each: (SpecResult) -> Void) {
        for test in tests {
            let start = SystemClock.monotonic.seconds
            var failure: SpecResult.Failure?
            do {
                for body in test.before + [test.body] { _ = try state.call(body, []) }
            } catch { failure = SpecResult.Failure(error) }
            each(
                SpecResult(
                    file: path, name: test.name, failure: failure,
                    seconds: SystemClock.monotonic.seconds - start))
        }
    }

    /// Lines that ran and lines that could, of plugins and modules, by file.
    var coverage: FileCoverage {
        var coverage = bench.coverage
        coverage.add(active: active, reached: state.coveredLines)
        return coverage
    }
}

/// What became of a test.
package struct SpecResult: Sendable {
    /// Why it failed.
    package struct Failure: Sendable {
        /// What was expected and found.
        package let message: String
        /// `file:line` where there is one.
        package let place: String?

        init(_ error: any Error) {
            if let error = error as? LuaError {
                let hint = (error.underlying as? EngineError)?.hint
                message =
                    error.message + (hint.map { error.message.hasSuffix("(\($0))") ? "" : " (\($0))" } ?? "")
                place = error.chunk.map { chunk in error.line.map { "\(chunk):\($0)" } ?? chunk }
            } else {
                (message, place) = ("\(error)", nil)
            }
        }
    }

    /// The file that declares it.
    package let file: String
    /// The names of what it lies in and its own.
    package let name: String
    /// `nil` where it passed.
    package let failure: Failure?
    /// How long it took.
    package let seconds: Double
}
