/// A file that is about to be written.
package struct OutputTarget {
    private let path: String

    /// The file at a path.
    package init(_ path: String) { self.path = path }

    /// Refuses to write over what is read.
    ///
    /// - Parameters:
    ///   - inputs: files and folders that are read; `-` is standard input.
    ///   - name: what a message calls the path: `--out x.csv`.
    /// - Throws: ``EngineError`` `.refused` where it would.
    package func check(inputs: [String], called name: String) throws(EngineError) {
        // What a folder of data holds in one of these forms is read with it.
        let isData = [".csv", ".jsonl", ".gz", ".zst", ".zip"].contains { path.hasSuffix($0) }
        guard
            let input = inputs.first(where: {
                TextFile.isSame($0, path) || isData && TextFile.isFile(path, in: $0)
            })
        else { return }
        throw EngineError(
            .refused, "\(name) would replace its own input, \(input == "-" ? "standard input" : input)",
            hint: "write to another file")
    }
}
