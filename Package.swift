// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .treatAllWarnings(as: .error),
]
let core = strict + [.strictMemorySafety()]

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude, swiftSettings: strict)
}

func benchmark(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Benchmarks/\(name)", swiftSettings: strict)
}

let package = Package(
    name: "liq",
    products: [
        .executable(name: "liq", targets: ["liq"]),
        .library(name: "LiquidationCore", targets: ["LiquidationCore"]),
        // What a Swift program needs to load data and make maps: examples/library.
        .library(name: "Engine", targets: ["Engine", "MarketData", "LiquidationCore"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        .systemLibrary(name: "CLua54", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CLuaShim", dependencies: ["CLua54"]),

        .target(name: "PlainText", swiftSettings: strict),
        .target(name: "LuaRuntime", dependencies: ["CLuaShim", "PlainText"], swiftSettings: strict),
        .target(name: "LiquidationCore", swiftSettings: core),
        .target(
            name: "Parquet", dependencies: ["PlainText", "CDeflate", "CZstd"], swiftSettings: strict),
        .target(
            name: "MarketData",
            dependencies: ["LiquidationCore", "Parquet", "PlainText", "CDeflate", "CZlib", "CZstd"],
            swiftSettings: strict),
        .target(
            name: "Downloads", dependencies: ["LiquidationCore", "MarketData", "PlainText"],
            swiftSettings: strict),
        .target(
            name: "MarketSimulator", dependencies: ["LiquidationCore", "PlainText"], swiftSettings: strict),
        .target(name: "Charts", dependencies: ["LiquidationCore", "PlainText"], swiftSettings: strict),
        .target(
            name: "Engine", dependencies: ["LiquidationCore", "MarketData", "Charts", "PlainText"],
            swiftSettings: strict),
        .target(
            name: "Plugins",
            dependencies: ["Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText"],
            swiftSettings: strict),
        .target(
            name: "Scripting",
            dependencies: [
                "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText",
            ],
            swiftSettings: strict),
        .target(
            name: "Console",
            dependencies: [
                "Scripting", "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts",
                "PlainText",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "liq",
            dependencies: [
                "Console", "Scripting", "Plugins", "Engine", "LuaRuntime", "Downloads", "MarketData",
                "MarketSimulator", "LiquidationCore", "Charts", "PlainText",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),

        // What Benchmarks/compare times; no user of liq builds them.
        benchmark("LedgerBench", ["LiquidationCore"]),
        benchmark(
            "LuaBench", ["Scripting", "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "StockLua"]),

        .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
        .target(
            name: "PluginTestSupport",
            dependencies: ["Plugins", "Engine", "LiquidationCore", "MarketData", "TestSupport"],
            path: "Tests/PluginTestSupport", swiftSettings: strict),
        .target(name: "StockLua", dependencies: ["CLua54"], path: "Tests/StockLua"),
        tests("PlainTextTests", ["PlainText"]),
        tests("LuaRuntimeTests", ["LuaRuntime", "StockLua"]),
        tests("LiquidationCoreTests", ["LiquidationCore"], exclude: ["Golden"]),
        tests("ParquetTests", ["Parquet"], exclude: ["Fixtures", "make_fixtures.py"]),
        tests(
            "DownloadsTests", ["Downloads", "LiquidationCore", "MarketData", "PlainText"],
            exclude: ["Venues.py"]),
        tests("MarketDataTests", ["MarketData", "LiquidationCore", "PlainText"], exclude: ["Parquet"]),
        tests(
            "EngineTests",
            ["Engine", "MarketData", "LiquidationCore", "Charts", "PlainText", "PluginTestSupport"]),
        tests("MarketSimulatorTests", ["MarketSimulator", "LiquidationCore"]),
        tests("ChartsTests", ["Charts", "LiquidationCore", "PlainText"]),
        tests(
            "PluginsTests",
            [
                "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText",
                "PluginTestSupport",
            ],
            exclude: ["HostilePlugins/Hostile"]),
        tests(
            "ScriptingTests",
            [
                "Scripting", "Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts",
                "PlainText", "PluginTestSupport",
            ]),
        tests(
            "ConsoleTests",
            ["Console", "Scripting", "Plugins", "Engine", "LuaRuntime", "Charts", "PlainText"]),
        tests("DocumentationTests", ["liq"]),
        tests("EndToEndTests", ["liq", "Console", "Engine"]),
    ],
    swiftLanguageModes: [.v6]
)
