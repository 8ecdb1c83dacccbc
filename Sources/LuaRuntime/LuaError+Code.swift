extension LuaError {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Storage: String {
            case syntax, runtime, memory, deadline, instructions, interrupted, stackOverflow, closed
        }
        private let storage: Storage

        /// The source is not Lua.
        package static var syntax: Code { Code(storage: .syntax) }
        /// The script, or a host function it called, failed.
        package static var runtime: Code { Code(storage: .runtime) }
        /// The memory limit was reached.
        package static var memory: Code { Code(storage: .memory) }
        /// The time limit was reached.
        package static var deadline: Code { Code(storage: .deadline) }
        /// The instruction limit was reached.
        package static var instructions: Code { Code(storage: .instructions) }
        /// An interrupter or SIGINT ended the call.
        package static var interrupted: Code { Code(storage: .interrupted) }
        /// Calls are nested too deep.
        package static var stackOverflow: Code { Code(storage: .stackOverflow) }
        /// The state is gone.
        package static var closed: Code { Code(storage: .closed) }

        /// Whether a limit or an interrupt ended the call, which the script itself could not catch.
        package var isStop: Bool { [.memory, .deadline, .instructions, .interrupted].contains(self) }

        /// The name of the code.
        package var description: String { storage.rawValue }
    }

    /// What every use of a reference says once its state is gone.
    static var closedState: LuaError { LuaError(.closed, "the Lua state is closed") }
}
