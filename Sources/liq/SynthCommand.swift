import ArgumentParser

/// `liq synth`: a made-up market whose positions are known.
struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "synth", abstract: "Make a market.")
    func run() throws {}
}
