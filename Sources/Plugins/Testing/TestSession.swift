package import Engine
import Glibc
import LuaRuntime

/// Runs files of tests and writes what becomes of them: TAP as it goes, JUnit at the end.
package struct TestSession {
    /// What was run.
    package private(set) var results: [SpecResult] = []
    /// Lines that ran, where that is asked for.
    package private(set) var coverage = FileCoverage()
    private let catalog: PluginCatalog

    /// Tests against a catalogue's plugins.
    package init(_ catalog: PluginCatalog) { self.catalog = catalog }

    /// Files of tests: a file itself, or all `*_spec.lua` in a folder and below, by path.
    ///
    /// - Throws: ``EngineError`` `.inputMissing` where there are none.
    package static func files(_ path: String) throws(EngineError) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw EngineError(.inputMissing, "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        if status.st_mode & S_IFMT == S_IFREG {
            if path.hasSuffix("_spec.lua") { return [path] }
            let spec = (path.hasSuffix(".lua") ? String(path.dropLast(4)) : path) + "_spec.lua"
            guard TextFile.exists(spec) else {
                throw EngineError(.inputMissing, "\(path) has no tests: \(spec) is not there")
            }
            return [spec]
        }
        let found = below(path == "/" ? "" : path.hasSuffix("/") ? String(path.dropLast()) : path, depth: 0)
        guard !found.isEmpty else {
            throw EngineError(
                .inputMissing, "no tests in \(path)", hint: "tests are files called NAME_spec.lua")
        }
        return found.sorted()
    }

    /// Links are not followed, so that no folder is met twice.
    private static func below(_ folder: String, depth: Int) -> [String] {
        guard depth < 8, let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var found: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasPrefix(".") { continue }
            let path = folder == "." ? name : "\(folder)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: found += below(path, depth: depth + 1)
            case S_IFREG where name.hasSuffix("_spec.lua"): found.append(path)
            default: break
            }
        }
        return found
    }

    /// Runs the tests of a file.
    ///
    /// - Parameters:
    ///   - path: the file.
    ///   - seed: seeds `math.random` of the tests and made-up markets.
    ///   - isCovered: whether lines are noted.
    ///   - write: takes lines of TAP.
    package mutating func run(_ path: String, seed: UInt64, isCovered: Bool, write: (String) -> Void) {
        write("# \(path)")
        var printed: [String] = []
        do {
            let run = try SpecRun(path, seed: seed, isCovered: isCovered, catalog: catalog) {
                printed.append($0)
            }
            var found: [SpecResult] = []
            let before = results.count
            run.results { result in
                for line in printed { write("# " + line) }
                printed = []
                found.append(result)
                Self.tap(result, before + found.count).forEach(write)
            }
            results += found
            if isCovered { coverage.add(run.coverage) }
        } catch {
            let result = SpecResult(
                file: path, name: "loads", failure: SpecResult.Failure(error), seconds: 0)
            results.append(result)
            Self.tap(result, results.count).forEach(write)
        }
    }

    private static func tap(_ result: SpecResult, _ number: Int) -> [String] {
        let name = result.name.replacing("#", with: "\\#")
        guard let failure = result.failure else { return ["ok \(number) - \(name)"] }
        let message = failure.message.split(separator: "\n", omittingEmptySubsequences: false)
        return ["not ok \(number) - \(name)", "  ---", "  message: |"] + message.map { "    \($0)" }
            + (failure.place.map { ["  at: \($0)"] } ?? []) + ["  ..."]
    }

    /// How many failed.
    package var failures: Int { results.count { $0.failure != nil } }

    /// Whether some were not allowed to run in this process.
    package var isRefused: Bool { results.contains { $0.failure?.isRefused == true } }

    /// The results as a JUnit file: a suite a file.
    package var junit: String {
        let time = { (seconds: Double) in "\((seconds * 1000).rounded() / 1000)" }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites tests=\"\(results.count)\" failures=\"\(failures)\">\n"
        var files: [String] = []
        for result in results where files.last != result.file { files.append(result.file) }
        for file in files {
            let own = results.filter { $0.file == file }
            let failed = own.count { $0.failure != nil }
            text +=
                "  <testsuite name=\"\(Self.escaped(file))\" tests=\"\(own.count)\" failures=\"\(failed)\""
            text += " time=\"\(time(own.reduce(0) { $0 + $1.seconds }))\">\n"
            for result in own {
                text +=
                    "    <testcase classname=\"\(Self.escaped(file))\" name=\"\(Self.escaped(result.name))\""
                text += " time=\"\(time(result.seconds))\""
                guard let failure = result.failure else {
                    text += "/>\n"
                    continue
                }
                let place = failure.place.map { "\n" + $0 } ?? ""
                text += ">\n      <failure message=\"\(Self.escaped(failure.message))\">"
                text += "\(Self.escaped(failure.message + place))</failure>\n    </testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    /// Text in XML: what it cannot hold becomes a question mark.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            case _ where scalar.value < 32 || (0xFFFE...0xFFFF).contains(scalar.value): escaped += "?"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
