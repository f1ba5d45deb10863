-- How far the other members have come, in the order of joining.
-- KEYS: conversation. ARGV: person, the most members.
-- Gives for each one the id, how far it was delivered, and read; 0 if there are more members; nothing to who is none.

if redis.call('HEXISTS', base .. 'read', ARGV[1]) == 0 then return false end
if redis.call('HLEN', base .. 'read') > tonumber(ARGV[2]) then return 0 end
local result = {}
for _, member in ipairs(redis.call('ZRANGE', places(), 0, -1)) do
  if member ~= ARGV[1] then
    result[#result + 1] = member
    result[#result + 1] = tonumber(redis.call('HGET', base .. 'delivered', member))
    result[#result + 1] = tonumber(redis.call('HGET', base .. 'read', member))
  end
end
return result
