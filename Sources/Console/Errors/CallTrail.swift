/// The calls that a traceback tells of.
struct CallTrail {
    /// A function that was running.
    struct Frame: Hashable {
        /// As Lua names it: `local 'f'`, `main chunk`.
        let function: String
        /// Where it was; `nil` in a host function.
        let chunk: String?
        let line: Int?

        /// The name in quotes, without what it belongs to; `nil` where it has none.
        var name: String? {
            guard function.hasSuffix("'"), let open = function.dropLast().lastIndex(of: "'") else {
                return nil
            }
            let name = function[function.index(after: open)...].dropLast()
            return name.split(whereSeparator: { ".:".contains($0) }).last.map(String.init)
        }

        var isMainChunk: Bool { function == "main chunk" }
    }

    /// Innermost first.
    let frames: [Frame]
    /// How many the traceback has left out.
    let omitted: Int

    /// Reads a traceback; `fullName` gives the whole name of a chunk that is shown cut.
    init(_ traceback: String?, fullName: (String) -> String = { $0 }) {
        var frames: [Frame] = []
        var omitted = 0
        for line in (traceback ?? "").split(separator: "\n") {
            if line.hasPrefix("... (") {
                omitted += Int(line.dropFirst(5).prefix { $0.isNumber }) ?? 0
                continue
            }
            guard let middle = line.ranges(of: ": in ").last else { continue }
            let (place, function) = (line[..<middle.lowerBound], String(line[middle.upperBound...]))
            let colon = place.lastIndex(of: ":")
            let number = colon.flatMap { Int(place[place.index(after: $0)...]) }
            frames.append(
                Frame(
                    function: function,
                    chunk: number == nil ? nil : colon.map { fullName(String(place[..<$0])) },
                    line: number))
        }
        (self.frames, self.omitted) = (frames, omitted)
    }

    /// Those that ran in scripts.
    var scripts: [Frame] { frames.filter { $0.chunk != nil } }

    /// The host function that the error came out of, where it came out of one.
    var host: Frame? { frames.first.flatMap { $0.chunk == nil ? $0 : nil } }
}
