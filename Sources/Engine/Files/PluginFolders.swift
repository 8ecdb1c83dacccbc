import Glibc

/// Where plugins and packs are looked for by their ids.
package enum PluginFolders {
    /// The folders of `$LIQ_PLUGIN_PATH`, the user's, and what came with the program (beside it under `share/liq/plugins`, or
    /// in the source tree that it was built in).
    ///
    /// The current folder is not among them: what is there is named by its path.
    package static var usual: [String] {
        var path =
            getenv("LIQ_PLUGIN_PATH").map { String(cString: $0).split(separator: ":").map(String.init) } ?? []
        if let data = DataHome.path { path.append(data + "/plugins") }
        var folder = program.split(separator: "/").dropLast()
        path.append("/" + (folder.dropLast() + ["share", "liq", "plugins"]).joined(separator: "/"))
        while !folder.isEmpty {
            let root = "/" + folder.joined(separator: "/")
            if access(root + "/Package.swift", R_OK) == 0, access(root + "/plugins/measured.lua", R_OK) == 0 {
                path.append(root + "/plugins")
                break
            }
            folder = folder.dropLast()
        }
        return path
    }

    /// The program that is running.
    package static let program: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        return String(decoding: buffer.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}
