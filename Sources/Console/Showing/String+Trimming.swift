extension String {
    /// The text without an ending, where it has it.
    func trimmingSuffix(_ ending: String) -> Substring {
        hasSuffix(ending) ? dropLast(ending.count) : Substring(self)
    }
}
