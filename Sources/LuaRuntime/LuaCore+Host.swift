import CLuaShim
import PlainText

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
