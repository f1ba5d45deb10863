-- Who of these people is online. KEYS: nodes, when people were there last, the nodes of each of them. ARGV: the people.
-- Gives for each one 1 or 0, and since when, as text.

local result = {}
for i, person in ipairs(ARGV) do
  result[2 * i - 1] = isHere(KEYS[2 + i]) and 1 or 0
  result[2 * i] = redis.call('HGET', KEYS[2], person) or ''
end
return result
