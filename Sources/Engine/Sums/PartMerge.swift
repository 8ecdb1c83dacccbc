package import LiquidationCore
import MarketData

/// Adds the maps of files.
package enum PartMerge {
    /// The sum of parts: the same map for any order of the files.
    ///
    /// Sums of as many files each are added, so that few maps are in memory at a time.
    /// - Parameter paths: files that `liq map` or `liq merge` wrote.
    /// - Returns: a map that holds the shards of all.
    /// - Throws: ``EngineError`` `.usage` for no file, `.badInput` naming two files that cannot be added; `DataError` for
    ///   a file that is no sound part.
    /// - Complexity: O(files · rows · buckets).
    package static func sum(_ paths: [String]) throws -> ExactMap {
        var sums: [Sum] = []
        for path in paths {
            var sum = Sum(map: try read(path), path: path)
            while let last = sums.last, last.files <= sum.files {
                sum = try sums.removeLast().adding(sum)
            }
            sums.append(sum)
        }
        guard var total = sums.popLast() else {
            throw EngineError(.usage, "merge needs parts: none is given")
        }
        while let last = sums.popLast() { total = try last.adding(total) }
        return total.map
    }

    /// The map of a file.
    ///
    /// - Throws: ``EngineError`` `.inputMissing`, or `DataError`.
    package static func read(_ path: String) throws -> ExactMap {
        try PartFormat.map(try TextFile.read(path, limit: PartFormat.largest), file: path)
    }

    /// A sum, and which file each of its shards was read from.
    private struct Sum {
        let map: ExactMap
        let files: Int
        let first: String
        let origin: [String: String]

        init(map: ExactMap, path: String) {
            (self.map, files, first) = (map, 1, path)
            origin = Dictionary(map.shards.map { ($0.id, path) }) { one, _ in one }
        }

        private init(map: ExactMap, files: Int, first: String, origin: [String: String]) {
            (self.map, self.files, self.first, self.origin) = (map, files, first, origin)
        }

        func adding(_ other: Sum) throws -> Sum {
            if let obstacle = map.obstacle(to: other.map) {
                let (one, two) = names(of: obstacle, other)
                throw EngineError(
                    .badInput, "\(one) and \(two): \(obstacle)", hint: obstacle.advice ?? obstacle.hint)
            }
            return Sum(
                map: try map.merging(other.map), files: files + other.files, first: first,
                origin: origin.merging(other.origin) { one, _ in one })
        }

        /// The files that an obstacle lies between.
        private func names(of obstacle: MergeObstacle, _ other: Sum) -> (String, String) {
            switch obstacle {
            case .keys, .grids, .rungs: (first, other.first)
            case .twice(let shard):
                (origin[shard.id] ?? first, other.origin[shard.id] ?? other.first)
            case .overlap(let one, let two):
                origin[one.id] != nil
                    ? (origin[one.id] ?? first, other.origin[two.id] ?? other.first)
                    : (origin[two.id] ?? first, other.origin[one.id] ?? other.first)
            }
        }
    }
}

extension MergeObstacle {
    /// What to do about it with the command's options.
    fileprivate var advice: String? {
        switch self {
        case .grids: "liq map --range LOW..HIGH or --grid-of PART gives both the same price axis"
        case .rungs: "liq map --by-rung makes all of them so"
        default: nil
        }
    }
}

/// A list of what a sum of maps should hold.
package enum ExpectedParts {
    /// The lines of a list: `VENUE SYMBOL`, or `VENUE SYMBOL FROM TO` with days, the last exclusive. Empty lines and
    /// lines that start with `#` are not looked at; a symbol of `-` stands for data that names none.
    ///
    /// - Parameters:
    ///   - text: the list.
    ///   - file: its path, for messages.
    /// - Returns: them in the order of the list.
    /// - Throws: ``EngineError`` `.badInput` with the line.
    package static func parse(_ text: String, file: String) throws(EngineError) -> [MapExpectation] {
        var expected: [MapExpectation] = []
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            .enumerated()
        {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            guard let venue = words.first, !venue.hasPrefix("#") else { continue }
            func bad(_ what: String) -> EngineError {
                EngineError(
                    .badInput, "\(file):\(index + 1): \(what)",
                    hint: "a line is VENUE SYMBOL or VENUE SYMBOL 2025-05-01 2025-06-01")
            }
            guard words.count == 2 || words.count == 4 else { throw bad("\(words.count) words") }
            guard Venue.named(venue) != nil else {
                throw bad("no venue '\(venue)'")
            }
            let symbol = words[1] == "-" ? "" : words[1]
            guard words.count == 4 else {
                expected.append(MapExpectation(venue: venue, symbol: symbol))
                continue
            }
            guard let from = Timestamp(day: words[2]), let to = Timestamp(day: words[3]) else {
                throw bad("'\(words[2])' and '\(words[3])' must be days that exist")
            }
            do {
                expected.append(try MapExpectation(venue: venue, symbol: symbol, from: from, to: to))
            } catch { throw bad(error.message) }
        }
        return expected
    }
}
