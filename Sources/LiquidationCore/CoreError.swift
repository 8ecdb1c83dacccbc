/// Why a calculation could not be done.
public struct CoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    public struct Code: Hashable, Sendable {
        private enum Storage: Hashable {
            case notPositive, notFinite, outOfRange, columnLength, columnMissing, invalidSeries, invalidTiers
            case invalidGrid, invalidWeights, invalidModel, unbalanced, cannotMerge, interrupted
        }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// A value that must be above zero was not.
        public static var notPositive: Code { Code(.notPositive) }
        /// A value that must be finite was not.
        public static var notFinite: Code { Code(.notFinite) }
        /// A value lies outside its documented range.
        public static var outOfRange: Code { Code(.outOfRange) }
        /// Columns of one series differ in length.
        public static var columnLength: Code { Code(.columnLength) }
        /// The model needs a column that the data does not have.
        public static var columnMissing: Code { Code(.columnMissing) }
        /// A bar breaks a rule of the series: order, price, range.
        public static var invalidSeries: Code { Code(.invalidSeries) }
        /// A tier table is empty, unordered or discontinuous.
        public static var invalidTiers: Code { Code(.invalidTiers) }
        /// Grid edges are too few or not strictly increasing.
        public static var invalidGrid: Code { Code(.invalidGrid) }
        /// Weights are negative, not finite, all zero or of the wrong number.
        public static var invalidWeights: Code { Code(.invalidWeights) }
        /// Options of a model contradict each other.
        public static var invalidModel: Code { Code(.invalidModel) }
        /// Maps that are to be added do not belong together.
        public static var cannotMerge: Code { Code(.cannotMerge) }
        /// The caller ended the run.
        public static var interrupted: Code { Code(.interrupted) }
        /// The ledger does not balance: a bug, never a property of the input.
        public static var unbalanced: Code { Code(.unbalanced) }
    }

    /// For programs.
    public let code: Code
    /// For people: the argument, the rule, the value found.
    public let message: String
    /// What to do about it, where something helps.
    public let hint: String?

    /// - Parameters:
    ///   - code: the kind of failure.
    ///   - message: the argument, the rule and the value found.
    ///   - hint: what to do about it.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        (self.code, self.message, self.hint) = (code, message, hint)
    }

    /// The message, then the hint.
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}
