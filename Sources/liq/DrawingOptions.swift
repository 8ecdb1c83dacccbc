import ArgumentParser
import Charts
import Console

/// How text is drawn.
struct DrawingOptions: ParsableArguments {
    @Flag(help: "Draw with ASCII characters only.")
    var ascii = false

    @Flag(inversion: .prefixedNo, help: "Draw in colour; by default on terminals.")
    var color: Bool?

    @Option(help: "Width of the picture in characters, 60 to 400; by default the terminal's, 100 in a pipe.")
    var width: Int?

    var style: TerminalStyle { Terminal.style(ascii: ascii ? true : nil, color: color, columns: width) }

    func validate() throws {
        if let width, !(60...400).contains(width) {
            throw ValidationError("--width must lie in 60 to 400, was \(width)")
        }
    }
}
