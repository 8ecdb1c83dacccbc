/// What one outermost call into Lua may use. `nil` means no limit.
///
/// Calls that a host function makes while a script runs share the limits of the call they are part of.
package struct LuaLimits: Hashable, Sendable {
    /// Bytes that the state may hold, its libraries (about 20 kB) included.
    package var memoryBytes: Int?
    /// Time of a call, of which its thread has worked as much: a busy machine ends none early.
    package var deadlineMilliseconds: Int?
    /// Virtual machine instructions of a call, the same in every run.
    ///
    /// Exact for code outside coroutines; inside them charged in steps of 1,000, plus 100 per coroutine made and 20
    /// per resume. Native loops over strings, ranges and vectors are charged by their length. Counting makes a script
    /// about 1.9 times slower.
    package var instructions: Int?

    /// Limits of a call.
    package init(memoryBytes: Int? = nil, deadlineMilliseconds: Int? = nil, instructions: Int? = nil) {
        self.memoryBytes = memoryBytes
        self.deadlineMilliseconds = deadlineMilliseconds
        self.instructions = instructions
    }

    /// No limit at all.
    package static let none = LuaLimits()
}
