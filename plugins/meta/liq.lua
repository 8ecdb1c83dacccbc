---@meta liq
-- What liq's Lua can reach, for editors. Written from the table that help is written from:
-- RECORD_SNAPSHOTS=1 swift test writes it again.

---@alias liq.side "long"|"short"

---The global that everything starts from.
---@class liq
---@field version string The version of liq.
liq = {}

---Loads market data. In braces: paths, and columns, where, time_unit, open_interest_unit, funding_unit, as the command line has them.
---Example: `btc = liq.load "examples/data/BTCUSDT"`
---@param path string|table a file or a folder, or several in braces with what is said of them
---@return liq.dataset
function liq.load(path) end

---Declares a leverage model for this session.
---Example: `liq.leverage("mine", function(bar, ladder) return {[ladder[#ladder // 2]] = 1} end)`
---@param id string what it is called from now on
---@param run fun(bar: liq.bar, ladder: number[]): any function(bar, ladder), one weight a rung, or {long = …, short = …}
function liq.leverage(id, run) end

---Declares a funding model for this session.
---Example: `liq.funding("mine", function(rate, bar) return 1 end)`
---@param id string what it is called from now on
---@param run fun(rate: number, bar: liq.bar): any function(rate, bar), the weight of the paying side, or {long = …, short = …}
function liq.funding(id, run) end

---Declares a flow model for this session.
---Example: `liq.flow("mine", function(bar) return {long = 1, short = 2} end)`
---@param id string what it is called from now on
---@param run fun(bar: liq.bar): any function(bar), base units that open on either side in the bar, or {long = …, short = …}
function liq.flow(id, run) end

---Declares an entry model for this session.
---Example: `liq.entry("mine", function(bar) return {1, 2, 1} end)`
---@param id string what it is called from now on
---@param run fun(bar: liq.bar): any function(bar), weights of entry prices, from the bar's low to its high
function liq.entry(id, run) end

---Declares a split model for this session.
---Example: `liq.split("mine", function(bar) return 0.5 end)`
---@param id string what it is called from now on
---@param run fun(bar: liq.bar): any function(bar), the share of longs in what opens, 0 to 1
function liq.split(id, run) end

---Declares a closing model for this session.
---Example: `liq.closing("mine", function(bar) return 0.01 end)`
---@param id string what it is called from now on
---@param run fun(bar: liq.bar): any function(bar), the fraction of what is live that is closed in the bar, 0 to 1
function liq.closing(id, run) end

---Declares a margin rule for this session.
---Example: `liq.margin("mine", function(position, tier) return position.entry * (position.side == "long" and 0.9 or 1.1) end)`
---@param id string what it is called from now on
---@param run fun(position: liq.position, tier: liq.tier): any function(position, tier), the liquidation price, or nil for none
function liq.margin(id, run) end

---Declares a signal rule for this session.
---Example: `liq.signal("mine", function(map, bar) return {} end)`
---@param id string what it is called from now on
---@param run fun(map: liq.map, bar: liq.bar): any function(map, bar), a list of {name, side, strength, price?, note?}
function liq.signal(id, run) end

---@class liq.liq.map.arguments
---@field sources table {data, venue, options, open_interest} for each venue
---@field leverage? string|table How opened positions are spread over leverage (pareto by default)
---@field funding? string|table How funding tilts longs against shorts (neutral by default)
---@field flow? string|table How much opens in a bar (the model's by default)
---@field entry? string|table Where in their bar positions were entered (the model's by default)
---@field split? string|table Longs and shorts of what opens (the model's by default)
---@field closing? string|table What holders close, beside what the model closes (none by default)
---@field margin? string|table Where positions are force-closed (the venue's rule by default)
---@field signal? string|table Rules that read the map (none by default)
---@field model? "turnover"|"balanced"|"reference" The preset, or a pack of model and plugins by its id or path (turnover by default)
---@field options? table<string, any> What the preset decides, by name, such as closing=youngestFirst
---@field as_of? string|integer The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago (the end of the data by default)
---@field lookback? string Only the last of the data (all data by default)
---@field warmup? "on"|"off" Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar (on by default)
---@field step? number|string Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units (0.1% by default)
---@field buckets? integer So many buckets of equal relative height over the data's reach, instead of step
---@field range? string|number[] The price axis whatever the data; parts with another kind of step than a percentage need the same one (from the data by default)
---@field grid_of? string The price axis of a .liqpart file, instead of range and buckets
---@field venue? string Whose margin rule applies (binance by default)
---@field symbol? string Whose margin tiers apply (the data's by default)
---@field within? number|string How far from the price is drawn, searched for clusters and summed (10 %; pictures reach as far as there is something to see by default)
---@field clusters? integer How many clusters to name on each side (5 by default)
---@field cluster_width? number|string Width of the kernel that the map is smoothed with to find clusters (1.5 % by default)
---@field cluster_order? "amount"|"distance" Which clusters are named first (amount by default)
---@field by_rung? boolean Keeps mass rung by rung in a part, so that sums of it can be written as coinglass (false by default)
---@field view? "amount"|"freshness" What is drawn: amounts, or what of them no price has touched since it was entered (amount by default)
---@field layers? "none"|"rungs" What bars of the picture are divided into: nothing, or the leverage of what is force-closed (none by default)

---Adds maps of several venues on one grid; takes what dataset:map takes.
---Example: `liq.map{sources = {{data = btc, venue = "binance"}, {data = btc, venue = "okx"}}}`
---@param arguments liq.liq.map.arguments by name
---@return liq.map
function liq.map(arguments) end

---The map that was made last; nil before the first.
---Example: `liq.current()`
---@return liq.map?
function liq.current() end

---The plugins that are found.
---Example: `#liq.plugins() > 0`
---@return liq.listed[]
function liq.plugins() end

---A block of numbers with fast arithmetic.
---Example: `(liq.vector{1, 2, 3} * 2):sum() == 12`
---@param list number[]
---@return liq.vector
---@overload fun(n: integer, value?: number|fun(i: integer): number): liq.vector
function liq.vector(list) end

---Prints values as the console shows them.
---Example: `liq.show(m:clusters{}, m.price)`
---@param value any any number of them
function liq.show(value) end

---@class liq.liq.price.arguments
---@field venue string Venue, such as binance or bybit-inverse; 'liq venues' lists them
---@field symbol? string Contract, such as BTCUSDT: its maintenance tiers apply
---@field side liq.side long or short
---@field entry number Average entry price
---@field leverage? number Leverage it was opened at; isolated margin follows from it
---@field quantity? number Size: coins, or the face value of inverse contracts in quote
---@field contracts? number Size in contracts, instead of quantity
---@field contract_size? number Size of one contract, where it is not built in
---@field mode? "isolated"|"cross" isolated, or cross: whether the account's wallet backs it (isolated by default)
---@field wallet? number Balance behind a cross position, settlement units
---@field margin? number Isolated margin, instead of or beside leverage
---@field extra_margin? number Margin that was added later
---@field funding_paid? number Funding paid since opening; negative where received
---@field funding_due? number Funding that falls due next
---@field mark? number The price now (the entry by default)
---@field other_maintenance? number What the account's other cross positions require
---@field other_pnl? number Unrealised profit of the account's other cross positions
---@field fee? number|string Another rate for the venue's closing fee: 0.0005 or 0.05% (the venue's by default)
---@field maintenance_rate? number|string Maintenance rate instead of a table: 0.005 or 0.5%
---@field maintenance_amount? number What is subtracted from value times maintenance rate
---@field tiers? string Tiers from a file that 'liq tiers import' reads
---@field tick? number Smallest step of the price, for the price as it is shown
---@field at? string The day whose rule and tiers count, such as 2025-06-30 (today by default)

---The liquidation price of a position by its venue's rule; takes what liq price takes.
---Example: `p = liq.price{venue = "binance", symbol = "BTCUSDT", side = "long", entry = 95000, leverage = 20, quantity = 2}`
---@param arguments liq.liq.price.arguments by name
---@return liq.price
function liq.price(arguments) end

---@class liq.liq.solve.arguments
---@field venue string Venue, such as binance or bybit-inverse; 'liq venues' lists them
---@field symbol? string Contract, such as BTCUSDT: its maintenance tiers apply
---@field side liq.side long or short
---@field entry number Average entry price
---@field leverage? number Leverage it was opened at; isolated margin follows from it
---@field quantity? number Size: coins, or the face value of inverse contracts in quote
---@field contracts? number Size in contracts, instead of quantity
---@field contract_size? number Size of one contract, where it is not built in
---@field mode? "isolated"|"cross" isolated, or cross: whether the account's wallet backs it (isolated by default)
---@field wallet? number Balance behind a cross position, settlement units
---@field margin? number Isolated margin, instead of or beside leverage
---@field extra_margin? number Margin that was added later
---@field funding_paid? number Funding paid since opening; negative where received
---@field funding_due? number Funding that falls due next
---@field mark? number The price now (the entry by default)
---@field other_maintenance? number What the account's other cross positions require
---@field other_pnl? number Unrealised profit of the account's other cross positions
---@field fee? number|string Another rate for the venue's closing fee: 0.0005 or 0.05% (the venue's by default)
---@field maintenance_rate? number|string Maintenance rate instead of a table: 0.005 or 0.5%
---@field maintenance_amount? number What is subtracted from value times maintenance rate
---@field tiers? string Tiers from a file that 'liq tiers import' reads
---@field tick? number Smallest step of the price, for the price as it is shown
---@field at? string The day whose rule and tiers count, such as 2025-06-30 (today by default)
---@field want number the liquidation price that is wanted
---@field find "leverage"|"margin"|"quantity" what is to be found for it

---The leverage, margin to add or quantity (find) that is liquidated at a price (want).
---Example: `liq.solve{venue = "generic", side = "long", entry = 100, quantity = 1, want = 80, find = "leverage"}.answer > 4`
---@param arguments liq.liq.solve.arguments by name
---@return liq.price
function liq.solve(arguments) end

---@class liq.liq.account.arguments
---@field wallet number what the account holds, settlement units
---@field positions table fields as of liq.price for each

---An account's positions, each priced with the others held; fields as of liq.price.
---Example: `a = liq.account{wallet = 1000, positions = {{venue = "generic", side = "long", entry = 100, quantity = 20}}}`
---@param arguments liq.liq.account.arguments by name
---@return liq.account
function liq.account(arguments) end

---@class liq.liq.read_csv.arguments
---@field columns? boolean A table by column instead of a list of rows (false by default)

---Reads a CSV file: rows by column names, or columns, numbers of which are vectors; and a note, or nil.
---Example: `#liq.read_csv("examples/data/BTCUSDT/BTCUSDT-fundingRate.csv") > 0`
---@param path string
---@param arguments? liq.liq.read_csv.arguments by name
---@return table rows
---@return string? note
function liq.read_csv(path, arguments) end

---Reads a JSON file, or JSON lines as a list; null members are left out.
---Example: `liq.write("/tmp/liq-written.json", m:json()) == nil and liq.read_json("/tmp/liq-written.json").price > 0`
---@param path string
---@return any value
function liq.read_json(path) end

---Paths of files that match: * ? [a-z], ** for folders of any depth; folders where it ends in a slash.
---Example: `#liq.files("examples/data/*/*.csv") > 0`
---@param pattern string
---@return table paths
function liq.files(pattern) end

---Writes a text to a file, which is there as a whole or not at all.
---Example: `liq.write("/tmp/liq-example.txt", "longs " .. m.long .. "\n")`
---@param path string
---@param text string
function liq.write(path, text) end

---Ends the script, or the console, with an exit code; nothing of the script runs after it.
---Example: `if m.long + m.short == 0 then liq.exit(3) end`
---@param code? integer From 0 to 125 (0 by default)
function liq.exit(code) end

---The plugin beside the tests, fresh, with parameters; or another.
---Example: `liq.plugin("measured").kind == "leverage"`
---@param parameters? table<string, any> what the plugin is set to
---@return liq.plugin
---@overload fun(file: string, parameters?: table<string, any>): liq.plugin
function liq.plugin(parameters) end

---Market data that was loaded.
---@class liq.dataset
---@field notes string[] What there is to say of the files, a text each.
---@field symbol? string What is traded; nil where the data does not say.
---@field interval integer From one bar to the next.
---@field from integer Open of the first bar.
---@field to integer Open of the last bar.
---@field time liq.vector Open of each bar, ms.
---@field open liq.vector First prices.
---@field high liq.vector Highest prices.
---@field low liq.vector Lowest prices.
---@field close liq.vector Last prices.
---@field volume? liq.vector Traded base units; nil where missing.
---@field taker_buy_volume? liq.vector Base units bought by takers; nil where missing.
---@field taker_buy_usd? liq.vector Quote units bought by takers; nil where missing.
---@field taker_sell_usd? liq.vector Quote units sold by takers; nil where missing.
---@field open_interest? liq.vector Open interest at the end, base units; nil where missing.
---@field long_short_ratio? liq.vector Long positions over short ones; nil where missing.
---@field funding_rate? liq.vector Rate paid in the bar, a fraction; nil in others.
---@field mark_high? liq.vector Highest mark price; nil where missing.
---@field mark_low? liq.vector Lowest mark price; nil where missing.
---@field turnover? liq.vector How much a bar replaces, the data's kappa; nil where missing.
---@field account_ratio? liq.vector Accounts that are long over those that are short; nil where missing.
---@field index_price? liq.vector Index price at the end; nil where missing.
---@field liquidated_long_usd? liq.vector Longs that were force-closed, quote units; nil where missing.
---@field liquidated_short_usd? liq.vector Shorts that were force-closed, quote units; nil where missing.
---@field bids_usd? liq.vector Resting bids near the price, quote units; nil where missing.
---@field asks_usd? liq.vector Resting asks near the price, quote units; nil where missing.
---@field extra table Columns of one's own by name, a vector each.
---@field liquidations? table What was force-closed: long and short, a vector of quote units each, a cell a bar; orders with time, price, notional, is_long, where the data has single ones.
---@field depth? table Resting orders near the price: bids and asks, a vector of quote units each, a cell a bar.
local dataset = {}

---@class liq.dataset.map.arguments
---@field leverage? string|table How opened positions are spread over leverage (pareto by default)
---@field funding? string|table How funding tilts longs against shorts (neutral by default)
---@field flow? string|table How much opens in a bar (the model's by default)
---@field entry? string|table Where in their bar positions were entered (the model's by default)
---@field split? string|table Longs and shorts of what opens (the model's by default)
---@field closing? string|table What holders close, beside what the model closes (none by default)
---@field margin? string|table Where positions are force-closed (the venue's rule by default)
---@field signal? string|table Rules that read the map (none by default)
---@field model? "turnover"|"balanced"|"reference" The preset, or a pack of model and plugins by its id or path (turnover by default)
---@field options? table<string, any> What the preset decides, by name, such as closing=youngestFirst
---@field as_of? string|integer The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago (the end of the data by default)
---@field lookback? string Only the last of the data (all data by default)
---@field warmup? "on"|"off" Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar (on by default)
---@field step? number|string Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units (0.1% by default)
---@field buckets? integer So many buckets of equal relative height over the data's reach, instead of step
---@field range? string|number[] The price axis whatever the data; parts with another kind of step than a percentage need the same one (from the data by default)
---@field grid_of? string The price axis of a .liqpart file, instead of range and buckets
---@field venue? string Whose margin rule applies (binance by default)
---@field symbol? string Whose margin tiers apply (the data's by default)
---@field within? number|string How far from the price is drawn, searched for clusters and summed (10 %; pictures reach as far as there is something to see by default)
---@field clusters? integer How many clusters to name on each side (5 by default)
---@field cluster_width? number|string Width of the kernel that the map is smoothed with to find clusters (1.5 % by default)
---@field cluster_order? "amount"|"distance" Which clusters are named first (amount by default)
---@field by_rung? boolean Keeps mass rung by rung in a part, so that sums of it can be written as coinglass (false by default)
---@field view? "amount"|"freshness" What is drawn: amounts, or what of them no price has touched since it was entered (amount by default)
---@field layers? "none"|"rungs" What bars of the picture are divided into: nothing, or the leverage of what is force-closed (none by default)

---Makes a liquidation map.
---Example: `m = btc:map {leverage = "retail", lookback = "7d"}`
---@param arguments? liq.dataset.map.arguments by name
---@return liq.map
function dataset:map(arguments) end

---@class liq.dataset.heatmap.arguments
---@field leverage? string|table How opened positions are spread over leverage (pareto by default)
---@field funding? string|table How funding tilts longs against shorts (neutral by default)
---@field flow? string|table How much opens in a bar (the model's by default)
---@field entry? string|table Where in their bar positions were entered (the model's by default)
---@field split? string|table Longs and shorts of what opens (the model's by default)
---@field closing? string|table What holders close, beside what the model closes (none by default)
---@field margin? string|table Where positions are force-closed (the venue's rule by default)
---@field model? "turnover"|"balanced"|"reference" The preset, or a pack of model and plugins by its id or path (turnover by default)
---@field options? table<string, any> What the preset decides, by name, such as closing=youngestFirst
---@field as_of? string|integer The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago (the end of the data by default)
---@field lookback? string Only the last of the data (all data by default)
---@field warmup? "on"|"off" Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar (on by default)
---@field step? number|string Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units (0.1% by default)
---@field buckets? integer So many buckets of equal relative height over the data's reach, instead of step
---@field range? string|number[] The price axis whatever the data; parts with another kind of step than a percentage need the same one (from the data by default)
---@field grid_of? string The price axis of a .liqpart file, instead of range and buckets
---@field venue? string Whose margin rule applies (binance by default)
---@field symbol? string Whose margin tiers apply (the data's by default)
---@field within? number|string How far from the price is drawn, searched for clusters and summed (10 %; pictures reach as far as there is something to see by default)
---@field clusters? integer How many clusters to name on each side (5 by default)
---@field cluster_width? number|string Width of the kernel that the map is smoothed with to find clusters (1.5 % by default)
---@field cluster_order? "amount"|"distance" Which clusters are named first (amount by default)
---@field view? "amount"|"freshness" What is drawn: amounts, or what of them no price has touched since it was entered (amount by default)
---@field columns? integer About how many columns (160 by default)
---@field side? liq.side Whose positions are shown (both by default)
---@field rungs? number|string|number[] Only the rung at a leverage, 25, or the rungs between two, 20..50 (all by default)

---Makes the map over time; takes what map takes.
---Example: `h = btc:heatmap {columns = 40}`
---@param arguments? liq.dataset.heatmap.arguments by name
---@return liq.heatmap
function dataset:heatmap(arguments) end

---@class liq.dataset.history.arguments
---@field leverage? string|table How opened positions are spread over leverage (pareto by default)
---@field funding? string|table How funding tilts longs against shorts (neutral by default)
---@field flow? string|table How much opens in a bar (the model's by default)
---@field entry? string|table Where in their bar positions were entered (the model's by default)
---@field split? string|table Longs and shorts of what opens (the model's by default)
---@field closing? string|table What holders close, beside what the model closes (none by default)
---@field margin? string|table Where positions are force-closed (the venue's rule by default)
---@field model? "turnover"|"balanced"|"reference" The preset, or a pack of model and plugins by its id or path (turnover by default)
---@field options? table<string, any> What the preset decides, by name, such as closing=youngestFirst
---@field as_of? string|integer The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago (the end of the data by default)
---@field every? string A map at each multiple of this span: of bars that had ended by then (1d by default)
---@field since? string|integer No map before it: 2025-05-20, milliseconds, or "30d ago"; earlier bars count all the same (the begin of the data by default)
---@field lookback? string Only the last of the data (all data by default)
---@field warmup? "on"|"off" Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar (on by default)
---@field step? number|string Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units (0.1% by default)
---@field buckets? integer So many buckets of equal relative height over the data's reach, instead of step
---@field range? string|number[] The price axis whatever the data; parts with another kind of step than a percentage need the same one (from the data by default)
---@field grid_of? string The price axis of a .liqpart file, instead of range and buckets
---@field venue? string Whose margin rule applies (binance by default)
---@field symbol? string Whose margin tiers apply (the data's by default)
---@field within? number|string How far from the price is drawn, searched for clusters and summed (10 %; pictures reach as far as there is something to see by default)
---@field clusters? integer How many clusters to name on each side (5 by default)
---@field cluster_width? number|string Width of the kernel that the map is smoothed with to find clusters (1.5 % by default)
---@field cluster_order? "amount"|"distance" Which clusters are named first (amount by default)

---Maps at each multiple of a span, for a loop: each of the bars that had ended by then; takes what map takes.
---Example: `for then_map in btc:history {every = "7d", since = "30d ago"} do n = then_map.time end`
---@param arguments? liq.dataset.history.arguments by name
---@return fun(): liq.map? iterator
function dataset:history(arguments) end

---The data between two instants: 2025-05-20, milliseconds, or "3d ago".
---Example: `#btc:slice("10d ago", "3d ago") < #btc`
---@param from? string|integer Bars that opened then or later (the first bar by default)
---@param to? string|integer Bars that had ended by then (the last bar by default)
---@return liq.dataset
function dataset:slice(from, to) end

---What was found, covered and missing.
---Example: `btc:report()`
---@return string
function dataset:report() end

---A liquidation map.
---@class liq.map
---@field price number Last close.
---@field time integer Open of the last bar.
---@field long number All longs.
---@field short number All shorts.
---@field edges liq.vector Edges of the buckets.
---@field average_true_range? number Mean true range of the last 14 days, or of as many as there are; nil where the bars do not tell.
---@field notes string[] What there is to say of the data and the model, a text each.
---@field assumptions table<string, any> What the map rests on: the model's options, margin, engine and data, by name.
---@field ledger table<string, any> The account of each side: opened, live, closed, liquidated, below_grid, above_grid, in the unit that it names.
---@field leverages liq.vector Leverages of the rungs.
---@operator sub(liq.map): liq.delta
local map = {}

---@class liq.map.clusters.arguments
---@field within? number|string How far from the price to look (that of the map by default)
---@field limit? integer How many of each side (5 by default)
---@field by? "amount"|"distance" Which come first: the largest or the nearest (that of the map by default)
---@field width? number|string Width of the kernel that the map is smoothed with (that of the map by default)

---The clusters, largest first; with by = "distance" the nearest first.
---Example: `m:clusters{within = "10%"}`
---@param arguments? liq.map.clusters.arguments by name
---@return liq.cluster[]
function map:clusters(arguments) end

---Notional of both sides in the bucket of a price; nil off the grid.
---Example: `m:at(m.price)`
---@param price number
---@return number? long
---@return number? short
function map:at(price) end

---@class liq.map.sum.arguments
---@field within? number|string How far from the price to look (the whole grid by default)

---Notional of a side within a distance of the price.
---Example: `m:sum("long", {within = "5%"})`
---@param side liq.side
---@param arguments? liq.map.sum.arguments by name
---@return number
function map:sum(side, arguments) end

---@class liq.map.asymmetry.arguments
---@field within? number|string How far from the price to look (that of the map by default)

---Shorts above against longs below: 1 when all fuel is above, -1 when all is below; nil without fuel.
---Example: `m:asymmetry{within = "5%"}`
---@param arguments? liq.map.asymmetry.arguments by name
---@return number?
function map:asymmetry(arguments) end

---Notional per bucket of a side.
---Example: `#m:density "long"`
---@param side liq.side
---@return liq.vector
function map:density(side) end

---What would be force-closed if the price went to each bucket: grows outwards.
---Example: `m:cumulative():max() > 0`
---@return liq.vector
function map:cumulative() end

---Per bucket of a side what is live over what would be live had no price touched it; nil where the run does not tell.
---Example: `m:freshness "long" == nil or #m:freshness "long" > 0`
---@param side liq.side
---@return liq.vector?
function map:freshness(side) end

---@class liq.map.fresh_edges.arguments
---@field within? number|string How far from the price to look (that of the map by default)

---Where fresh territory begins, the nearest first on each side: longs, then shorts.
---Example: `#m:fresh_edges{within = "10%"} >= 0`
---@param arguments? liq.map.fresh_edges.arguments by name
---@return liq.edge[]
function map:fresh_edges(arguments) end

---Per bucket of a side what stood when the data began, so that nobody knows its age; nil where nothing of it is left.
---Example: `m:unknown_age "long" == nil or #m:unknown_age "long" > 0`
---@param side liq.side
---@return liq.vector?
function map:unknown_age(side) end

---What each bar liquidated of a side; nil for sums of venues and for maps of a history.
---Example: `#m:liquidated "long" > 0`
---@param side liq.side
---@return liq.vector?
function map:liquidated(side) end

---What each bar's own entries lost on the rest of its path, no mass that the map ever held; nil where that is not told.
---Example: `m:born "long" == nil or #m:born "long" > 0`
---@param side liq.side
---@return liq.vector?
function map:born(side) end

---What the signal rules of the request said.
---Example: `#m:signals()`
---@return liq.signal[]
function map:signals() end

---The map as JSON.
---Example: `#m:json() > 0`
---@return string
function map:json() end

---The map as CSV.
---Example: `#m:csv() > 0`
---@return string
function map:csv() end

---The map as CoinGlass's JSON.
---Example: `#m:coinglass() > 0`
---@return string
function map:coinglass() end

---@class liq.map.explain.arguments
---@field at number A price, or two as "98000..99000"
---@field side? liq.side Whose positions (longs below the price, shorts above by default)

---Where the mass at a price, or at "98000..99000", came from.
---Example: `e = m:explain(m.price * 0.95)`
---@param price number
---@return liq.explanation
---@overload fun(self: liq.map, arguments: liq.map.explain.arguments): liq.explanation
function map:explain(price) end

---@class liq.map.with.arguments
---@field leverage? string|table How opened positions are spread over leverage (pareto by default)
---@field funding? string|table How funding tilts longs against shorts (neutral by default)
---@field flow? string|table How much opens in a bar (the model's by default)
---@field entry? string|table Where in their bar positions were entered (the model's by default)
---@field split? string|table Longs and shorts of what opens (the model's by default)
---@field closing? string|table What holders close, beside what the model closes (none by default)
---@field margin? string|table Where positions are force-closed (the venue's rule by default)
---@field signal? string|table Rules that read the map (none by default)
---@field model? "turnover"|"balanced"|"reference" The preset, or a pack of model and plugins by its id or path (turnover by default)
---@field options? table<string, any> What the preset decides, by name, such as closing=youngestFirst
---@field as_of? string|integer The map as it was then, from bars that had ended: 2025-05-20T12:00Z, milliseconds, or 3d ago (the end of the data by default)
---@field lookback? string Only the last of the data (all data by default)
---@field warmup? "on"|"off" Whether a look-back shows what was opened within it, warmed up by all the data before; off puts all open interest into its first bar (on by default)
---@field step? number|string Height of a bucket: a percentage, with edges at prices that are the same for all data, or quote units (0.1% by default)
---@field buckets? integer So many buckets of equal relative height over the data's reach, instead of step
---@field range? string|number[] The price axis whatever the data; parts with another kind of step than a percentage need the same one (from the data by default)
---@field grid_of? string The price axis of a .liqpart file, instead of range and buckets
---@field venue? string Whose margin rule applies (binance by default)
---@field symbol? string Whose margin tiers apply (the data's by default)
---@field within? number|string How far from the price is drawn, searched for clusters and summed (10 %; pictures reach as far as there is something to see by default)
---@field clusters? integer How many clusters to name on each side (5 by default)
---@field cluster_width? number|string Width of the kernel that the map is smoothed with to find clusters (1.5 % by default)
---@field cluster_order? "amount"|"distance" Which clusters are named first (amount by default)
---@field by_rung? boolean Keeps mass rung by rung in a part, so that sums of it can be written as coinglass (false by default)
---@field view? "amount"|"freshness" What is drawn: amounts, or what of them no price has touched since it was entered (amount by default)
---@field layers? "none"|"rungs" What bars of the picture are divided into: nothing, or the leverage of what is force-closed (none by default)

---A map of the same data: what is named changes, all else stays; false stands for the default.
---Example: `m:with{leverage = "retail"}`
---@param arguments? liq.map.with.arguments by name
---@return liq.map
function map:with(arguments) end

---@class liq.map.text.arguments
---@field columns? integer How wide, 60 to 400 (the terminal's by default)
---@field ascii? boolean Draws with ASCII alone (false by default)
---@field within? number|string How far from the price to draw (that of the map by default)

---The chart.
---Example: `#m:text{columns = 80} > 0`
---@param arguments? liq.map.text.arguments by name
---@return string
function map:text(arguments) end

---Prints the chart.
---Example: `m:plot()`
function map:plot() end

---@class liq.map.save.arguments
---@field format? "text"|"json"|"csv"|"coinglass"|"part" Of the file (by the ending by default)

---Writes a file: .json, .csv, .txt or .liqpart; format = "coinglass".
---Example: `m:save("/tmp/liq-example.json")`
---@param path string
---@param arguments? liq.map.save.arguments by name
function map:save(path, arguments) end

---What it has more than another map, price by price; m - other is the same.
---Example: `(m:minus(m)).long == 0`
---@param other liq.map
---@return liq.delta
function map:minus(other) end

---@class liq.map.diff.arguments
---@field within? number|string How far from the price to look (that of the map by default)
---@field limit? integer How many of each side (5 by default)
---@field tolerance? number|string How far apart peaks of one cluster may lie (1 % by default)

---What became of the clusters of an earlier map, the largest change first; clusters are matched by the nearest peak.
---Example: `#m:with{leverage = "retail"}:diff(m, {within = "10%"}) > 0`
---@param before liq.map
---@param arguments? liq.map.diff.arguments by name
---@return liq.move[]
function map:diff(before, arguments) end

---What one map has more than another: a - b; -d turns it round.
---@class liq.delta
---@field price number That of the map after.
---@field long number Change of all longs.
---@field short number Change of all shorts.
---@field edges liq.vector Edges of the buckets: those of both maps, where they differ.
---@operator unm: liq.delta
local delta = {}

---Change per bucket of a side.
---Example: `(m - m):density("long"):max() == 0`
---@param side liq.side
---@return liq.vector
function delta:density(side) end

---Change of both sides in the bucket of a price; nil off the grid.
---Example: `(m - m):at(m.price) == 0`
---@param price number
---@return number? long
---@return number? short
function delta:at(price) end

---@class liq.delta.sum.arguments
---@field within? number|string How far from the price to look (the whole grid by default)

---Change of a side within a distance, each map from its own price.
---Example: `(m - m):sum("short", {within = "5%"}) == 0`
---@param side liq.side
---@param arguments? liq.delta.sum.arguments by name
---@return number
function delta:sum(side, arguments) end

---@class liq.delta.text.arguments
---@field columns? integer How wide, 60 to 400 (the terminal's by default)
---@field ascii? boolean Draws with ASCII alone (false by default)
---@field within? number|string How far from the price to draw (that of the map by default)

---The chart.
---Example: `#(m - m):text{columns = 80} > 0`
---@param arguments? liq.delta.text.arguments by name
---@return string
function delta:text(arguments) end

---Prints the chart.
---Example: `(m - m:with{leverage = "retail"}):plot()`
function delta:plot() end

---The difference as JSON.
---Example: `#(m - m):json() > 0`
---@return string
function delta:json() end

---The difference as CSV.
---Example: `#(m - m):csv() > 0`
---@return string
function delta:csv() end

---Writes a file: .json, .csv or .txt.
---Example: `(m - m):save("/tmp/liq-example.csv")`
---@param path string
function delta:save(path) end

---A liquidation map over time.
---@class liq.heatmap
---@field columns liq.column[] What each column's bars did: prices, and what they liquidated.
---@field edges liq.vector Edges of the buckets.
---@field bars_per_column integer How many bars make a column.
local heatmap = {}

---A column's cells, one a bucket: notional, or freshness with view = "freshness".
---Example: `#h:cells(1, "long") == #h.edges - 1`
---@param column integer
---@param side liq.side
---@return liq.vector
function heatmap:cells(column, side) end

---What each column's bars liquidated of a side.
---Example: `h:liquidated("long"):sum() >= 0`
---@param side liq.side
---@return liq.vector
function heatmap:liquidated(side) end

---@class liq.heatmap.text.arguments
---@field columns? integer How wide, 60 to 400 (the terminal's by default)
---@field ascii? boolean Draws with ASCII alone (false by default)

---The picture.
---Example: `#h:text{columns = 80} > 0`
---@param arguments? liq.heatmap.text.arguments by name
---@return string
function heatmap:text(arguments) end

---Prints the picture.
---Example: `h:plot()`
function heatmap:plot() end

---The heatmap as JSON.
---Example: `#h:json() > 0`
---@return string
function heatmap:json() end

---Writes a file: .json, .csv or .txt.
---Example: `h:save("/tmp/liq-example.txt")`
---@param path string
function heatmap:save(path) end

---Where the mass at some prices came from.
---@class liq.explanation
---@field live number What is still open at these prices.
---@field opened number All that was ever opened there.
---@field liquidated number What of it was force-closed.
---@field closed number What of it was closed by its holders.
---@field low number Lower edge of the buckets.
---@field high number Upper edge of the buckets.
local explanation = {}

---@class liq.explanation.deposits.arguments
---@field limit? integer How many (1000 by default)

---What bars put on rungs there, newest first.
---Example: `#e:deposits{limit = 5} <= 5`
---@param arguments? liq.explanation.deposits.arguments by name
---@return liq.deposit[]
function explanation:deposits(arguments) end

---@class liq.explanation.text.arguments
---@field columns? integer How wide, 60 to 400 (the terminal's by default)
---@field ascii? boolean Draws with ASCII alone (false by default)
---@field rows? integer How many rows of a table (12 by default)

---The tables.
---Example: `#e:text{columns = 80} > 0`
---@param arguments? liq.explanation.text.arguments by name
---@return string
function explanation:text(arguments) end

---Every deposit as JSON.
---Example: `#e:json() > 0`
---@return string
function explanation:json() end

---Every deposit as CSV.
---Example: `#e:csv() > 0`
---@return string
function explanation:csv() end

---Writes a file: .json, .csv or .txt.
---Example: `e:save("/tmp/liq-example.csv")`
---@param path string
function explanation:save(path) end

---The liquidation price of a position.
---@class liq.price
---@field state "price"|"none"|"liquidatable_now"|"out_of_range" What there is to say of the price.
---@field liquidation? number Where it is force-closed; nil where nowhere.
---@field shown? number The same as the venue shows it; nil where nowhere.
---@field bankruptcy? number Where nothing is left of the margin; nil where nowhere.
---@field bankruptcy_shown? number The same as the venue shows it; nil where nowhere.
---@field opposite? number A second liquidation price on the other side of the mark; mostly nil.
---@field distance? number From the mark, a fraction of it; nil without a price.
---@field room number Equity above the requirement, settlement units.
---@field wallet number Behind the position, settlement units.
---@field equity number Wallet and profit at the mark.
---@field requirement number Maintenance and fee at the mark.
---@field margin_ratio? number Requirement over equity: liquidated at 1; nil without equity.
---@field without_funding? number The price if no funding had been paid; nil where nowhere.
---@field without_fees? number The price without the closing fee; nil where nowhere.
---@field exceeds_table boolean Whether the size is above the last tier.
---@field tier integer The tier in force, from 1.
---@field tiers integer How many tiers there are.
---@field mark number The price now.
---@field answer? number What liq.solve found; nil after liq.price.
---@field warnings table What a reader must know.
local price = {}

---The derivation with its numbers.
---Example: `#p:explain() > 0`
---@return string
function price:explain() end

---Everything as JSON.
---Example: `#p:json() > 0`
---@return string
function price:json() end

---An account with its positions.
---@class liq.account
---@field positions liq.holding[] The positions with their prices.
---@field equity number Wallet and profit.
---@field requirement number What the positions require.
---@field wallet number As it was given.
local account = {}

---The moves of all marks together that liquidate the account, fractions; nil where none does.
---Example: `a:joint() < 0`
---@return number? down
---@return number? up
function account:joint() end

---The account as JSON.
---Example: `#a:json() > 0`
---@return string
function account:json() end

---A block of numbers with fast arithmetic.
---@class liq.vector
---@operator add(number|liq.vector): liq.vector
---@operator sub(number|liq.vector): liq.vector
---@operator mul(number|liq.vector): liq.vector
---@operator div(number|liq.vector): liq.vector
---@operator pow(number|liq.vector): liq.vector
---@operator mod(number|liq.vector): liq.vector
---@operator idiv(number|liq.vector): liq.vector
---@operator unm: liq.vector
---@field [integer] number A cell, from 1.
local vector = {}

---The cells as a list.
---Example: `liq.vector{1, 2, 3}:totable()[3] == 3`
---@return number[]
function vector:totable() end

---Cells i to j, both included.
---Example: `liq.vector{1, 2, 3}:slice(2):sum() == 5`
---@param i integer
---@param j? integer (the last cell by default)
---@return liq.vector
function vector:slice(i, j) end

---Puts one number everywhere; gives the vector itself.
---Example: `liq.vector{1, 2, 3}:fill(1):sum() == 3`
---@param x number
---@return liq.vector
function vector:fill(x) end

---Sum of the cells.
---Example: `liq.vector{1, 2, 3}:sum() == 6`
---@return number
function vector:sum() end

---Mean of the cells; nil of none.
---Example: `liq.vector{1, 2, 3}:mean() == 2`
---@return number?
function vector:mean() end

---Standard deviation: divides by the number of cells; nil of none.
---Example: `liq.vector{1, 2, 3}:std() < 1`
---@return number?
function vector:std() end

---Lowest cell; nil of none.
---Example: `liq.vector{1, 2, 3}:min() == 1`
---@return number?
function vector:min() end

---Highest cell; nil of none.
---Example: `liq.vector{1, 2, 3}:max() == 3`
---@return number?
function vector:max() end

---Middle cell; nil of none.
---Example: `liq.vector{1, 2, 3}:median() == 2`
---@return number?
function vector:median() end

---Between the two nearest cells in proportion.
---Example: `liq.vector{1, 2, 3}:quantile(0.25) == 1.5`
---@param q number 0 to 1
---@return number?
function vector:quantile(q) end

---Place of the lowest cell, from 1.
---Example: `liq.vector{1, 2, 3}:argmin() == 1`
---@return integer?
function vector:argmin() end

---Place of the highest cell, from 1.
---Example: `liq.vector{1, 2, 3}:argmax() == 3`
---@return integer?
function vector:argmax() end

---First cell; nil of none.
---Example: `liq.vector{1, 2, 3}:first() == 1`
---@return number?
function vector:first() end

---Last cell; nil of none.
---Example: `liq.vector{1, 2, 3}:last() == 3`
---@return number?
function vector:last() end

---How many cells are not NaN.
---Example: `liq.vector{1, 2, 3}:count() == 3`
---@return integer
function vector:count() end

---Sum of the products of cells.
---Example: `liq.vector{1, 2, 3}:dot(liq.vector{1, 1, 2}) == 9`
---@param w liq.vector
---@return number
function vector:dot(w) end

---Whether a cell is neither 0 nor NaN.
---Example: `liq.vector{1, 2, 3}:any()`
---@return boolean
function vector:any() end

---Whether no cell is 0 or NaN.
---Example: `liq.vector{1, 2, 3}:all()`
---@return boolean
function vector:all() end

---Absolute values.
---Example: `liq.vector{1, 2, 3}:abs():sum() == 6`
---@return liq.vector
function vector:abs() end

---Natural logarithms.
---Example: `liq.vector{1, 2, 3}:log():first() == 0`
---@return liq.vector
function vector:log() end

---Powers of e.
---Example: `liq.vector{1, 2, 3}:exp():first() > 2.7`
---@return liq.vector
function vector:exp() end

---Square roots.
---Example: `liq.vector{1, 2, 3}:sqrt():first() == 1`
---@return liq.vector
function vector:sqrt() end

---Next whole number below.
---Example: `liq.vector{1, 2, 3}:floor():sum() == 6`
---@return liq.vector
function vector:floor() end

---Next whole number above.
---Example: `liq.vector{1, 2, 3}:ceil():sum() == 6`
---@return liq.vector
function vector:ceil() end

---Nearest whole number.
---Example: `liq.vector{1, 2, 3}:round():sum() == 6`
---@return liq.vector
function vector:round() end

----1, 0 or 1.
---Example: `liq.vector{1, 2, 3}:sign():sum() == 3`
---@return liq.vector
function vector:sign() end

---1 where a cell is NaN, else 0.
---Example: `liq.vector{1, 2, 3}:isnan():sum() == 0`
---@return liq.vector
function vector:isnan() end

---1 where it is below x, else 0.
---Example: `liq.vector{1, 2, 3}:lt(2):sum() == 1`
---@param x number|liq.vector
---@return liq.vector
function vector:lt(x) end

---1 where it is at most x, else 0.
---Example: `liq.vector{1, 2, 3}:le(2):sum() == 2`
---@param x number|liq.vector
---@return liq.vector
function vector:le(x) end

---1 where it is above x, else 0.
---Example: `liq.vector{1, 2, 3}:gt(2):sum() == 1`
---@param x number|liq.vector
---@return liq.vector
function vector:gt(x) end

---1 where it is at least x, else 0.
---Example: `liq.vector{1, 2, 3}:ge(2):sum() == 2`
---@param x number|liq.vector
---@return liq.vector
function vector:ge(x) end

---1 where it is x, else 0.
---Example: `liq.vector{1, 2, 3}:eq(2):sum() == 1`
---@param x number|liq.vector
---@return liq.vector
function vector:eq(x) end

---1 where it is not x, else 0; a NaN is nothing.
---Example: `liq.vector{1, 2, 3}:ne(2):sum() == 2`
---@param x number|liq.vector
---@return liq.vector
function vector:ne(x) end

---The lower of cell and x.
---Example: `liq.vector{1, 2, 3}:atmost(2):sum() == 5`
---@param x number|liq.vector
---@return liq.vector
function vector:atmost(x) end

---The higher of cell and x.
---Example: `liq.vector{1, 2, 3}:atleast(2):sum() == 7`
---@param x number|liq.vector
---@return liq.vector
function vector:atleast(x) end

---x where a cell is NaN.
---Example: `liq.vector{1, 2, 3}:fillnan(0):sum() == 6`
---@param x number|liq.vector
---@return liq.vector
function vector:fillnan(x) end

---Cells kept within low and high.
---Example: `liq.vector{1, 2, 3}:clip(2, 2):sum() == 6`
---@param low number|liq.vector
---@param high number|liq.vector
---@return liq.vector
function vector:clip(low, high) end

---yes where a cell is not 0, else no.
---Example: `liq.vector{1, 2, 3}:gt(2):choose(5, 1):sum() == 7`
---@param yes number|liq.vector
---@param no number|liq.vector
---@return liq.vector
function vector:choose(yes, no) end

---A function of each cell and its place.
---Example: `liq.vector{1, 2, 3}:map(function(cell, i) return cell * i end):sum() == 14`
---@param f fun(cell: number, i: integer): number
---@return liq.vector
function vector:map(f) end

---Sum of the cells so far.
---Example: `liq.vector{1, 2, 3}:cumsum():last() == 6`
---@return liq.vector
function vector:cumsum() end

---Lowest so far.
---Example: `liq.vector{1, 2, 3}:cummin():last() == 1`
---@return liq.vector
function vector:cummin() end

---Highest so far.
---Example: `liq.vector{1, 2, 3}:cummax():last() == 3`
---@return liq.vector
function vector:cummax() end

---Moving average with weight 2 / (span + 1) on the new cell.
---Example: `liq.vector{1, 2, 3}:ema(1):last() == 3`
---@param span number
---@return liq.vector
function vector:ema(span) end

---Cell less the one n before; NaN in the first n.
---Example: `liq.vector{1, 2, 3}:diff():last() == 1`
---@param n? integer how many cells back (1 by default)
---@return liq.vector
function vector:diff(n) end

---The cell n before; NaN in the first n.
---Example: `liq.vector{1, 2, 3}:shift():last() == 2`
---@param n? integer how many cells back (1 by default)
---@return liq.vector
function vector:shift(n) end

---The last number where one is missing.
---Example: `liq.vector{1, 2, 3}:carry():sum() == 6`
---@return liq.vector
function vector:carry() end

---Sum of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_sum(2):last() == 5`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_sum(n) end

---Mean of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_mean(2):last() == 2.5`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_mean(n) end

---Standard deviation of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_std(2):last() == 0.5`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_std(n) end

---Lowest of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_min(2):last() == 2`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_min(n) end

---Highest of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_max(2):last() == 3`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_max(n) end

---Median of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_median(3):last() == 2`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_median(n) end

---Where the cell stands in its window: 0 lowest, 1 highest.
---Example: `liq.vector{1, 2, 3}:rolling_rank(3):last() == 1`
---@param n integer how many cells a window has
---@return liq.vector
function vector:rolling_rank(n) end

---Quantile of the last n cells.
---Example: `liq.vector{1, 2, 3}:rolling_quantile(3, 0.5):last() == 2`
---@param n integer how many cells a window has
---@param q number 0 to 1
---@return liq.vector
function vector:rolling_quantile(n, q) end

---The bar that a plugin is asked about; valid during the call.
---@class liq.bar
---@field index integer Its place, from 1.
---@field time integer Its open.
---@field interval integer Its length.
---@field open number First price.
---@field high number Highest price.
---@field low number Lowest price.
---@field close number Last price.
---@field volume? number Traded base units; nil where missing.
---@field taker_buy_volume? number Base units bought by takers; nil where missing.
---@field taker_buy_usd? number Quote units bought by takers; nil where missing.
---@field taker_sell_usd? number Quote units sold by takers; nil where missing.
---@field open_interest? number Open interest at the end, base units; nil where missing.
---@field open_interest_change? number Base units against the bar before; nil where missing.
---@field long_short_ratio? number Long positions over short ones; nil where missing.
---@field funding_rate? number Rate paid in the bar, a fraction; nil in others.
---@field last_funding_rate? number The last one paid; nil before the first.
---@field mark_high? number Highest mark price; nil where missing.
---@field mark_low? number Lowest mark price; nil where missing.
---@field turnover? number How much a bar replaces, the data's kappa; nil where missing.
---@field account_ratio? number Accounts that are long over those that are short; nil where missing.
---@field index_price? number Index price at the end; nil where missing.
---@field liquidated_long_usd? number Longs that were force-closed, quote units; nil where missing.
---@field liquidated_short_usd? number Shorts that were force-closed, quote units; nil where missing.
---@field bids_usd? number Resting bids near the price, quote units; nil where missing.
---@field asks_usd? number Resting asks near the price, quote units; nil where missing.
---@field extra table Cells of columns of one's own, by name; nil where there is none.
local bar = {}

---The bar n before; nil before the first.
---Example: `bar:back(0).close == bar.close`
---@param n integer
---@return liq.bar?
function bar:back(n) end

---All bars, as run_all is given them: a vector a column.
---@class liq.series
---@field count integer Number of bars.
---@field interval integer Length of a bar.
---@field time liq.vector Open of each bar, ms.
---@field open liq.vector First price.
---@field high liq.vector Highest price.
---@field low liq.vector Lowest price.
---@field close liq.vector Last price.
---@field volume? liq.vector Traded base units; nil where missing.
---@field taker_buy_volume? liq.vector Base units bought by takers; nil where missing.
---@field taker_buy_usd? liq.vector Quote units bought by takers; nil where missing.
---@field taker_sell_usd? liq.vector Quote units sold by takers; nil where missing.
---@field open_interest? liq.vector Open interest at the end, base units; nil where missing.
---@field open_interest_change? liq.vector Base units against the bar before; nil where missing.
---@field long_short_ratio? liq.vector Long positions over short ones; nil where missing.
---@field funding_rate? liq.vector Rate paid in the bar, a fraction; nil in others.
---@field last_funding_rate? liq.vector The last one paid; nil before the first.
---@field mark_high? liq.vector Highest mark price; nil where missing.
---@field mark_low? liq.vector Lowest mark price; nil where missing.
---@field turnover? liq.vector How much a bar replaces, the data's kappa; nil where missing.
---@field account_ratio? liq.vector Accounts that are long over those that are short; nil where missing.
---@field index_price? liq.vector Index price at the end; nil where missing.
---@field liquidated_long_usd? liq.vector Longs that were force-closed, quote units; nil where missing.
---@field liquidated_short_usd? liq.vector Shorts that were force-closed, quote units; nil where missing.
---@field bids_usd? liq.vector Resting bids near the price, quote units; nil where missing.
---@field asks_usd? liq.vector Resting asks near the price, quote units; nil where missing.
---@field extra table Columns of one's own by name, a vector each; nil where there is none.

---The position that a margin plugin is asked about.
---@class liq.position
---@field side liq.side Long or short.
---@field entry number Entry price.
---@field quantity number Size, in the contract's unit.
---@field leverage number The rung.
---@field notional number Value at entry, quote units.
---@field margin number Notional over leverage.

---The margin tier that holds it.
---@class liq.tier
---@field floor number Where it begins, in the unit of the tiers.
---@field cap? number Where it ends; nil for no end.
---@field max_leverage? number Highest leverage; nil for no limit.
---@field maintenance_rate number Maintenance per unit of value.
---@field maintenance_amount number What is subtracted from value times rate.

---A cluster of a map.
---@class liq.cluster
---@field side liq.side Whose positions.
---@field low number Lower edge.
---@field high number Upper edge.
---@field peak number Middle of its top: of the prices where the smoothed density exceeds 3/4 of its highest, by what exceeds it.
---@field notional number What lies between the edges; a bucket counts by the share of its height.
---@field relative number Against the largest cluster of both sides within the distance that was searched.
---@field distance number From the price to the peak; negative below.
---@field distance_atr? number The same in average true ranges; nil where the map has none.
---@field share number Of all that the map has of the side.
---@field prominence number How far the smoothed density falls on both sides, against its highest: 25 to 100 %.
---@field near number The edge that is nearer to the price.
---@field far number The edge that is farther from the price.
---@field median_age? integer How long ago half of it had been opened; nil where the run did not record when.
---@field rungs? liq.vector What each rung of map.leverages holds of it; nil unless the map was made with by_rung.

---Where fresh territory begins.
---@class liq.edge
---@field side liq.side Whose positions lie behind it.
---@field price number Where it is.
---@field distance number From the price; negative below.
---@field before number Freshness of what lies nearer, up to the edge before.
---@field behind number Freshness of what lies behind, up to the next edge.
---@field notional number What lies behind, up to the next edge.
---@field swept? integer Open of the bar that swept up to it; nil where that is older than what is live.
---@field untouched_since? integer Open of the bar that touched what lies behind last; nil where that is older than what is live.

---What became of a cluster from one map to another.
---@class liq.move
---@field side liq.side Whose positions.
---@field price_before? number Its peak in the map before; nil for a new one.
---@field price_after? number Its peak in the map after; nil for one that is gone.
---@field notional_before? number What it held; nil for a new one.
---@field notional_after? number What it holds; nil for one that is gone.
---@field change number After less before.

---What a signal rule said.
---@class liq.signal
---@field rule string The plugin that said it.
---@field name string What it is.
---@field side? liq.side Whose positions it is about; nil for none.
---@field strength number 0 to 1.
---@field price? number Where; nil for none.
---@field note? string For people; nil for none.

---What one bar put on one rung.
---@class liq.deposit
---@field venue? string Of maps of several venues; else nil.
---@field side liq.side Whose positions.
---@field bar integer The bar that opened it, from 1.
---@field time integer Open of that bar.
---@field leverage number The rung.
---@field lowest_entry number Lowest entry price.
---@field highest_entry number Highest entry price.
---@field opened number What was opened.
---@field left number The fraction of it that closing has left.
---@field live number What of it is still open.

---A plugin that is found.
---@class liq.listed
---@field id string Its name.
---@field kind string What it decides.
---@field version string What it says of its version.
---@field summary string Its line of help.
---@field path string Its file; session for a model of the session.

---A position of an account.
---@class liq.holding
---@field symbol string The contract.
---@field venue string Id of the venue.
---@field side liq.side Long or short.
---@field state "price"|"none"|"liquidatable_now"|"out_of_range" What there is to say of the price.
---@field liquidation? number Where it is force-closed; nil where nowhere.
---@field distance? number From the mark, a fraction of it; nil without a price.
---@field margin_ratio? number Requirement over equity: liquidated at 1; nil without equity.
---@field profit number At the mark, settlement units.
---@field equity number Wallet and profit at the mark.
---@field requirement number Maintenance and fee at the mark.
---@field room number Equity above the requirement, settlement units.
---@field tier integer The tier in force, from 1.
---@field shown? number The same as the venue shows it; nil where nowhere.
---@field bankruptcy? number Where nothing is left of the margin; nil where nowhere.
---@field bankruptcy_shown? number The same as the venue shows it; nil where nowhere.
---@field opposite? number A second liquidation price on the other side of the mark; mostly nil.
---@field wallet number Behind the position, settlement units.
---@field without_funding? number The price if no funding had been paid; nil where nowhere.
---@field without_fees? number The price without the closing fee; nil where nowhere.
---@field exceeds_table boolean Whether the size is above the last tier.
---@field tiers integer How many tiers there are.

---A column of a heatmap.
---@class liq.column
---@field from integer Open of its first bar.
---@field to integer Open of its last bar.
---@field open number First price.
---@field high number Highest price.
---@field low number Lowest price.
---@field close number Last price.
---@field long_liquidated number Longs that its bars liquidated.
---@field short_liquidated number Shorts that its bars liquidated.
---@field long_born? number Longs that its bars' own entries lost within their bar; nil where that is not told.
---@field short_born? number Shorts that its bars' own entries lost within their bar; nil where that is not told.

---A module of the plugin's own folder.
---Example: `type(require) == "function"`
---@param name string levels, lib.levels
---@return any
function require(name) end

---A group of tests.
---Example: `describe("a group", function() end)`
---@param name string
---@param body fun()
function describe(name, body) end

---A test.
---Example: `it("a test", function() end)`
---@param name string
---@param body fun()
function it(name, body) end

---What runs before each test of a group.
---Example: `before_each(function() end)`
---@param body fun()
function before_each(body) end

---What is said about a value comes behind it.
---Example: `expect(1).to_be(1)`
---@param value any
---@return liq.expectation
function expect(value) end

---Made-up markets for tests.
---@class liq.fixture
fixture = {}

---@class liq.fixture.series.arguments
---@field count? integer Number of bars (200 by default)
---@field seed? integer Seeds the walk (that of the run by default)
---@field start? integer Open of the first bar (2025-01-01 by default)
---@field interval? string Length of a bar (1h by default)
---@field price? number The first open (100000 by default)
---@field drift? number|string How far the price goes in all, on top of the walk (0 by default)
---@field volatility? number|string The largest step of the walk in a bar (1 % by default)
---@field funding? number|string The rate that is paid every eighth bar (0.01 % by default)
---@field premium? number|string How far the traded price is above the mark price (0 by default)
---@field extra? table Columns of one's own: lists of numbers by name
---@field bare? boolean Leaves prices and open interest alone (false by default)
---@field close? number[] Closes instead of the walk (the walk by default)

---A made-up market.
---Example: `#fixture.series { count = 5 } == 5`
---@param arguments? liq.fixture.series.arguments by name
---@return liq.series
function fixture.series(arguments) end

---@class liq.fixture.map.arguments
---@field count? integer Number of bars (200 by default)
---@field seed? integer Seeds the walk (that of the run by default)
---@field start? integer Open of the first bar (2025-01-01 by default)
---@field interval? string Length of a bar (1h by default)
---@field price? number The first open (100000 by default)
---@field drift? number|string How far the price goes in all, on top of the walk (0 by default)
---@field volatility? number|string The largest step of the walk in a bar (1 % by default)
---@field funding? number|string The rate that is paid every eighth bar (0.01 % by default)
---@field premium? number|string How far the traded price is above the mark price (0 by default)
---@field extra? table Columns of one's own: lists of numbers by name
---@field bare? boolean Leaves prices and open interest alone (false by default)
---@field close? number[] Closes instead of the walk (the walk by default)

---The map of such a market, as much at 10x as at 25x and 50x.
---Example: `fixture.map({ count = 50 }).long > 0`
---@param arguments? liq.fixture.map.arguments by name
---@return liq.map
function fixture.map(arguments) end

---The plugin under test, asked as a map would ask it.
---@class liq.plugin
---@field id string Its id.
---@field kind "leverage"|"funding"|"flow"|"entry"|"split"|"closing"|"margin"|"signal" What it decides.
---@field version string Its version.
---@field ladder liq.vector The rungs that it is asked for.
local plugin = {}

---Weights of a bar; it is asked about all before it.
---Example: `#liq.plugin("measured"):weights(series) == 90`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number[] long
---@return number[] short
function plugin:weights(series, bar) end

---Weight of longs, of shorts.
---Example: `liq.plugin("neutral"):tilt(series) == 1`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number long
---@return number short
function plugin:tilt(series, bar) end

---Base units of longs that open in a bar, and of shorts.
---Example: `liq.plugin("interest-rise"):opened(series) >= 0`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number long
---@return number short
function plugin:opened(series, bar) end

---Weights of entry prices of a bar.
---Example: `#liq.plugin("typical-entry"):entries(series) > 2`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number[]
function plugin:entries(series, bar) end

---The share of longs in what opens in a bar.
---Example: `liq.plugin("taker-flow"):share(series) <= 1`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number
function plugin:share(series, bar) end

---The fraction that is closed in a bar.
---Example: `liq.plugin("turnover-decay"):closed(series) <= 1`
---@param series liq.series
---@param bar? integer which bar, from 1 (the last by default)
---@return number
function plugin:closed(series, bar) end

---@class liq.plugin.level.arguments
---@field side liq.side Long or short
---@field leverage number At entry
---@field entry? number Entry price (100 by default)
---@field notional? number Value at entry (10000 by default)
---@field maintenance_rate? number|string Of the tier (0.5 % by default)
---@field maintenance_amount? number Of the tier (0 by default)

---The liquidation price of a position; nil for none.
---Example: `liq.plugin("flat-maintenance"):level { side = "long", leverage = 10 } < 100`
---@param arguments liq.plugin.level.arguments by name
---@return number?
function plugin:level(arguments) end

---What a signal rule says.
---Example: `#liq.plugin("nearest-cluster"):signals(fixture.map()) <= 2`
---@param map liq.map
---@param series? liq.series (the usual market by default)
---@return liq.signal[]
function plugin:signals(map, series) end

---What can be said about a value in a test.
---@class liq.expectation
---@field never liq.expectation The opposite.
local expectation = {}

---The same value.
---Example: `expect(2 * 2).to_be(4)`
---@param x any
function expectation.to_be(x) end

---The same content.
---Example: `expect({ 1, { 2 } }).to_equal { 1, { 2 } }`
---@param x any
function expectation.to_equal(x) end

---Is nil.
---Example: `expect(nil).to_be_nil()`
function expectation.to_be_nil() end

---Is neither nil nor false.
---Example: `expect(0).to_be_truthy()`
function expectation.to_be_truthy() end

---Is larger.
---Example: `expect(2).to_be_above(1)`
---@param x number
function expectation.to_be_above(x) end

---Is smaller.
---Example: `expect(1).to_be_below(2)`
---@param x number
function expectation.to_be_below(x) end

---Lies within, bounds included.
---Example: `expect(1).to_be_between(1, 2)`
---@param low number
---@param high number
function expectation.to_be_between(low, high) end

---Is as good as the same.
---Example: `expect(0.1 + 0.2).to_be_near(0.3)`
---@param x number
---@param reach? number (1e-9 of x, at least 1e-9 by default)
function expectation.to_be_near(x, reach) end

---A text has a part, a list an element.
---Example: `expect({ 1, 2 }).to_contain(2)`
---@param x any
function expectation.to_contain(x) end

---Of a text, list or vector.
---Example: `expect("ab").to_have_length(2)`
---@param n integer
function expectation.to_have_length(n) end

---A function fails.
---Example: `expect(function() error "no" end).to_fail("no")`
---@param part? string what the message holds
function expectation.to_fail(part) end

---The table that a plugin's file returns.
---@class liq.manifest
---@field kind "leverage"|"funding"|"flow"|"entry"|"split"|"closing"|"margin"|"signal" What it decides.
---@field run? fun(...): any The function; its kind says what it is given.
---@field run_all? fun(...): any One call for all bars, instead of run.
---@field api? integer The level that it was written for; 1 where left out.
---@field id? string The file's name without .lua; may be left out.
---@field version? string Its version.
---@field summary? string A line of help.
---@field license? string Its licence.
---@field name? string What people call it.
---@field ladder? number[] The rungs that a leverage plugin is made for.
---@field params? table<string, liq.parameter> What can be set.

---A parameter that a plugin declares.
---@class liq.parameter
---@field type "number"|"integer"|"percent"|"duration"|"boolean"|"string" What values it takes.
---@field default? any The value where none is given.
---@field unit? string What a number counts.
---@field min? number The smallest legal number.
---@field max? number The largest legal number.
---@field doc? string A line of help.

---What the file of a plugin of kind leverage returns.
---@class liq.plugin.leverage: liq.manifest
---@field kind "leverage"
---@field run? fun(bar: liq.bar, ladder: number[], params: table<string, any>): number[]|table<number, number>|{long: table<number, number>, short: table<number, number>}
---@field run_all? fun(series: liq.series, ladder: number[], params: table<string, any>): (liq.vector|number)[]|{long: (liq.vector|number)[], short: (liq.vector|number)[]}

---What the file of a plugin of kind funding returns.
---@class liq.plugin.funding: liq.manifest
---@field kind "funding"
---@field run fun(rate: number, bar: liq.bar, params: table<string, any>): number|{long: number, short: number}

---What the file of a plugin of kind flow returns.
---@class liq.plugin.flow: liq.manifest
---@field kind "flow"
---@field run? fun(bar: liq.bar, params: table<string, any>): number|{long: number, short: number}
---@field run_all? fun(series: liq.series, params: table<string, any>): liq.vector|number|{long: liq.vector|number, short: liq.vector|number}

---What the file of a plugin of kind entry returns.
---@class liq.plugin.entry: liq.manifest
---@field kind "entry"
---@field run? fun(bar: liq.bar, params: table<string, any>): number[]
---@field run_all? fun(series: liq.series, params: table<string, any>): (liq.vector|number)[]

---What the file of a plugin of kind split returns.
---@class liq.plugin.split: liq.manifest
---@field kind "split"
---@field run? fun(bar: liq.bar, params: table<string, any>): number
---@field run_all? fun(series: liq.series, params: table<string, any>): liq.vector|number

---What the file of a plugin of kind closing returns.
---@class liq.plugin.closing: liq.manifest
---@field kind "closing"
---@field run? fun(bar: liq.bar, params: table<string, any>): number
---@field run_all? fun(series: liq.series, params: table<string, any>): liq.vector|number

---What the file of a plugin of kind margin returns.
---@class liq.plugin.margin: liq.manifest
---@field kind "margin"
---@field run fun(position: liq.position, tier: liq.tier, params: table<string, any>): number?

---What the file of a plugin of kind signal returns.
---@class liq.plugin.signal: liq.manifest
---@field kind "signal"
---@field run fun(map: liq.map, bar: liq.bar, params: table<string, any>): {name: string, strength: number, side?: liq.side, price?: number, note?: string}[]
