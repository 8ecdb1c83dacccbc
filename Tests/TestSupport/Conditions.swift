import Foundation
package import Testing

extension Trait where Self == ConditionTrait {
    /// Skips the test where the project's folder of material for comparison lacks a path; `make test` counts these.
    package static func needsShared(_ path: String) -> Self {
        .enabled(if: SharedFolder.has(path), "needs ../shared/\(path)")
    }

    /// Skips the test where a program is not on PATH.
    package static func needsProgram(_ name: String) -> Self {
        .enabled(if: LongTests.isProgram(name), "needs \(name)")
    }
}

/// What takes longer than a run between two edits may: properties over hundreds of seeds, sweeps of every place.
package enum LongTests {
    /// Whether this run is to take its time: `LIQ_LONG_TESTS` is set, as `make check-long` does.
    package static let areWanted = ProcessInfo.processInfo.environment["LIQ_LONG_TESTS"] != nil

    /// How much of something a test goes through: the first number in `make test`, the other in `make check-long`.
    package static func pick<Value>(_ short: Value, long: Value) -> Value { areWanted ? long : short }

    /// Seeds of a property: so many from 1.
    package static func seeds(_ short: UInt64, long: UInt64) -> ClosedRange<UInt64> {
        1...pick(short, long: long)
    }

    /// Whether a program is on PATH.
    fileprivate static func isProgram(_ name: String) -> Bool {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains {
            FileManager.default.isExecutableFile(atPath: "\($0)/\(name)")
        }
    }
}
