// swift-tools-version: 6.2
import PackageDescription

// A package of its own: the fuzzer brings `main`, which the project's build and tests cannot do without. `Modules` is
// a link to the project's Sources, so that what is `package` there is within reach here.

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

func support(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Targets/\(name)", swiftSettings: settings)
}

func fuzzer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, path: "Targets/\(name)", swiftSettings: settings)
}

/// A target that reads files.
func reader(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    fuzzer(name, ["FuzzFiles", "FuzzRules", "MarketData", "LiquidationCore"] + dependencies)
}

let package = Package(
    name: "Fuzz",
    targets: [
        .systemLibrary(name: "CLua54", path: "Modules/CLua54", pkgConfig: "lua5.4"),
        .systemLibrary(name: "CDeflate", path: "Modules/CDeflate", pkgConfig: "libdeflate"),
        .systemLibrary(name: "CZlib", path: "Modules/CZlib", pkgConfig: "zlib"),
        .systemLibrary(name: "CZstd", path: "Modules/CZstd", pkgConfig: "libzstd"),
        .target(name: "CLuaShim", dependencies: ["CLua54"], path: "Modules/CLuaShim"),
        module("PlainText", []),
        module("LuaRuntime", ["CLuaShim", "PlainText"]),
        module("LiquidationCore", []),
        module("Parquet", ["PlainText", "CDeflate", "CZstd"]),
        module(
            "MarketData", ["LiquidationCore", "Parquet", "PlainText", "CDeflate", "CZlib", "CZstd"]),
        module("Charts", ["LiquidationCore", "PlainText"]),
        module("Engine", ["LiquidationCore", "MarketData", "Charts", "PlainText"]),
        module("Plugins", ["Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText"]),
        module(
            "Scripting",
            ["Plugins", "Engine", "LuaRuntime", "LiquidationCore", "MarketData", "Charts", "PlainText"]),
        support("FuzzRules", ["PlainText"]),
        support(
            "FuzzHost", ["FuzzRules", "Scripting", "Plugins", "Engine", "LuaRuntime", "LiquidationCore"]),
        support("FuzzFiles", ["FuzzRules", "Engine", "MarketData", "LiquidationCore"]),
        fuzzer("FuzzDeclaration", ["FuzzHost"]),
        fuzzer("FuzzAnswer", ["FuzzHost"]),
        reader("FuzzData", []),
        fuzzer("FuzzParquet", ["FuzzRules", "Parquet"]),
        reader("FuzzPart", ["Engine"]),
        reader("FuzzTiers", ["Engine"]),
        reader("FuzzAccount", ["Engine"]),
        reader("FuzzTrust", ["Engine", "Plugins"]),
    ],
    swiftLanguageModes: [.v6]
)
