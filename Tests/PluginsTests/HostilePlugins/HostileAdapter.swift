/// Puts the contract's shapes over a plugin's file, without changing its lines: its chunk becomes a function, whose
/// table is given what our host asks for. What the adapter uses it takes before the plugin's code runs.
///
/// - leverage: weights as ours; four rungs; their sum is at most 1 (our host takes any sum).
/// - funding: 0 to 1 (ours is above 0, at most a million).
/// - signal: `map` has `rows`, `cols`, `prices` and `out`; `buy`, `sell` and `size` become `long`, `short` and a
///   strength.
enum HostileAdapter {
    static func source(_ file: [UInt8]) -> [UInt8] {
        // What is not text is to be refused as it is.
        guard let first = file.first, first != 27, first != UInt8(ascii: "#"), first != 0xEF else {
            return file
        }
        return Array(head.split(separator: "\n").joined(separator: " ").utf8) + file
            + Array("\nend)(...))".utf8)
    }

    private static let head = """
        local type, rawget, rawlen, next, error, setmetatable, liq = type, rawget, rawlen, next, error, setmetatable, liq
        local huge = math.huge
        local function bad(why) error('bad return: ' .. why, 0) end
        local function weights(w)
          if type(w) ~= 'table' then return w end
          local sum = 0
          for i = 1, 4 do local x = rawget(w, i) if type(x) ~= 'number' or x ~= x or x < 0 then return w end sum = sum + x end
          if rawlen(w) == 4 and sum > 1 + 1e-9 and sum < huge then bad('weights must sum to 1 at most, was ' .. sum) end
          return w
        end
        local function share(x)
          if type(x) ~= 'number' or x ~= x or x == huge or x < 0 then return x end
          if x > 1 then bad('must be in 0 to 1, was ' .. x) end
          return x == 0 and 1e-9 or x
        end
        local sides = { buy = 'long', sell = 'short' }
        local function signals(list)
          if type(list) ~= 'table' or rawlen(list) > 100 then return list end
          local out = {}
          for i = 1, rawlen(list) do
            local s = rawget(list, i)
            if type(s) ~= 'table' then return list end
            local copy = {}
            for k, v in next, s do copy[k] = v end
            local side, size, price = rawget(s, 'side'), rawget(s, 'size'), rawget(s, 'price')
            copy.name, copy.size = 'signal', nil
            copy.side = type(side) == 'string' and sides[side] or side == nil and false or side
            if type(size) == 'number' and size > 0 and size < huge then copy.strength = size / (1 + size)
            elseif type(size) == 'number' then copy.strength = -1 else copy.strength = size end
            if price == nil then copy.price = false end
            out[i] = copy
          end
          return out
        end
        local function view(map)
          local own = { rows = 3, cols = 4, prices = map.edges, out = liq.vector(12) }
          return setmetatable({}, { __index = function(_, k) local v = own[k] if v ~= nil then return v end return map[k] end,
            __newindex = function() error('map is read-only', 2) end, __metatable = false })
        end
        local function adapt(p)
          if type(p) ~= 'table' then return p end
          local kind, run, out = rawget(p, 'kind'), rawget(p, 'run'), {}
          for k, v in next, p do out[k] = v end
          if kind == 'leverage' then out.ladder = { 5, 10, 25, 50 } end
          if type(run) == 'function' then
            if kind == 'leverage' then out.run = function(bar, tiers) return weights((run(bar, tiers))) end
            elseif kind == 'funding' then out.run = function(rate) return share((run(rate))) end
            elseif kind == 'signal' then out.run = function(map) return signals((run(view(map)))) end end
          end
          return out
        end
        return adapt((function(...)\u{20}
        """
}
