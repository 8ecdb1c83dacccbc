// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of liq never build it. `Modules` is a link to the project's Sources: what is
// `package` there is within reach here.

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
]

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Modules/\(name)", swiftSettings: settings)
}

let package = Package(
    name: "liq-benchmarks",
    targets: [
        .systemLibrary(name: "CLua54", path: "Modules/CLua54", pkgConfig: "lua5.4"),
        .systemLibrary(name: "CDeflate", path: "Modules/CDeflate", pkgConfig: "libdeflate"),
        .systemLibrary(name: "CZlib", path: "Modules/CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CZstd", path: "Modules/CZstd", pkgConfig: "libzstd"),
        .target(name: "CLuaShim", dependencies: ["CLua54"], path: "Modules/CLuaShim"),
        .target(name: "StockLua", dependencies: ["CLua54"], path: "StockLua"),
        module("PlainText", []),
        module("LuaRuntime", ["CLuaShim", "PlainText"]),
        module("LiquidationCore", []),
        module("MarketData", ["LiquidationCore", "PlainText", "CDeflate", "CZlib", "CZstd"]),
        module("Charts", ["LiquidationCore", "PlainText"]),
        module("PluginHost", ["LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText"]),
        .executableTarget(
            name: "LedgerBench", dependencies: ["LiquidationCore"], swiftSettings: settings),
        .executableTarget(
            name: "LuaBench", dependencies: ["PluginHost", "LuaRuntime", "LiquidationCore", "StockLua"],
            swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
