import CLuaShim
import PlainText

/// A call of a host function: its arguments, and the state that it runs in.
///
/// Calls back into Lua go through ``state``, and run on the coroutine that made this call.
package struct LuaCall {
    /// The state; do not keep it.
    package let state: LuaState
    /// The name in messages: `liq.load`, `map:at`.
    package let name: String
    /// What was passed; for a method, without `self`.
    package let arguments: [LuaValue]
    private let object: AnyObject?

    init(state: LuaState, function: LuaFunctionBox, arguments: [LuaValue]) throws(LuaError) {
        self.state = state
        self.name = function.name
        guard let type = function.receiver else {
            self.arguments = arguments
            object = nil
            return
        }
        guard case .object(let reference) = arguments.first, reference.typeName == type.name,
            let object = reference.object
        else {
            let found = arguments.first?.typeName ?? "no value"
            let hint = function.name.contains(":") ? "; call it as '\(function.name)(…)'" : ""
            throw LuaError(.runtime, "'\(function.name)' needs a \(type.name), got \(found)\(hint)")
        }
        self.object = object
        self.arguments = Array(arguments.dropFirst())
    }

    /// The object whose method or field this is.
    /// - Precondition: this is a call of a method.
    package var receiver: AnyObject {
        guard let object else { preconditionFailure("'\(name)' is not a method") }
        return object
    }

    /// The object whose method this is, as its type.
    package func receiver<Object>(as type: Object.Type) throws(LuaError) -> Object {
        guard let object = object as? Object else {
            throw LuaError(.runtime, "'\(name)' was called on an object of another kind")
        }
        return object
    }

    /// The argument at a place, from 1; `.nil` if it was not passed.
    package func argument(_ index: Int) -> LuaValue {
        arguments.indices.contains(index - 1) ? arguments[index - 1] : .nil
    }

    /// The error to throw: `bad argument #1 'path' to 'liq.load' (reason)`.
    package func bad(_ index: Int, _ parameter: String, _ reason: String) -> LuaError {
        LuaError(
            .runtime, "bad argument #\(index) '\(parameter)' to '\(name)' (\(reason))",
            subject: .argument(index, of: name))
    }
}

extension LuaCall {
    private func expected(_ index: Int, _ parameter: String, _ type: String) -> LuaError {
        bad(index, parameter, "\(type) expected, got \(argument(index).typeName)")
    }

    /// The string at a place, from 1.
    package func string(_ index: Int, _ parameter: String) throws(LuaError) -> String {
        guard let value = argument(index).text else { throw expected(index, parameter, "string") }
        return value
    }

    /// The number at a place, from 1, of either kind.
    package func number(_ index: Int, _ parameter: String) throws(LuaError) -> Double {
        guard let value = argument(index).double else { throw expected(index, parameter, "number") }
        return value
    }

    /// The integer at a place, from 1; a float that is one will do.
    package func integer(_ index: Int, _ parameter: String) throws(LuaError) -> Int64 {
        if let value = argument(index).int { return value }
        if case .number(let value) = argument(index) {
            throw bad(index, parameter, "integer expected, got \(value)")
        }
        throw expected(index, parameter, "integer")
    }

    /// The boolean at a place, from 1.
    package func boolean(_ index: Int, _ parameter: String) throws(LuaError) -> Bool {
        guard let value = argument(index).bool else { throw expected(index, parameter, "boolean") }
        return value
    }

    /// The table at a place, from 1.
    package func table(_ index: Int, _ parameter: String) throws(LuaError) -> LuaTable {
        guard let value = argument(index).table else { throw expected(index, parameter, "table") }
        return value
    }

    /// The function at a place, from 1.
    package func function(_ index: Int, _ parameter: String) throws(LuaError) -> LuaFunction {
        guard let value = argument(index).function else { throw expected(index, parameter, "function") }
        return value
    }

    /// The vector at a place, from 1.
    package func vector(_ index: Int, _ parameter: String) throws(LuaError) -> LuaVector {
        guard let value = argument(index).vector else { throw expected(index, parameter, "vector") }
        return value
    }

    /// The host object at a place, from 1; `name` is its type's, for the message.
    package func object<Object>(
        _ index: Int, _ parameter: String, _ name: String, as type: Object.Type = Object.self
    ) throws(LuaError) -> Object {
        guard let value = argument(index).object(as: type) else { throw expected(index, parameter, name) }
        return value
    }
}

/// A host function as the state's list of slots keeps it.
final class LuaFunctionBox {
    let name: String
    /// The type that the first argument of a method must have; `nil` for a plain function.
    let receiver: LuaObjectType?
    let body: (LuaCall) throws -> [LuaValue]

    init(name: String, receiver: LuaObjectType? = nil, body: @escaping (LuaCall) throws -> [LuaValue]) {
        self.name = name
        self.receiver = receiver
        self.body = body
    }
}

// What the shim calls. No Lua error is on its way while these run, and none can start: they reach protected
// functions only, and answer with a status.

extension LuaCore {
    /// The table of callbacks for `core`, which lives as long as the state.
    static func host(of core: LuaCore) -> liq_lua_host {
        liq_lua_host(
            context: Unmanaged.passUnretained(core).toOpaque(),
            invoke: { context, object, count in
                Unmanaged<LuaCore>.fromOpaque(context)._withUnsafeGuaranteedRef { core in
                    core.invoke(Unmanaged<LuaFunctionBox>.fromOpaque(object).takeUnretainedValue(), count)
                }
            },
            release: { context, slot in
                Unmanaged<LuaCore>.fromOpaque(context).takeUnretainedValue().release(slot)
            },
            print: { context, bytes, length in
                Unmanaged<LuaCore>.fromOpaque(context).takeUnretainedValue().print(bytes, length)
            })
    }

    private func invoke(_ box: LuaFunctionBox, _ count: Int32) -> Int32 {
        guard let handle, let owner else { return 0 }
        do {
            var arguments: [LuaValue] = []
            arguments.reserveCapacity(Int(count))
            for position in 0..<count { arguments.append(try read(handle, position + 1)) }
            let call = try LuaCall(state: owner, function: box, arguments: arguments)
            let results = try box.body(call)
            // A body that closed the state's last reference would be a bug of the host; the stack is still there.
            guard liq_lua_reserve(handle, Int32(clamping: results.count) + 8) else {
                throw LuaError(.stackOverflow, "too many results of '\(box.name)'")
            }
            for result in results { try push(handle, result) }
            return Int32(results.count)
        } catch {
            return fail(handle, error)
        }
    }

    private func fail(_ handle: OpaquePointer, _ error: any Error) -> Int32 {
        let lua = error as? LuaError
        // One that comes from Lua has its place; one born here gets the line that called the host.
        let isPositioned = lua?.chunk != nil
        var text = lua?.description ?? "\(error)"
        let status = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                bytes.withUnsafeBaseAddress { liq_lua_fail(handle, $0, bytes.count, isPositioned) }
            }
        }
        var length = 0
        let raised = liq_lua_failed_text(handle, &length)
        remember(error, as: String(bytes: raised, count: length))
        return status
    }

    private func print(_ bytes: UnsafePointer<CChar>, _ length: Int) {
        let text = String(bytes: bytes, count: length)
        output?(isPlugin ? text.escapingControls() : text)
    }
}

extension LuaState {
    /// A function of the host's.
    ///
    /// What `body` throws becomes an error of the script: with the line that called it, unless it is a ``LuaError``
    /// that has a place. If it gets to the top, ``LuaError/underlying`` is the error that was thrown.
    /// - Parameters:
    ///   - name: as messages show it: `liq.load`.
    ///   - body: must not hold the state strongly, or the state is never freed; use ``LuaCall/state``.
    /// - Returns: a reference to it.
    /// - Throws: ``LuaError`` `.memory` or `.closed`.
    package func makeFunction(
        _ name: String, _ body: @escaping (LuaCall) throws -> [LuaValue]
    ) throws(LuaError) -> LuaFunction {
        try build { handle throws(LuaError) in
            try push(handle, function: LuaFunctionBox(name: name, body: body))
            return LuaFunction(core: core, key: try core.takeReference(handle))
        }
    }

    /// Pushes a host function; the slot is given back if that fails.
    func push(_ handle: OpaquePointer, function box: LuaFunctionBox) throws(LuaError) {
        try core.push(handle, keeping: box) { liq_lua_push_function(handle, $0, $1) }
    }
}
