import Engine

/// What tests of plugins have, beside what plugins have.
package enum SpecPages {
    package static let all: [FunctionPage] =
        [PluginRequire.page] + SpecRun.members.map(\.page) + SpecBench.members.map(\.page)
        + SpecBench.fixtures.map(\.page) + TestedPlugin.members.map(\.page) + Expectation.members.map(\.page)
}
