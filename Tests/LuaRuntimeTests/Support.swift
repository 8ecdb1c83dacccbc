@testable import LuaRuntime

/// Counts what is alive, so that a test can see a leak.
final class Witness {
    final class Counter { var alive = 0 }
    let counter: Counter
    init(_ counter: Counter) {
        self.counter = counter
        counter.alive += 1
    }
    deinit { counter.alive -= 1 }
}

struct HostFailure: Error, Equatable { let number: Int }

extension LuaState {
    /// Loads and calls a chunk named "t".
    @discardableResult
    func run(_ source: String, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
        try call(load(source, chunk: "t"), arguments)
    }

    /// The error of a chunk that fails; `nil` if it does not.
    func failure(_ source: String) -> LuaError? {
        do throws(LuaError) {
            try run(source)
            return nil
        } catch {
            return error
        }
    }

    /// What a chunk returns first, as text.
    func text(_ source: String) throws -> String { try tostring(run(source).first ?? .nil) }

    /// Publishes a host function.
    func define(_ name: String, _ body: @escaping (LuaCall) throws -> [LuaValue]) throws {
        try setGlobal(name, .function(makeFunction(name, body)))
    }
}
