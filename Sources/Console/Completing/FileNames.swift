import Glibc

/// Files and folders whose paths begin with a text.
enum FileNames {
    static func beginning(with typed: String) -> [Completion] {
        let slash = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
        let (folder, prefix) = (String(typed[..<slash]), String(typed[slash...]))
        guard let entries = opendir(folder.isEmpty ? "." : folder) else { return [] }
        defer { closedir(entries) }
        var found: [Completion] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name.hasPrefix(prefix), !name.hasPrefix(".") || prefix.hasPrefix(".") else { continue }
            let isFolder = Int32(entry.pointee.d_type) == DT_DIR
            found.append(
                Completion(
                    text: folder + name + (isFolder ? "/" : ""), kind: isFolder ? "folder" : "file"))
        }
        return found.sorted { $0.text < $1.text }
    }
}
