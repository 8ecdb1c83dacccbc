package import Charts
package import LuaRuntime
import PluginHost

/// Results as the console shows them; see ``ShownValue``.
package struct ValueText {
    private let shown: ShownValue

    /// Text of a state's values in a style; by default as a pipe gets it.
    package init(_ state: LuaState, _ style: TerminalStyle = .plain(columns: 100)) {
        shown = ShownValue(state, style)
    }

    /// The text of a result; ends without a line feed.
    ///
    /// - Throws: ``LuaError`` when a value's own `__tostring` fails.
    package func text(_ value: LuaValue) throws -> String { try shown.text(value) }
}
