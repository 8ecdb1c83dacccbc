import CLuaShim

/// What a process gives up before it reads the one plugin that it runs.
package enum ProcessConfinement {
    /// Whether this kernel can filter the system calls of a process.
    package static var canFilterCalls: Bool { liq_confine_can_filter() }

    /// Leaves the working folder, all privileges and all system calls but a few, and ties the process to the thread that
    /// started it. Nothing can give any of it back.
    ///
    /// - Returns: whether system calls are filtered.
    @discardableResult package static func apply() -> Bool { liq_confine() }
}
