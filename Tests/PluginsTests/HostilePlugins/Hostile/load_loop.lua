-- CASE: load_loop
-- KIND: leverage
-- EXPECT: error
-- CLASS: time-limit
-- MUST-NAME: plugin + line (any line marked @here)
-- NOTE: runs away while it is loaded.
while true do pcall(load, 'while true do end') pcall(load('while true do end')) end --@here
