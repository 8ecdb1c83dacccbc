import Glibc
import Testing

@Suite("The wall") struct WallTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

    private static func files(in folder: String, endingWith suffix: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            let path = folder + "/" + name
            if entry.pointee.d_type == UInt8(DT_DIR) { found += files(in: path, endingWith: suffix) }
            if name.hasSuffix(suffix) { found.append(path) }
        }
        return found
    }

    private static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func words(of text: String) -> Set<Substring> {
        Set(text.split { !($0.isLetter || $0.isNumber || $0 == "_") })
    }

    @Test func `no Swift file names a function of Lua's own interface`() {
        let sources = Self.files(in: Self.root + "/Sources", endingWith: ".swift")
        #expect(sources.count > 20)
        for path in sources {
            let bad = Self.words(of: Self.text(of: path)).filter {
                $0.hasPrefix("lua_") || $0.hasPrefix("luaL_")
            }
            #expect(bad.isEmpty, "\(path): \(bad)")
        }
    }

    @Test func `the public header of the shim does not include Lua's`() {
        let headers = Self.files(in: Self.root + "/Sources/CLuaShim/include", endingWith: ".h")
        #expect(!headers.isEmpty)
        for path in headers + Self.files(in: Self.root + "/Sources/CLua54", endingWith: ".h") {
            for line in Self.text(of: path).split(separator: "\n") where line.hasPrefix("#") {
                #expect(!line.contains("lua.h") || line.contains("LIQ_LUA_H"), "\(path): \(line)")
                #expect(!line.contains("lauxlib.h") && !line.contains("lualib.h"), "\(path): \(line)")
            }
        }
    }

    @Test func `only the shim includes Lua's headers`() {
        for path in Self.files(in: Self.root + "/Sources", endingWith: ".c")
        where !path.contains("/CLuaShim/") {
            #expect(!Self.text(of: path).contains("<lua.h>"), "\(path)")
        }
    }
}
