/// Why a simulation cannot be planned.
package struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable {
        private enum Storage: Hashable { case outOfRange, misaligned, invalidMix, invalidRegimes, tooLarge }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// A figure lies outside its documented range.
        package static var outOfRange: Code { Code(.outOfRange) }
        /// An instant or a length is not a whole number of the units that it must be made of.
        package static var misaligned: Code { Code(.misaligned) }
        /// A leverage mix is empty, not rising, or has weights that cannot be drawn from.
        package static var invalidMix: Code { Code(.invalidMix) }
        /// Regimes are missing, share a name, or have weights that cannot be drawn from.
        package static var invalidRegimes: Code { Code(.invalidRegimes) }
        /// The plan asks for more steps than a run may take.
        package static var tooLarge: Code { Code(.tooLarge) }
    }

    /// For programs.
    package let code: Code
    /// For people: the argument, the rule and the value found.
    package let message: String

    init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    /// The message.
    package var description: String { message }

    /// Throws unless a figure lies in a range.
    ///
    /// - Parameters:
    ///   - name: the argument as the caller writes it.
    ///   - value: what was found; NaN is always refused.
    ///   - range: what is allowed, both ends included.
    /// - Throws: `.outOfRange`.
    static func check(_ name: String, _ value: Double, in range: ClosedRange<Double>) throws(SimulationError)
    {
        guard range.contains(value) else {
            throw SimulationError(
                .outOfRange,
                "\(name) must lie in \(range.lowerBound)...\(range.upperBound), was \(value)")
        }
    }
}
