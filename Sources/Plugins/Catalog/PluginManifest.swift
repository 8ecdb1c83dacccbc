package import Engine
package import LiquidationCore

/// What a plugin says about itself.
package struct PluginManifest: Hashable, Sendable {
    /// What it decides.
    package var kind: PluginKind
    /// Its name among plugins; the file's name where it gives none.
    package var id: String
    /// Its version; `0` where it gives none.
    package var version: String
    /// A line of help.
    package var summary: String
    /// What can be set, by name.
    package var parameters: [PluginParameter]
    /// The rungs it is made for; the standard ladder where `nil`.
    package var ladder: Ladder?
}
