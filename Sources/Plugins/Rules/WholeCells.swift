import Engine
import LuaRuntime

/// One answer of `run_all`: a vector with a cell a bar, or one number for all of them.
struct WholeCells {
    private let constant: Double
    private let cells: UnsafeBufferPointer<Double>?
    /// The owner of the cells: they stay where they are for as long as it and its state live.
    private let vector: LuaVector?

    /// - Parameters:
    ///   - value: what was answered.
    ///   - name: for messages.
    ///   - plugin: whose answer it is.
    ///   - bars: how many cells are wanted.
    /// - Throws: ``HostError`` `.pluginInvalid` naming what is wrong.
    init(_ value: LuaValue, _ name: String, of plugin: Plugin, bars: Int) throws {
        if let number = value.double {
            (constant, cells, vector) = (number, nil, nil)
            return
        }
        guard let vector = value.vector else {
            throw plugin.badResult("\(name) must be a vector or a number, was \(value.described)")
        }
        guard vector.count == bars else {
            throw plugin.badResult("\(name) must have \(bars) cells, one a bar, has \(vector.count)")
        }
        (constant, self.vector) = (0, vector)
        cells = try vector.withCells { $0 }
    }

    subscript(bar: Int) -> Double { cells.map { $0[bar] } ?? constant }
}
