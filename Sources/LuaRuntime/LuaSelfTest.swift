/// Finds out which known faults the linked Lua library has, by running harmless snippets.
package enum LuaSelfTest {
    /// A fault, and what it means for a user.
    package struct Finding: Hashable, Sendable {
        /// In a few words.
        package let name: String
        /// Whether the linked library has it.
        package let isPresent: Bool
        /// What can go wrong, and what to do.
        package let consequence: String
    }

    /// The release of the linked library, such as `Lua 5.4.4`.
    package static var release: String { LuaState.release }

    /// What is present: measured by running snippets, the rest told by the release.
    package static func run() throws(LuaError) -> [Finding] {
        var findings: [Finding] = []
        for snippet in snippets {
            let state = try LuaState(profile: .script, limits: LuaLimits(deadlineMilliseconds: 1000))
            var isSound = false
            if let function = try? state.load(snippet.code, chunk: "self-test") {
                isSound = (try? state.call(function).first?.isTruthy) ?? false
            }
            findings.append(
                Finding(name: snippet.name, isPresent: !isSound, consequence: snippet.consequence))
        }
        let release = Int(Self.release.split(separator: ".").last ?? "") ?? 0
        return findings
            + known.map {
                Finding(name: $0.name, isPresent: release < $0.mended, consequence: $0.consequence)
            }
    }
}
