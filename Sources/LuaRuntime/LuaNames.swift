import CLuaShim

/// Help with names that do not exist.
package enum LuaNames {
    /// The nearest name within two edits; of two as near, the first by bytes.
    package static func nearest(to name: String, in candidates: [String]) -> String? {
        var best: (distance: Int32, name: String)?
        for candidate in candidates {
            let distance = name.withLuaBytes { a, aCount in
                candidate.withLuaBytes { b, bCount in liq_lua_distance(a, aCount, b, bCount) }
            }
            guard distance <= 2, distance < name.utf8.count else { continue }
            if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
    }
}
