// swift-tools-version: 6.2
import PackageDescription

// A Swift program that uses liq as a library: swift run --package-path examples/library map-of examples/data/BTCUSDT
let package = Package(
    name: "map-of",
    dependencies: [.package(name: "liq", path: "../..")],
    targets: [
        .executableTarget(name: "map-of", dependencies: [.product(name: "Engine", package: "liq")])
    ])
