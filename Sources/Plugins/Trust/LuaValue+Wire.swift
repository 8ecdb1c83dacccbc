import Engine
import LuaRuntime

/// Plain values as they cross between a map and a plugin's process: numbers, texts, tables, vectors.
struct WireValues {
    let values: [LuaValue]

    init(_ values: [LuaValue]) { self.values = values }

    private static let (depth, entries) = (8, 100_000)

    func write(_ writer: inout WireWriter) {
        writer.put(values.count)
        for value in values { Self.write(value, &writer, depth: 0) }
    }

    private static func write(_ value: LuaValue, _ writer: inout WireWriter, depth: Int) {
        switch value {
        case .boolean(let flag): (writer.put(UInt8(1)), writer.put(flag)).0
        case .integer(let number): (writer.put(UInt8(2)), writer.put(number)).0
        case .number(let number): (writer.put(UInt8(3)), writer.put(number)).0
        case .string(let text): (writer.put(UInt8(4)), writer.put(text)).0
        case .vector(let vector): (writer.put(UInt8(5)), writer.put((try? vector.values) ?? [])).0
        case .table(let table):
            guard depth < Self.depth, let pairs = try? table.pairs(limit: entries) else {
                return writer.put(UInt8(7))
            }
            writer.put(UInt8(6))
            writer.put(pairs.count)
            for (key, value) in pairs {
                write(key, &writer, depth: depth + 1)
                write(value, &writer, depth: depth + 1)
            }
        case .nil: writer.put(UInt8(0))
        // Said to be one, and refused as one.
        case .function, .object, .other: writer.put(UInt8(7))
        }
    }

    /// The values of a message, made in a state.
    init(reading reader: inout WireReader, in state: LuaState) throws {
        values = try (0..<(try reader.count())).map { _ in try Self.read(&reader, state, depth: 0) }
    }

    private static func read(_ reader: inout WireReader, _ state: LuaState, depth: Int) throws -> LuaValue {
        switch try reader.byte() {
        case 0: return .nil
        case 1: return .boolean(try reader.flag())
        case 2: return .integer(try reader.integer())
        case 3: return .number(try reader.number())
        case 4: return .string(try reader.text())
        case 5: return .vector(LuaVector(try reader.numbers()))
        case 6:
            guard depth < Self.depth else { throw WireReader.damaged }
            let table = try state.makeTable()
            for _ in 0..<(try reader.count(of: 2)) {
                let key = try read(&reader, state, depth: depth + 1)
                let value = try read(&reader, state, depth: depth + 1)
                switch key {
                case .integer(let index): try table.set(Int(index), value)
                case .string(let name): try table.set(name, value)
                default: throw EngineError(.script, "tables must have names or whole numbers as keys here")
                }
            }
            return .table(table)
        default:
            throw EngineError(
                .script, "only numbers, texts, booleans, vectors and tables of them can be passed here")
        }
    }
}
