import Engine
import LuaRuntime
import PlainText

/// One file of tests: `describe`, `it` and `expect` inside the host, each test under limits of its own.
final class SpecRun {
    /// The functions that a file of tests finds beside what plugins have; ``SpecFixtures`` gives it `liq` and `fixture`.
    static let members: [LuaMember<SpecRun>] = [
        .function(
            .global, "describe", [.init("name", .text), body], in: [.tests], search: ["suite", "group"],
            "A group of tests.", example: "describe(\"a group\", function() end)"
        ) { run, call in
            let (name, body) = (try call.text(1), try call.function(2))
            try run.checkDeclaring("describe")
            let outer = run.before
            run.names.append(name)
            defer {
                run.names.removeLast()
                run.before = outer
            }
            return try call.state.call(body, [])
        },
        .function(
            .global, "it", [.init("name", .text), body], in: [.tests], search: ["test", "spec"], "A test.",
            example: "it(\"a test\", function() end)"
        ) { run, call in
            let (name, body) = (try call.text(1), try call.function(2))
            try run.checkDeclaring("it")
            run.tests.append(
                Test(name: (run.names + [name]).joined(separator: " › "), body: body, before: run.before))
            return []
        },
        .function(
            .global, "before_each", [body], in: [.tests], search: ["setup"],
            "What runs before each test of a group.", example: "before_each(function() end)"
        ) { run, call in
            try run.checkDeclaring("before_each")
            run.before.append(try call.function(1))
            return []
        },
        .function(
            .global, "expect", [.init("value", .any)], gives: [.init(.object(.expectation))], in: [.tests],
            search: ["assert"], "What is said about a value comes behind it.", example: "expect(1).to_be(1)"
        ) { run, call in
            guard let value = call.lua.arguments.first else {
                throw EngineError(.script, "expect takes a value")
            }
            return [try call.state.makeObject(Expectation(value, isNegated: false), type: run.expectation)]
        },
    ]
    private static let body = FunctionPage.Argument("body", .function("fun()"))

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
    private let bench: SpecFixtures
    private let expectation = Expectation.makeType()
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
        bench = SpecFixtures(path, seed: seed, isCovered: isCovered, catalog: catalog, output: output)
        if isCovered { state.startCoverage() }
        let require = PluginRequire(source, isCovered: isCovered)
        try require.install(in: state)
        try bench.install(in: state)
        for (name, value) in try state.makeValues(Self.members, of: self) { try state.setGlobal(name, value) }
        let chunk = try state.load(String(decoding: source.main, as: UTF8.self), chunk: path)
        _ = try state.call(chunk, [])
        isDeclaring = false
        active = require.activeLines
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
package struct SpecResult {
    /// Why it failed.
    package struct Failure {
        /// What was expected and found.
        package let message: String
        /// `file:line` where there is one.
        package let place: String?
        /// What was thrown.
        package let error: any Error
        /// Whether it was not allowed to run in this process.
        let isRefused: Bool

        init(_ error: any Error) {
            self.error = error
            let cause = (error as? LuaError)?.underlying ?? error
            isRefused = (cause as? EngineError)?.code == .refused
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
