// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "liq-benchmarks",
    dependencies: [.package(name: "liq", path: "..")],
    targets: [
        .executableTarget(
            name: "LedgerBench", dependencies: [.product(name: "LiquidationCore", package: "liq")])
    ],
    swiftLanguageModes: [.v6]
)
